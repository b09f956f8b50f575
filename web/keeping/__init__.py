"""How long each collection keeps its stories, what goes next, and changing it."""
