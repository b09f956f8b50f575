"""PDF files that a screen reader can read: tagged, with a title and a language, to PDF/UA-1 (ISO 14289-1).

A template of `templates/typeset` is a Typst document that reads what it shows from `data.json`; nothing that somebody
wrote is ever part of its source.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

_TEMPLATES = Path(__file__).parent.parent / "templates" / "typeset"


def typeset(
    template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None, *, at: datetime
) -> bytes:
    """One of the templates with its data, as a PDF that says it was made `at`; the same input gives the same bytes.

    `pictures` are SVG files by the names under which the template finds them.
    """
    sources = {f"{path.stem}.typ": path.read_bytes() for path in _TEMPLATES.glob("*.typ")}
    files: dict[str, Any] = {
        **sources,
        **(pictures or {}),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
        "main.typ": sources[f"{template}.typ"],
    }
    return bytes(typst.compile(files, format="pdf", pdf_standards=["ua-1"], timestamp=at))
