"""What a collection itself tells its tellers, by key, so that it can be given in further languages.

A key is "title", "read_by", "signpost.<number>" for a name and "signpost.<number>.when", numbered from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from narratives.collection import Collection
from narratives.framework import Framework


def texts_of(collection: Collection) -> dict[str, str]:
    """Every text of its own that tellers read, by key; empty texts have no key."""
    found = {"title": collection.title, "read_by": collection.read_by}
    for number, post in enumerate(collection.signposts, start=1):
        found[f"signpost.{number}"] = post.name
        found[f"signpost.{number}.when"] = post.when
    return {key: text for key, text in found.items() if text}


def in_language(collection: Collection, framework: Framework, code: str) -> Collection:
    """The collection worded in another language; where it has no title in it, its framework's title stands in."""
    if code == framework.language or code not in (*framework.languages, *collection.texts):
        return collection
    texts: Mapping[str, str] = {"title": framework.in_language(code).title, **collection.texts.get(code, {})}
    signposts = tuple(
        replace(
            post, name=texts.get(f"signpost.{number}", post.name), when=texts.get(f"signpost.{number}.when", post.when)
        )
        for number, post in enumerate(collection.signposts, start=1)
    )
    return replace(
        collection, title=texts["title"], read_by=texts.get("read_by", collection.read_by), signposts=signposts
    )
