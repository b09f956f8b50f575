"""The rules of `narratives.redaction` as one module that the browser reads, so that both spot the same words.

`python -m narratives.spotting_rules` writes `static/js/spotting/rules.js`; a test fails while it is out of date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from narratives import identifier_patterns, identifiers, name_lists, name_tokens, personal_names
from narratives.name_lists import NameLists

FILE = Path(__file__).resolve().parent.parent / "static" / "js" / "spotting" / "rules.js"
_MOST_SHARED = 25
_COMPACT: dict[str, Any] = {"ensure_ascii": False, "separators": (",", ":")}


def rules() -> dict[str, object]:
    """Everything that the two have in common."""
    lists = name_lists.name_lists()
    return {
        "patterns": [
            [one.kind, one.pattern, one.needs, one.check, one.any_case] for one in identifier_patterns.PATTERNS
        ],
        "edges": identifier_patterns.EDGES,
        "plain": {chr(one): other for one, other in identifiers.PLAIN.items()},
        "letters": {chr(one): chr(other) for one, other in name_lists.PLAIN.items() if isinstance(other, int)},
        "shapes": {
            "given": name_lists.GIVEN_SHAPE,
            "surname": name_lists.SURNAME_SHAPE,
            "ordinary": name_lists.ORDINARY_SHAPE,
        },
        "endings": list(name_lists.ENDINGS),
        "tokens": {
            "word": name_tokens.WORD.pattern,
            "tail": name_tokens.TAIL.pattern,
            "sentence_end": name_tokens.SENTENCE_END.pattern,
            "short": sorted(name_tokens.SHORT),
            "headline_words": name_tokens.HEADLINE_WORDS,
            "headline_share": name_tokens.HEADLINE_SHARE,
            "longer": name_tokens.LONGER,
        },
        "gaps": {
            name: getattr(personal_names, name.upper()).pattern
            for name in ("beside", "joined", "after_initial", "after_title", "also")
        },
        "most_words": personal_names.MOST_WORDS,
        "lists": _listed(lists),
        "contexts": {name: packed(words) for name, words in sorted(lists.contexts.items())},
    }


def rules_text() -> str:
    """The module's text: always the same for the same rules. One part a line, for whoever compares versions."""
    parts = [f"  {json.dumps(name)}: {json.dumps(part, **_COMPACT)},\n" for name, part in rules().items()]
    return (
        "// Written by `python -m narratives.spotting_rules`: do not edit.\nexport const RULES = {\n"
        + "".join(parts)
        + "};\n"
    )


def packed(words: Iterable[str]) -> str:
    """Sorted words, each as a capital for how many letters it shares with the one before, and the rest of it.

    >>> packed(["karen", "kara", "kate"])
    'AkaraDenCte'
    """
    parts, before = [], ""
    for word in sorted(words):
        shared = 0
        while shared < min(len(before), len(word), _MOST_SHARED) and before[shared] == word[shared]:
            shared += 1
        parts.append(chr(ord("A") + shared) + word[shared:])
        before = word
    return "".join(parts)


def _listed(lists: NameLists) -> dict[str, str]:
    return {
        "given": packed(lists.given),
        "surnames": packed(lists.surnames),
        "ordinary": packed(lists.ordinary),
        "places": packed(lists.places),
    }


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(rules_text(), encoding="utf-8")
