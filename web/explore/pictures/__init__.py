"""Pictures that stand alone: every figure of the map as a file, for print, e-mail and slides."""
