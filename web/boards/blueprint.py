"""The blueprint of the boards on which people gather what they saw and understood."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("boards", __name__, url_prefix="/boards")
