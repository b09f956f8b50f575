"""The blueprint of these pages."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("bring", __name__, url_prefix="/bring")
