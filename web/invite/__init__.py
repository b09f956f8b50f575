"""Ways in for tellers, as staff hand them out: links, posters, one-time codes, a snippet for other sites."""

from web.invite import embedding, views  # which add their pages to it
from web.invite.views import bp

__all__ = ["bp", "embedding", "views"]
