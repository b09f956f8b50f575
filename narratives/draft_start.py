"""What a draft begins from: nothing, questions that were opened, or a framework file."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Mapping
from typing import Any

from narratives.draft_ids import free_id
from narratives.errors import FrameworkError
from narratives.framework import Framework
from narratives.framework_file import framework_to_json
from narratives.signifier_file import RESERVED

LONGEST_FILE = 64 * 1024
_DEEPEST = 20  # a framework has six levels; another program's file beside it may have more
_TOO_DEEP = "framework: nested too deeply, or a number too long; mend the file"
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def blank(title: str, taken: Container[str]) -> dict[str, Any]:
    """A document that asks nothing yet."""
    return {
        "id": free_id(title, taken, "questions"),
        "version": 1,
        "title": title,
        "language": "en",
        "prompting_question": "",
        "introduction": "",
        "signifiers": [],
    }


def copied(framework: Framework, title: str, taken: Container[str]) -> dict[str, Any]:
    """The questions of a framework under a name of their own, with its translations but those of the title."""
    document = {**framework_to_json(framework), "id": free_id(title, taken, "questions"), "version": 1, "title": title}
    texts = {code: {key: one for key, one in of.items() if key != "title"} for code, of in framework.texts.items()}
    return {**document, "translations": texts} if texts else document


def from_file(text: str, taken: Container[str]) -> dict[str, Any]:
    """The document of a framework file, problems and all, where it can be shown and mended on pages.

    Questions without an id of their own get one. Raises FrameworkError.
    """
    document = _parsed(text)
    lists = [(document, "signifiers", "framework"), (document, "branches", "framework")]
    branches = document.get("branches")
    if isinstance(branches, list):
        lists += [
            (one, "signifiers", f"branches[{number}]") for number, one in enumerate(branches) if isinstance(one, dict)
        ]
    wrong = [
        f"{place}.{key}: write a list of objects here" for holder, key, place in lists if not _is_list(holder, key)
    ]
    if wrong:
        raise FrameworkError(wrong)
    title = document.get("title")
    named = document.get("id")
    document["title"] = title if isinstance(title, str) else ""
    document["id"] = free_id(named if isinstance(named, str) else document["title"], taken, "questions")
    document["version"] = 1
    _name_questions(document)
    return document


def _parsed(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
        json.dumps(document, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise FrameworkError([f"line {error.lineno}: this is not JSON ({error.msg}); mend the file"]) from error
    except UnicodeEncodeError as error:
        raise FrameworkError(
            ["framework: half of a character (such as \\ud800) stands in it; mend the file"]
        ) from error
    except (RecursionError, ValueError) as error:
        raise FrameworkError([_TOO_DEEP]) from error
    if not isinstance(document, dict):
        raise FrameworkError(["framework: write one JSON object"])
    if _is_deeper(document, _DEEPEST):
        raise FrameworkError([_TOO_DEEP])
    return document


def _is_deeper(value: object, levels: int) -> bool:
    """Whether lists and objects are nested in more levels than these."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return inside is not None and (levels == 0 or any(_is_deeper(one, levels - 1) for one in inside))


def _is_list(holder: Mapping[str, Any], key: str) -> bool:
    value = holder.get(key, [])
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _name_questions(document: dict[str, Any]) -> None:
    """Give an id to whatever has none, or one that something before it has."""
    taken = set(RESERVED)
    for branch in [document, *document.get("branches", [])]:
        for one in branch.setdefault("signifiers", []):
            _name(one, taken, "question")
    branches: set[str] = set()
    for branch in document.get("branches", []):
        _name(branch, branches, "branch")


def _name(entry: dict[str, Any], taken: set[str], otherwise: str) -> None:
    named, title = entry.get("id"), entry.get("title")
    if not isinstance(named, str) or named in taken or not _ID.fullmatch(named):
        entry["id"] = free_id(title if isinstance(title, str) else "", taken, otherwise)
    taken.add(entry["id"])
