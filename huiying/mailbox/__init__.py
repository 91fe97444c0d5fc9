"""Finding answers in a mailbox: reading, matching, watching."""
