"""Putting a question through a site's form, and looking for its answer on the site's pages."""
