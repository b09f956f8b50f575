"""Stories that cannot wait: the queue that moderators work through."""
