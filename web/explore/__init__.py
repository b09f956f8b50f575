"""The live map, temperature, themes and stories, for managers and members."""
