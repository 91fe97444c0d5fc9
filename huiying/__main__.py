"""`python -m huiying` and the `huiying` command. Never run a module of this package by its path: `calendar` would
then hide the standard library's.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit status."""
    from huiying.cli import run  # noqa: PLC0415 - nothing is imported before it is needed

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
