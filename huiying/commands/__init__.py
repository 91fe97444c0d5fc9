"""Commands: words → use cases → exit status; no logic."""
