"""The designer: questions are written, looked at by colleagues, checked and opened, without anybody of ours."""

from web.design import (  # which add pages
    arranging,
    check,
    editing,
    languages,
    opening_form,
    preview,
    review,
    rewording,
    steps,
    taking_out,
    trying,
    views,
)
from web.design.blueprint import bp, checking, opening, taking, wording

__all__ = [
    "arranging",
    "bp",
    "check",
    "checking",
    "editing",
    "languages",
    "opening",
    "opening_form",
    "preview",
    "review",
    "rewording",
    "steps",
    "taking",
    "taking_out",
    "trying",
    "views",
    "wording",
]
