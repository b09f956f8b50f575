"""An unfinished framework document as far as it can be asked already, for the preview and the findings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from narratives.errors import FrameworkError
from narratives.framework import Framework
from narratives.framework_file import read_framework
from narratives.signifier_file import FileReader, read_signifier

_BLANK = "…"


def problems(questions: Mapping[str, Any]) -> tuple[str, ...]:
    """What keeps a document from being opened, each with its place in it; none when it can be."""
    try:
        read_framework(questions)
    except FrameworkError as error:
        return error.problems
    return ()


def sketch(questions: Mapping[str, Any]) -> Framework:
    """The framework of a document; where that cannot be read, of what there is of it. Never raises.

    Signifiers that cannot be read are left out, and so are branches, prompts and hearers of a document with problems.
    """
    try:
        return read_framework(questions)
    except FrameworkError:
        entries = questions.get("signifiers")
        found = [
            read_signifier(FileReader(), entry, "") for entry in (entries if isinstance(entries, list) else [])
            if isinstance(entry, dict)
        ]  # fmt: skip
        return Framework(
            id=_text(questions, "id") or "draft",
            version=1,
            title=_text(questions, "title") or _BLANK,
            prompting_question=_text(questions, "prompting_question") or _BLANK,
            signifiers=tuple({one.id: one for one in found if one is not None}.values()),
            introduction=_text(questions, "introduction"),
            language=_text(questions, "language") or "en",
            group_question=_text(questions, "group_question"),
        )


def _text(questions: Mapping[str, Any], key: str) -> str:
    value = questions.get(key)
    return value if isinstance(value, str) else ""
