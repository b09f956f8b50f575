"""What SenseMaker calls the parts of a framework: the ids of its file where it came from one, else those of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from narratives.framework import Framework

FORMAT = "sensemaker"
STORY = "story"


class TheirIds:
    """The ids of SenseMaker for those of ours."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        kept = framework.source.get("ids") if framework.source.get("format") == FORMAT else None
        self._ids: Mapping[str, Any] = kept if isinstance(kept, dict) else {}

    @property
    def framework(self) -> str:
        """The id of the framework; of a copy under another name, that name."""
        return self._kept("frameworks", self._framework.id)

    @property
    def story(self) -> str:
        """The signifier that asks for the story; empty where the file has none."""
        return str(self._ids.get("story", STORY))

    def signifier(self, ours: str) -> str:
        """The id of a signifier."""
        return self._kept("signifiers", ours)

    def part(self, signifier: str, ours: str) -> str:
        """The id of an anchor, option or stone."""
        return self._kept("parts", f"{signifier}.{ours}", ours)

    def other(self, choice: str) -> str:
        """The signifier that takes the words beside "other"."""
        return self._kept("others", choice, f"{self.signifier(choice)}-other")

    def branch(self, ours: str) -> str:
        """The id of the linked framework that a branch is."""
        return self._kept("branches", ours)

    def _kept(self, kind: str, key: str, instead: str | None = None) -> str:
        kept = self._ids.get(kind)
        found = kept.get(key) if isinstance(kept, dict) else None
        return found if isinstance(found, str) else key if instead is None else instead
