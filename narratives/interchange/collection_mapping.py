"""The `collection` of a mapping file: where the stories go, created with these rules when it is not there."""

from __future__ import annotations

import re
from typing import Any

from narratives.collection import K_FLOOR, Collection, CollectionError, Moderation, Policy, ReportingGroup
from narratives.framework import Framework
from narratives.interchange.cells import clean_label
from narratives.interchange.field_mapping import read_day
from narratives.interchange.mapping_part import Part

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def read_collection(part: Part, framework: Framework | None) -> tuple[Collection | None, bool]:
    """The collection and whether its groups are closed; None where its rules contradict each other."""
    collection_id = part.text("id")
    if collection_id and not _SLUG.fullmatch(collection_id):
        part.say("id", f"found {collection_id!r}; use lower-case letters, digits and -, at most 64")
    groups = []
    for one in part.objects("groups"):
        parent = clean_label(one.text("parent", default="")) or None
        groups.append(ReportingGroup(clean_label(one.text("name")), parent))
        one.close()
    names = [group.name for group in groups]
    for repeated in sorted({name for name in names if names.count(name) > 1}):
        part.say("groups", f"{repeated!r} stands more than once; name each group once")
    rules = {
        "policy": Policy(part.one_of("policy", tuple(Policy))),
        "moderation": Moderation(part.one_of("moderation", tuple(Moderation), Moderation.BEFORE)),
        "k": part.whole("k", K_FLOOR, K_FLOOR, 10_000),
        "alerts_a_year": part.number("alerts_a_year", 1.0, above=0),
        "sensitive": part.flag("sensitive"),
        "stratum_choice": part.text("stratum_choice", default="") or None,
        "opens_on": read_day(part, "opens_on"),
        "closes_on": read_day(part, "closes_on"),
    }
    title, closed = part.text("title"), part.flag("groups_closed")
    part.close()
    if framework is None:
        return None, closed
    ordered = tuple(sorted(groups, key=lambda group: group.name))
    try:
        # Every value was checked above, and mypy cannot follow values of several types through one mapping.
        return Collection(collection_id, title, framework.id, framework.version, groups=ordered, **rules), closed  # type: ignore[arg-type]
    except CollectionError as error:
        part.say("", str(error))
        return None, closed


def collection_document(stored: Collection) -> dict[str, Any]:
    """A stored collection as a mapping says it, so that importing into it changes nothing of it."""
    rules: dict[str, Any] = {
        "id": stored.id,
        "title": stored.title,
        "policy": stored.policy.value,
        "moderation": stored.moderation.value,
        "k": stored.k,
        "alerts_a_year": stored.alerts_a_year,
        "sensitive": stored.sensitive,
        "stratum_choice": stored.stratum_choice,
        "opens_on": stored.opens_on.isoformat() if stored.opens_on else None,
        "closes_on": stored.closes_on.isoformat() if stored.closes_on else None,
        "groups": [
            {"name": group.name} | ({"parent": group.parent} if group.parent else {}) for group in stored.groups
        ],
    }
    return {name: value for name, value in rules.items() if value is not None}
