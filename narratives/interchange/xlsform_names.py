"""How the questions of a framework are named in an XLSForm, and under which columns a server gives them back.

The id of a signifier is the name of its question, byte by byte, unless XML has no such name. What a question consists
of stands behind a full stop, which no id of ours holds.
"""

from __future__ import annotations

from narratives.framework import Framework
from narratives.signifiers import Stones, Triad

STORY, TITLE, TOLD_ON, PROMPT = "story", "title", "told_on", "prompt"
NA = "na"  # no option of ours may have this id
_RESERVED = frozenset({"meta", TOLD_ON})


def field_name(signifier_id: str) -> str:
    """The name of a signifier's question: its id; after an underscore where XML or a server keeps that name.

    >>> field_name("mood"), field_name("2nd-mood")
    ('mood', '_2nd-mood')
    """
    return f"_{signifier_id}" if signifier_id[0].isdigit() or signifier_id in _RESERVED else signifier_id


def part_name(signifier_id: str, *parts: str) -> str:
    """The name of a part: an anchor, the place of a stone, "does not apply"."""
    return ".".join((field_name(signifier_id), *parts))


def path_of(framework: Framework, signifier_id: str, *parts: str) -> tuple[str, ...]:
    """The groups around a field, and the field: a branch is a group, and so are triads and stones."""
    branch = framework.branch_of(signifier_id)
    around = [f"branch.{branch.id}"] if branch else []
    if isinstance(framework.signifier(signifier_id), Triad | Stones):
        around.append(field_name(signifier_id))
    return (*around, part_name(signifier_id, *parts))
