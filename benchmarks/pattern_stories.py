"""A collection of the demo told over and over, so that patterns of many stories can be measured."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from narratives.collection import Collection
from narratives.framework import Framework
from narratives.narrative import Source
from store.collections import add_collection
from store.database import SqliteDatabase
from store.demo import build_demo
from store.frameworks import add_framework
from store.narratives import import_narratives

TODAY = date(2026, 11, 20)


def tell_patterns(db: SqliteDatabase, n: int) -> tuple[Collection, Framework, date]:
    """At least `n` stories of the open demo collection with their answers; the day on which they are looked at."""
    demo = build_demo(TODAY)[0]
    add_framework(db, demo.framework)
    add_collection(db, demo.collection)
    told = [one for one in demo.narratives if one.may_be_read]
    for turn in range(-(-n // len(told))):
        again = [
            replace(one, id=uuid.uuid4().hex, source=Source("again", f"{turn}-{number}", "1"))
            for number, one in enumerate(told)
        ]
        import_narratives(db, demo.collection, demo.framework, again, {})
    return demo.collection, demo.framework, TODAY
