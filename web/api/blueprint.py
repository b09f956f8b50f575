"""The blueprint of the interface for programs, version 1."""

from __future__ import annotations

from flask import Blueprint

from web.problem_details import INTERFACE

bp = Blueprint("api", __name__, url_prefix=INTERFACE)
