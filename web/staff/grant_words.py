"""Roles and places in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from narratives.collection import Collection
from narratives.roles import Grant, Role
from web.sentences import joined

ROLES: Mapping[Role, tuple[str, str]] = {
    Role.MANAGER: ("Manager", "sees alerts, maps and stories, plans probes, answers the tellers"),
    Role.MEMBER: ("Member", "sees alerts, maps and stories, and changes nothing"),
    Role.PRACTITIONER: ("Practitioner", "logs interactions with people, and sees their own log"),
    Role.MODERATOR: ("Moderator", "reads stories before they are released, and the urgent ones"),
    Role.SAFEGUARDING: ("Safeguarding lead", "reads stories that may tell of danger, and those passed on"),
    Role.ADMINISTRATOR: ("Administrator", "invites people and gives roles, says where alerts go, reads no stories"),
}
WHOLE = "the whole organisation"


def role_name(role: Role) -> str:
    """What a role is called."""
    return ROLES[role][0]


def place_of(grant: Grant, collections: Sequence[Collection]) -> str:
    """Where a grant holds; a collection that is gone is told by its short name."""
    if not grant.collection:
        return WHOLE
    title = _title(grant.collection, collections)
    return f"{grant.group} in {title}" if grant.group else title


def in_words(grants: Iterable[Grant], collections: Sequence[Collection]) -> tuple[str, ...]:
    """One line for each role and collection: "Manager for Castle Hill and Mill Lane in Safer streets"."""
    lines = []
    for (role, collection), some in groupby(sorted(grants), key=lambda one: (one.role, one.collection)):
        groups = [one.group for one in some]
        if not collection or "" in groups:
            lines.append(f"{role_name(role)} for {place_of(Grant(role, collection), collections)}")
        else:
            lines.append(f"{role_name(role)} for {joined(groups)} in {_title(collection, collections)}")
    return tuple(lines)


def _title(collection_id: str, collections: Sequence[Collection]) -> str:
    return next((one.title for one in collections if one.id == collection_id), collection_id)
