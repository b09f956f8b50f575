"""Stories as they were spoken: which kinds of sound are taken, and what is blanked before one is kept."""
