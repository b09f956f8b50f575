"""The other side of a meeting: a supervised person's own account, without an account, a cookie or a name."""
