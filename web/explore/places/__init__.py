"""Temperature over place and time: an area map or small triangles, and the way they moved."""
