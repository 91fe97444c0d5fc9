"""Reading the pages on which sites show answers: pure functions of saved bytes."""
