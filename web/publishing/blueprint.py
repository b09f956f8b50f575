"""The blueprint of what an organisation publishes."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("publishing", __name__, url_prefix="/publishing")
