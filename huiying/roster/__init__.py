"""Reading the user's tables: sites and questions."""
