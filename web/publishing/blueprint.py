"""The blueprint of what an organisation publishes, and who says what."""

from __future__ import annotations

from flask import Blueprint

from store.accounts import Role

bp = Blueprint("publishing", __name__, url_prefix="/publishing")
VIEWERS = (Role.MANAGER, Role.MEMBER, Role.ADMINISTRATOR)
WRITERS = (Role.MANAGER,)
DECLARERS = (Role.MANAGER, Role.ADMINISTRATOR)
SWITCHERS = (Role.ADMINISTRATOR,)
