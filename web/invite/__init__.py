"""Ways in for tellers, as staff hand them out: links, posters, one-time codes, a snippet for other sites."""
