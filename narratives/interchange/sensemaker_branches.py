"""Which answer opens a linked framework, as far as its rules say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from narratives.interchange.sensemaker_document import Json


def opening(
    rules: Any, choices: Sequence[Json], signifiers: Mapping[str, str], parts: Mapping[str, str]
) -> Json | None:
    """The choice and its options that some rules name, as a branch of ours has them; None where they name no one.

    How rules are written differs, so they are searched for ids: of exactly one choice, some options must be named.
    """
    said = set(_texts(rules))
    found = []
    for choice in choices:
        ours = choice["id"]
        named = [one["id"] for one in choice["options"] if parts.get(f"{ours}.{one['id']}", one["id"]) in said]
        if named and len(named) < len(choice["options"]):
            found.append((signifiers.get(ours, ours) in said, {"signifier": ours, "options": named}))
    by_name = [opens for is_named, opens in found if is_named]
    every = by_name or [opens for _, opens in found]
    return every[0] if len(every) == 1 else None


def rule(signifier: str, options: Sequence[str]) -> Json:
    """A rule as it is written here."""
    return {"signifier_id": signifier, "item_ids": list(options)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
