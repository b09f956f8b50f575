"""A question of ours as a signifier of a SenseMaker framework: made anew, or brought up to date where there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from narratives.interchange.sensemaker_document import Json
from narratives.interchange.sensemaker_ids import TheirIds
from narratives.interchange.sensemaker_signifiers import ENDS, axis_label, id_of, label_of, listed, title_of
from narratives.signifiers import OTHER, Anchor, Choice, Dyad, Freetext, Option, Signifier, Stones, Triad

_KINDS: dict[type, str] = {Triad: "triad", Dyad: "dyad", Stones: "stones", Choice: "list", Freetext: "freetext"}


def update(raw: Json, ours: Signifier, ids: TheirIds) -> None:
    """Bring a signifier of theirs up to date with ours; what did not change stays byte by byte."""
    if raw.get("type") != _KINDS[type(ours)]:
        fresh = blank(ids.signifier(ours.id), _KINDS[type(ours)], raw.get("order", 1))
        raw.clear()
        raw.update(fresh)
    if title_of(raw) != ours.title:
        raw["title"] = escape(ours.title, quote=False)
    if (raw.get("required") is True) != ours.required:
        raw["required"] = ours.required
    if not isinstance(raw.get("content"), dict):
        raw["content"] = {}
    content: Json = raw["content"]
    match ours:
        case Triad() | Dyad():
            _parts(content, "labels", ours.anchors, lambda part: ids.part(ours.id, part.id), "text")
        case Stones():
            _axis(content, "x", ours.x_anchors)
            _axis(content, "y", ours.y_anchors)
            _parts(content, "stones", ours.stones, lambda part: ids.part(ours.id, part.id), "title")
        case Choice():
            _update_choice(raw, content, ours, ids)


def _update_choice(raw: Json, content: Json, ours: Choice, ids: TheirIds) -> None:
    _parts(content, "items", ours.options, lambda part: ids.part(ours.id, part.id), "title")
    for item in listed(content, "items"):
        if ours.takes_other and id_of(item) == ids.part(ours.id, OTHER):
            item["other_signifier_id"] = ids.other(ours.id)
    _count(content, "max_responses", ours.max_responses, len(ours.options))
    _count(content, "min_responses", ours.min_responses, 1)
    if (content.get("random_order") is True) != ours.random_order:
        content["random_order"] = ours.random_order
    about_teller = ours.asks_about == "respondent"
    if (raw.get("sticky") is True) != about_teller:
        raw["sticky"] = about_teller


def words_beside(ours: Choice, ids: TheirIds) -> Json:
    """The signifier that takes what is written beside "other"."""
    raw = blank(ids.other(ours.id), "freetext", 1)
    return {**raw, "title": escape(ours.label_of(OTHER), quote=False)}


def blank(theirs: str, kind: str, order: Any) -> Json:
    """A signifier of theirs that says nothing yet."""
    placed = kind in {"triad", "dyad", "stones"}
    content: Json = {}
    if kind == "freetext":
        content = {"default": "", "multiline": False}
    elif kind in {"triad", "dyad"}:
        content = {"labels": [], "background_image": "", "pointer_image": ""}
    elif kind == "stones":
        content = {"axis": {"x": {"name": ""}, "y": {"name": ""}}, "stones": [], "background_image": ""}
    elif kind == "list":
        content = {"items": [], "max_responses": 1, "min_responses": 0, "random_order": False, "dynamic": False}
    return {
        "id": theirs,
        "name": "Name",
        "type": kind,
        "order": order,
        "title": "",
        "tooltip": "",
        "allow_na": placed,
        "fragment": False,
        "required": False,
        "sticky": False,
        "error": "",
        "content": content,
    }


def _count(content: Json, key: str, ours: int, instead: int) -> None:
    """Theirs stays where it means the same: no most is all of them, and no least is one or none."""
    found = content.get(key)
    is_count = isinstance(found, int) and not isinstance(found, bool) and found > 0
    means = min(found, max(1, len(listed(content, "items")))) if is_count and found is not None else instead
    if means != ours:
        content[key] = ours


def _parts(
    content: Json, key: str, ours: Sequence[Anchor | Option], theirs: Callable[[Anchor | Option], str], text: str
) -> None:
    """Their parts in our order, each as it was unless its words changed."""
    before = {id_of(one): one for one in listed(content, key)}
    found = []
    for part in ours:
        raw = before.get(theirs(part))
        if raw is None:
            raw = {"id": theirs(part), **_extras(key)}
        if text not in raw or label_of(raw, text) != part.label:
            raw[text] = escape(part.label, quote=False)
        found.append(raw)
    content[key] = found


def _extras(key: str) -> Json:
    if key == "labels":
        return {"text": "", "show_image": False, "show_label": True}
    return {"title": "", "visible": True} if key == "items" else {"title": "", "tooltip": "", "image": ""}


def _axis(content: Json, axis: str, poles: tuple[Anchor, Anchor]) -> None:
    for (_, key), pole in zip(ENDS, poles, strict=True):
        if pole.label != axis_label(content, axis, key):
            axes = content["axis"] = content["axis"] if isinstance(content.get("axis"), dict) else {}
            one = axes[axis] = axes[axis] if isinstance(axes.get(axis), dict) else {"name": ""}
            one[key] = escape(pole.label, quote=False)
