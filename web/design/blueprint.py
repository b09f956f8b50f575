"""What the pages of the designer start from: the blueprints, who may design, and which draft is meant."""

from __future__ import annotations

from flask import Blueprint

from narratives.draft import Draft
from store.accounts import Role
from store.drafts import get_draft
from web.stores import stores

DESIGNERS = (Role.MANAGER, Role.ADMINISTRATOR)

bp = Blueprint("design", __name__, url_prefix="/design")
checking = Blueprint("checking", __name__, url_prefix="/design")
opening = Blueprint("opening", __name__, url_prefix="/design")
wording = Blueprint("wording", __name__, url_prefix="/frameworks")
taking = Blueprint("taking", __name__, url_prefix="/frameworks")


def held(draft_id: str) -> Draft:
    """The draft that an address names. Raises NotFoundError."""
    return get_draft(stores().stories, draft_id)
