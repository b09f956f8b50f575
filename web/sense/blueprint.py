"""The blueprint of what people see in charts and make of it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("sense", __name__, url_prefix="/sense")
