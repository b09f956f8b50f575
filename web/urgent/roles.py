"""Who acts on stories that cannot wait."""

from __future__ import annotations

from store.accounts import Role

ACTING = (Role.MODERATOR, Role.SAFEGUARDING)
