"""Annex 3, the quarterly notice and the audit."""
