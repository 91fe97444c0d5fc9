"""Workdays that hold in a dispute: notices, counting policy, rows."""
