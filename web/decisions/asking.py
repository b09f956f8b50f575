"""What other pages ask: whether members decide about what their form would change, and where that is proposed."""

from __future__ import annotations

from narratives.covered import Setting
from store.covered import is_covered
from web.decisions.blueprint import bp
from web.decisions.subjects import form_of
from web.stores import stores


@bp.app_template_global()
def proposed_at(setting: str, subject: str = "") -> str:
    """The address of the form in which a change is proposed; empty where no vote is needed."""
    asked = Setting(setting)
    return form_of(asked, subject) if is_covered(stores().stories, asked) else ""
