"""Style sheets as they are sent: without the comments and the indentation, which a browser has no use for."""

from __future__ import annotations

import re

_PASSAGE = re.compile(r"\"[^\"]*\"|'[^']*'|/\*.*?\*/", re.DOTALL)


def stripped(sheet: str) -> str:
    """A style sheet that says the same in fewer bytes. Text in quotes is left alone."""
    said = _PASSAGE.sub(lambda found: "" if found[0].startswith("/*") else found[0], sheet)
    return "\n".join(line.strip() for line in said.splitlines() if line.strip()) + "\n"
