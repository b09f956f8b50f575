"""What somebody expects, said before they look, and how surprising it was."""
