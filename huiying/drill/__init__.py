"""A practice city on loopback and the drill that runs a whole round against it."""
