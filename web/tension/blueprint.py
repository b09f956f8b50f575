"""The blueprint of tension returns."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("tension", __name__, url_prefix="/tension")
