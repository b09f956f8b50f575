"""Where alerts go: the routes of administrators, and the feeds that need no sign-in."""
