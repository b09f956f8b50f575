"""The addresses under which the pages of a telling are found a second time, inside an enclosure."""

from __future__ import annotations

from flask import Blueprint

from web.respond import heard, views


def add_journey(bp: Blueprint, start: str) -> None:
    """Add the pages of a telling to a blueprint; `start` is the address of the first one below the collection."""
    bp.add_url_rule(f"/<collection_id>{start}", "start", views.start, methods=["GET"])
    bp.add_url_rule("/<collection_id>/tell", "first", views.first, methods=["GET"])
    bp.add_url_rule("/<collection_id>/whole", "whole", views.whole, methods=["GET"])
    bp.add_url_rule("/<collection_id>", "tell", views.tell, methods=["POST"])
    bp.add_url_rule("/<collection_id>/heard", "heard", heard.heard, methods=["GET"])
