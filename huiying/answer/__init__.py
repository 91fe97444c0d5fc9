"""What a text is: acknowledgement, transferred, pointer, deflection or substantive (DOMAIN §5); page and mail share it.

Pure. What a rule of clauses and a second, learned reader see alike is decided; the rest is proposed with `sure=False`
and waits for a person.
"""

from huiying.answer.judging import judge

__all__ = ["judge"]
