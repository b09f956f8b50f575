"""The steps from questions to an open collection, shown at the top of every page of a draft."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for

from narratives.draft import Draft
from web.design.blueprint import bp

_STEPS = (
    ("Questions", "design.show"),
    ("Languages", "opening.languages"),
    ("Opening", "opening.form"),
    ("Check", "checking.page"),
    ("Review and open", "opening.review"),
)
# Pages that stand under another step than the first of their blueprint.
_UNDER = {
    "opening.keep": "opening.form",
    **dict.fromkeys(("opening.say", "opening.go", "opening.trial"), "opening.review"),
}


@dataclass(frozen=True, slots=True)
class StepLink:
    """One step; `is_here` on the pages that belong to it."""

    text: str
    href: str
    is_here: bool


@bp.app_template_global("draft_steps")
def draft_steps(draft: Draft) -> tuple[StepLink, ...]:
    """The steps of a draft that are installed, in order."""
    here = _here(request.endpoint or "")
    return tuple(
        StepLink(text, url_for(endpoint, draft_id=draft.id), endpoint == here)
        for text, endpoint in _STEPS
        if endpoint in current_app.view_functions
    )


def _here(endpoint: str) -> str:
    """The step that a page belongs to: one that no step leads to stands under the first of its blueprint."""
    steps = [step for _, step in _STEPS]
    endpoint = _UNDER.get(endpoint, endpoint)
    if endpoint in steps:
        return endpoint
    return next((step for step in steps if step.partition(".")[0] == endpoint.partition(".")[0]), "")
