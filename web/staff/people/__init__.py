"""The organisation's people, for its administrators."""
