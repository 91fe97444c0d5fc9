"""The ledger and the evidence: SQLAlchemy stays behind this door."""
