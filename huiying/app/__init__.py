"""Use cases: what each command does, with the world passed in."""
