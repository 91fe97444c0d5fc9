"""Nine families of sites that differ the way real ones do."""
