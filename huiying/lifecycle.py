"""The life of an inquiry: the states, and the only moves between them (DESIGN §4).

The same table stands in the schema as triggers, so that no process, old or hand-written, can leave it.
"""

from __future__ import annotations

from huiying.model import State

MOVES: frozenset[tuple[State, State]] = frozenset(
    {
        (State.PLANNED, State.BLOCKED),  # could not be put; nothing was sent
        (State.BLOCKED, State.PLANNED),  # may be tried again
        (State.PLANNED, State.ARMED),  # committed before the press
        (State.ARMED, State.SUBMITTED),  # accepted
        (State.ARMED, State.PLANNED),  # rejected in so many words: the slot opens again
        (State.ARMED, State.BLOCKED),  # rejected, and another try would not help
        (State.ARMED, State.UNCONFIRMED),  # unknown outcome, or the process died
        (State.UNCONFIRMED, State.SUBMITTED),  # proof found: look-up, list, mail
        (State.UNCONFIRMED, State.VOID),  # an operator gives it up, with a reason
        (State.SUBMITTED, State.REPLIED),  # an effective answer was found
        (State.REPLIED, State.SUBMITTED),  # a person's verdict: it was none
        (State.SUBMITTED, State.UNCONFIRMED),  # the mail that was its only proof was another site's
        (State.PLANNED, State.CLOSED),
        (State.BLOCKED, State.CLOSED),
        (State.UNCONFIRMED, State.CLOSED),
        (State.SUBMITTED, State.CLOSED),
        (State.REPLIED, State.CLOSED),
        (State.CLOSED, State.SUBMITTED),  # a late proof or verdict re-opens the judgement, never the sending
        (State.CLOSED, State.REPLIED),
    }
)

WAITING = frozenset({State.SUBMITTED, State.UNCONFIRMED, State.REPLIED})
"""States in which a site is still looked at."""

OUT = WAITING | {State.ARMED}
"""States in which a letter is with the site, or may be on its way to it."""


def allowed(before: State, after: State) -> bool:
    """Whether an inquiry may go from one state to the other."""
    return (before, after) in MOVES
