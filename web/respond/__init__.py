"""Pages for people who tell a story: no account, no cookie, nothing kept about the request."""
