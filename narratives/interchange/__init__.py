"""Files of other tools, read into narratives: one file a noun, the standard library only."""
