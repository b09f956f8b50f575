"""Hostile values, bodies and addresses, and a seeded mutator that makes more of them."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from urllib.parse import quote, urlencode

SCRIPTS = (
    "<script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    '"><svg onload="window.ran = 1">',
    "'><body onload=window.ran=1>",
    "javascript:window.ran=1",
    "{{ 7 * 7 }}${7 * 7}#{7 * 7}",
    "</textarea></title></script><script>window.ran = 1</script>",
    '<a href="javascript:window.ran=1">x</a>',
)
SQL = (
    "' or 1=1 --",
    "'; drop table narratives; --",
    '" or ""="',
    "1) union select password_hash from accounts --",
    "plot' and (select count(*) from accounts) > 0 --",
    '*" near(',
    "%' or '%'='",
)
NUMBERS = (
    "NaN",
    "nan,nan,nan",
    "Infinity",
    "-Infinity,1,1",
    "1e999",
    "1e-999,1,0",
    "-0.5,1,0.5",
    "1" + "0" * 5000,
    "0x10,0,1",
    "1_0,0,0",
    "٠.٥,0.25,0.25",
    "0.5,0.5",
    "0.25,0.25,0.25,0.25",
    ",,,",
    "True",
    "null",
    "[]",
    "1e308,1e308,1e308",
    "½",
)
TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ufeff",
    "\u202e\u2066reversed",
    "\u200b" * 50,
    "e\u0301" * 100,
    "\U0001f1ff" * 40,
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "\r\n\r\nSet-Cookie: x=1",
    "%00%0d%0a",
    "../../../../etc/passwd",
    "..\\..\\secret.key",
    "=cmd|' /C calc'!A0",
    "x" * 6000,
    "na",
    "top",
    "w1",
)
VALUES = (*SCRIPTS, *SQL, *NUMBERS, *TEXTS)
PATHS = (
    "/share/%00",
    "/share/..%2f..%2fsecret.key",
    "/share/%2e%2e/%2e%2e/config.py",
    "/share/plot%0d%0aSet-Cookie:x=1",
    "/share/" + "a" * 5000,
    "/share/%ff%fe",
    "/share/' or 1=1 --",
    "/share/plot/../../staff/sign-in",
    "/static/../app.py",
    "/static/..%2fapp.py",
    "/static/%2e%2e/%2e%2e/data/secret.key",
    "/static//etc/passwd",
    "/static/vendor/../../secret.key",
    "/log/own/%00",
    "/log/own/..%2f..",
    "/explore/%ff/live",
    "/explore/plot/stories/%00",
    "/moderate/%00/released",
    "/changed/%ff/close",
    "/\ud83d",
)
QUERIES = (
    "kind",
    "group",
    "from",
    "to",
    "triad",
    "zone",
    "cells",
    "since",
    "theme",
    "words",
    "page",
    "next",
    "collection",
    "done",
    "saved",
    "v",
    "a",
    "b",
    "split",
    "rows",
    "columns",
    "part",
    "use",
    "order",
    "seed",
    "at",
    "list",
    "for",
    "size",
    "number",
    "removed",
    "place",
)


def bodies() -> Iterator[tuple[bytes, str]]:
    """Whole bodies that are no form, each with the content type it claims."""
    form = "application/x-www-form-urlencoded"
    deep = "[" * 20_000 + "]" * 20_000
    yield b"", form
    yield b"&&&&====", form
    yield b"story=%", form
    yield b"story=%ff%fe%80", form
    yield "story=\ud800".encode("utf-8", "surrogatepass"), form
    yield b"story=\xed\xa0\x80&group=\x00", form
    yield b"story" + b"&story" * 20_000, form
    yield b"&".join(b"f%d=1" % n for n in range(8_000)), form
    yield b"story=" + b"a" * 70_000, form
    yield b"story[story][story]=1&story[]=2", form
    yield gzip.compress(b"story=" + b"a" * 1_000_000), form
    yield b"\x1f\x8b\x08" + b"\x00" * 100, form
    yield deep.encode(), "application/json"
    yield json.dumps({"story": True, "mood.shares": [float("nan")]}).encode(), "application/json"
    yield b"story=1", "application/json"
    yield b"story=1", "text/plain"
    yield b"story=1", ""
    yield b"story=1", "application/x-www-form-urlencoded; charset=utf-16"
    yield b"story=1", "application/x-www-form-urlencoded; charset=nonsense"
    yield b"<story/>", "text/xml"
    yield b"story=1", "multipart/form-data"
    yield b"story=1", "multipart/form-data; boundary="
    yield b"--x\r\n\r\n", "multipart/form-data; boundary=x"
    yield b'--x\r\nContent-Disposition: form-data; name="story"\r\n\r\nhi', "multipart/form-data; boundary=x"
    part = b'--x\r\nContent-Disposition: form-data; name="story"; filename="a"\r\n\r\nhi\r\n'
    yield part * 1_500 + b"--x--\r\n", "multipart/form-data; boundary=x"
    yield part + b"--x--\r\n", "multipart/form-data; boundary=" + "x" * 5_000


def mutations(good: dict[str, str], count: int, seed: int) -> Iterator[bytes]:
    """Forms that began as good ones; the same seed gives the same forms."""
    chance = random.Random(seed)
    for _ in range(count):
        fields = list(good.items())
        for _ in range(chance.randint(1, 4)):
            _mutate(fields, chance)
        body = bytearray(urlencode(fields, errors="surrogatepass").encode())
        if chance.random() < 0.3:
            for _ in range(chance.randint(1, 6)):
                _flip(body, chance)
        yield bytes(body[:64_000])


def _mutate(fields: list[tuple[str, str]], chance: random.Random) -> None:
    place = chance.randrange(len(fields)) if fields else 0
    match chance.randrange(6):
        case 0 if fields:
            fields[place] = (fields[place][0], chance.choice(VALUES))
        case 1 if fields:
            fields.append((fields[place][0], chance.choice(VALUES)))
        case 2 if fields:
            del fields[place]
        case 3 if fields:
            fields[place] = (fields[place][0] + chance.choice((".shares", ".value", ".x", "[]", "\x00")), "0.5")
        case 4:
            fields.append((chance.choice(VALUES)[:200], chance.choice(VALUES)))
        case _ if fields:
            name, value = fields[place]
            at = chance.randint(0, len(value))
            fields[place] = (
                name,
                value[:at] + chr(chance.choice((0, 0x7F, 0x202E, 0xD800, 0xFFFE, 0x1F600))) + value[at:],
            )


def _flip(body: bytearray, chance: random.Random) -> None:
    place = chance.randint(0, len(body))
    if chance.random() < 0.5 and place < len(body):
        body[place] = chance.randrange(256)
    else:
        body[place:place] = bytes([chance.choice(b"%&=+;\x00\xff\xed")])


def queries() -> Iterator[str]:
    """Query strings for a page: each name with the values that hurt most, and all names at once with each value."""
    values = (*SCRIPTS[:2], *SQL[:4], "NaN", "1e999", "-1", "9" * 40, "\x00", "0001-01-01", "9999-12-31", "")
    for name in QUERIES:
        yield from (f"{name}={quote(value)}" for value in (SCRIPTS[2], SQL[5], "\x00"))
    for value in values:
        yield "&".join(f"{name}={quote(value)}" for name in QUERIES)
    yield "words=" + "x" * 3000
    yield "from=%ff&to=%00"
    yield "&".join(["group=east"] * 500)
    yield "%" * 300
    for name in QUERIES:
        yield f"triad=mood&{name}={'9' * 5_000}"
