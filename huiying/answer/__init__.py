"""What a text is: acknowledgement, transferred, pointer, deflection or substantive (DOMAIN §5); page and mail share it.

Pure. Clear cases are decided by rule, the rest is proposed with `sure=False` and waits for a person.
"""

from huiying.answer.verdict import judge

__all__ = ["judge"]
