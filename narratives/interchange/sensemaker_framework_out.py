"""A framework as SenseMaker JSON in sections, on top of the file it came from where it came from one."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from html import escape

from narratives.framework import Branch, Framework
from narratives.interchange.marked_up import plain
from narratives.interchange.sensemaker_branches import opening, rule
from narratives.interchange.sensemaker_document import Json, each_signifier
from narratives.interchange.sensemaker_framework import name_of
from narratives.interchange.sensemaker_ids import FORMAT, STORY, TheirIds
from narratives.interchange.sensemaker_signifiers import id_of, title_of
from narratives.interchange.sensemaker_signifiers_out import blank, update, words_beside
from narratives.signifiers import Choice


def write_framework(framework: Framework) -> bytes:
    """The file. What a file brought in held besides, and what did not change, is in it byte for byte as JSON values."""
    return (json.dumps(to_sensemaker(framework), ensure_ascii=False, indent=1) + "\n").encode()


def to_sensemaker(framework: Framework) -> Json:
    """The document of the file."""
    ids = TheirIds(framework)
    is_theirs = framework.source.get("format") == FORMAT and isinstance(framework.source.get("document"), dict)
    document: Json = copy.deepcopy(framework.source["document"]) if is_theirs else _skeleton(framework, ids)
    _update_head(document, framework, ids)
    raws = {id_of(raw): raw for raw in _everywhere(document)}
    for branch in framework.branches:
        _update_branch(document, branch, framework, ids)
    for ours in framework.signifiers:
        raw = raws.get(ids.signifier(ours.id))
        if raw is None:
            raw = blank(ids.signifier(ours.id), "", len(raws) + 1)
            raws[id_of(raw)] = raw
            _last_section(_home(document, framework.branch_of(ours.id), ids))["signifiers"].append(raw)
        update(raw, ours, ids)
        if isinstance(ours, Choice) and ours.takes_other and ids.other(ours.id) not in raws:
            words = words_beside(ours, ids)
            raws[id_of(words)] = words
            _last_section(_home(document, framework.branch_of(ours.id), ids))["signifiers"].append(words)
    _remove(document, framework, ids)
    return document


def _skeleton(framework: Framework, ids: TheirIds) -> Json:
    story = blank(STORY, "freetext", 1)
    story |= {"title": escape(framework.prompting_question, quote=False), "fragment": True, "required": True}
    story["content"] = {"default": "", "multiline": True}
    found = _bare(ids.framework, framework.title, framework.introduction)
    found |= {"language": framework.language, "definition_version": framework.version, "fragment_signifier_id": STORY}
    found["sections"][0]["signifiers"].append(story)
    return found


def _bare(theirs: str, name: str, description: str) -> Json:
    section: Json = {"id": f"{theirs}-section", "order": 1, "title": "", "random_order": False, "signifiers": []}
    return {
        "id": theirs,
        "name": escape(name, quote=False),
        "code": "",
        "description": escape(description, quote=False),
        "language": "en",
        "definition_version": 1,
        "version": 1,
        "exclude_fragments": False,
        "public_access": False,
        "rules": [],
        "data_policies": {"storage": [], "retrieval": []},
        "linked_frameworks": [],
        "sections": [section],
    }


def _update_head(document: Json, framework: Framework, ids: TheirIds) -> None:
    if id_of(document) != ids.framework:
        document["id"] = ids.framework
    if framework.title != (name_of(document) or "SenseMaker"):
        document["name"] = escape(framework.title, quote=False)
    if plain(document.get("description")) != plain(escape(framework.introduction)):
        document["description"] = escape(framework.introduction, quote=False)
    if framework.version > 1 and document.get("definition_version") != framework.version:
        document["definition_version"] = framework.version
    for raw in each_signifier(document):
        if id_of(raw) == ids.story and title_of(raw) != framework.prompting_question:
            raw["title"] = escape(framework.prompting_question, quote=False)


def _update_branch(document: Json, branch: Branch, framework: Framework, ids: TheirIds) -> None:
    choice = framework.signifier(branch.opened_by)
    options = [ids.part(choice.id, one) for one in sorted(branch.options)]
    inner = _linked(document, ids.branch(branch.id))
    if inner is None:
        inner = {"framework": _bare(ids.branch(branch.id), branch.title, branch.introduction)}
        inner |= {"data_policies": {}, "rules": [rule(ids.signifier(choice.id), options)]}
        document.setdefault("linked_frameworks", []).append(inner)
        embedded = blank(f"{ids.branch(branch.id)}-embedded", "embedded", 1)
        embedded["content"] = {"role": "collector", "embedded_engagement": ids.branch(branch.id)}
        _last_section(document)["signifiers"].append(embedded)
        return
    head = inner["framework"]
    if branch.title != (name_of(head) or "Branch"):
        head["name"] = escape(branch.title, quote=False)
    if plain(head.get("description")) != plain(escape(branch.introduction)):
        head["description"] = escape(branch.introduction, quote=False)
    if isinstance(choice, Choice):
        known: Json = {"id": choice.id, "options": [{"id": one.id} for one in choice.options]}
        parts = {f"{choice.id}.{one.id}": ids.part(choice.id, one.id) for one in choice.options}
        opens = opening(inner.get("rules"), [known], {choice.id: ids.signifier(choice.id)}, parts)
        if opens is None or set(opens["options"]) != branch.options:
            inner["rules"] = [rule(ids.signifier(choice.id), options)]


def _linked(document: Json, theirs: str) -> Json | None:
    for linked in document.get("linked_frameworks", []):
        if isinstance(linked.get("framework"), dict) and id_of(linked["framework"]) == theirs:
            found: Json = linked
            return found
    return None


def _home(document: Json, branch: Branch | None, ids: TheirIds) -> Json:
    linked = _linked(document, ids.branch(branch.id)) if branch else None
    found: Json = linked["framework"] if linked else document
    return found


def _last_section(document: Json) -> Json:
    if not document["sections"]:
        document["sections"].append({"id": "section-1", "order": 1, "title": "", "signifiers": []})
    found: Json = document["sections"][-1]
    return found


def _everywhere(document: Json) -> Iterator[Json]:
    yield from each_signifier(document)
    for linked in document.get("linked_frameworks", []):
        if isinstance(linked.get("framework"), dict):
            yield from each_signifier(linked["framework"])


def _remove(document: Json, framework: Framework, ids: TheirIds) -> None:
    """Take out what was asked once and is not any more; what was never asked here stays."""
    kept = framework.source.get("ids")
    known: Json = kept.get("signifiers", {}) if isinstance(kept, dict) else {}
    asked = {ids.signifier(one.id) for one in framework.signifiers}
    gone = {theirs for theirs in known.values() if theirs not in asked}
    if not gone:
        return
    inner = [
        one["framework"] for one in document.get("linked_frameworks", []) if isinstance(one.get("framework"), dict)
    ]
    for held in (document, *inner):
        for section in held["sections"]:
            section["signifiers"] = [raw for raw in section["signifiers"] if id_of(raw) not in gone]
