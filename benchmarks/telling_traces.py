"""What a telling leaves behind: nothing about the teller, four different facts, and after withdrawal not a byte."""

from __future__ import annotations

import json
import secrets
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

from benchmarks.claims import Claim, exactly, happens, proof
from benchmarks.server import Served, served
from narratives.answers import Answer, ChoiceAnswer, NeverShown, NotApplicable
from store.demo import HOME
from store.narrative_rows import READ, row_to_narrative, text_hash
from store.schema import open_stories

# What a browser and a proxy say about somebody, each with a mark that is looked for afterwards.
MARKS = {
    "User-Agent": "canary-agent-51c9",
    "X-Forwarded-For": "203.0.113.77",
    "X-Real-IP": "203.0.113.78",
    "Forwarded": "for=203.0.113.79",
    "Referer": "https://canary-referrer-51c9.example/page",
    "Accept-Language": "en, xx-CANARY51c9",
    "Cookie": "canary-cookie-51c9=1",
    "Sec-CH-UA": "canary-hint-51c9",
}
QUERY = "?utm_source=canary-query-51c9"
SOUGHT = (b"canary", b"CANARY", b"203.0.113.")
FORM = {"group": "Ashby", "consent": "read", "step": "send", "at": "page.check", "seconds": "120"}
SPOKEN = "The quicksilver heron waited by the boiler house."


@proof("telling")
def nothing_about_the_teller_is_kept() -> Iterator[Claim]:
    """A telling with marked headers and query, to the product as it is served, then every byte on the disk."""
    with served() as product:
        product.flask("demo", "seed")
        product.start_web()
        fields = {**FORM, "story": "She came on time.", "key": secrets.token_hex(16), "extra": "canary-field-51c9"}
        for step in ("next", "check", "send", "send"):
            _post(product, {**fields, "step": step}, MARKS, QUERY)
        with suppress(HTTPError):
            _open(urllib.request.Request(f"{product.url}/canary-path-51c9{QUERY}", headers=MARKS))
        product.flask("analysis", "run")
        found = files_holding(product.data, SOUGHT)
        looked_at = sum(1 for file in product.data.rglob("*") if file.is_file())
        yield exactly("marks of the sender in any file or database", len(found), 0, "; ".join(found[:3]))
        planted = {**fields, "key": secrets.token_hex(16), "story": "A canary sang."}
        _post(product, planted, {})
        note = f"{looked_at} files were searched"
        yield happens("the same search finds a mark that is part of a story", _holds(product, SOUGHT), note)


@proof("telling")
def four_facts_are_four() -> Iterator[Claim]:
    """A question of a branch answered, not applicable, not answered and never shown, as they lie in the store."""
    told = {
        "answered": {"about": "medicines", "sorted_by": "family"},
        "not applicable": {"about": "medicines", "sorted_by": "na"},
        "not answered": {"about": "medicines"},
        "never shown": {"about": "meals"},
    }
    expected = {
        "answered": ChoiceAnswer,
        "not applicable": NotApplicable,
        "not answered": type(None),
        "never shown": NeverShown,
    }
    with served() as product:
        product.flask("demo", "seed")
        product.start_web()
        for story, answers in told.items():
            _post(product, {**FORM, **answers, "story": story, "key": secrets.token_hex(16)}, {})
        stored = _answers(product, "sorted_by", tuple(told))
        for fact, kind in expected.items():
            yield exactly(f"a question that was {fact}", type(stored.get(fact)).__name__, kind.__name__)


@proof("telling")
def a_withdrawn_story_leaves_no_byte() -> Iterator[Claim]:
    """Told, analysed, found by search, withdrawn with its code; then every byte is searched."""
    words = [SPOKEN.encode(), b"quicksilver heron", b"quicksilver"]
    with served() as product:
        product.flask("demo", "seed")
        product.start_web()
        answer = _post(product, {**FORM, "story": SPOKEN, "key": secrets.token_hex(16)}, {"Accept": "application/json"})
        code = json.loads(answer)["receipt"]
        product.flask("analysis", "run")
        before = _traces(product)
        yield happens("the story is stored, searchable and has a vector", all(before.values()), str(before))
        _open(urllib.request.Request(f"{product.url}/code", data=urlencode({"code": code, "step": "erase"}).encode()))
        found = files_holding(product.data, words)
        yield exactly("files that hold a byte of it once it is withdrawn", len(found), 0, "; ".join(found[:3]))
        yield exactly("rows of it that are left", sum(_traces(product).values()), 0)


def files_holding(folder: Path, marks: tuple[bytes, ...] | list[bytes]) -> list[str]:
    """Where a mark can be read, as sentences."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return [f"{mark!r} in {file.relative_to(folder)}" for file in files for mark in marks if mark in file.read_bytes()]


def _holds(product: Served, marks: tuple[bytes, ...]) -> bool:
    return bool(files_holding(product.data, marks))


def _post(product: Served, fields: Mapping[str, str], headers: Mapping[str, str], query: str = "") -> bytes:
    address = f"{product.url}/share/{HOME.id}{query}"
    return _open(urllib.request.Request(address, data=urlencode(fields).encode(), headers=dict(headers)))


def _open(asked: urllib.request.Request) -> bytes:
    """The answer, straight from the server: whatever the machine's proxy is, it is not asked."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(asked, timeout=30) as answer:
        body: bytes = answer.read()
        return body


def _answers(product: Served, signifier: str, stories: tuple[str, ...]) -> dict[str, Answer | None]:
    db = open_stories(product.stories_path)
    rows = db.rows(f"select {READ} from narratives where collection_id = :id", id=HOME.id)
    db.close()
    told = [row_to_narrative(row) for row in rows]
    return {one.text: one.answer(signifier) for one in told if one.text in stories}


def _traces(product: Served) -> dict[str, int]:
    """In how many rows the story, its words for the search and its vector are."""
    db = open_stories(product.stories_path)
    counted = {
        "story": "select count(*) as n from narratives where text = :text",
        "search": "select count(*) as n from story_words where story_words match 'quicksilver'",
        "vector": "select count(*) as n from vectors where text_hash = :hash",
    }
    found = {name: db.one(sql, text=SPOKEN, hash=text_hash(SPOKEN)) for name, sql in counted.items()}
    db.close()
    return {name: int(row["n"]) if row else 0 for name, row in found.items()}
