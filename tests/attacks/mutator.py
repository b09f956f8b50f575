"""Good forms made bad: mutated as fields, as text, as JSON, as parts and as bytes. The same seed, the same inputs."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from tests.attacks.hostile import VALUES

URLENCODED, JSON = "application/x-www-form-urlencoded", "application/json"
MOST_BYTES = 60_000
NUMBERS = (
    *("1e999", "-1e999", "NaN", "nan", "Infinity", "-0", "0.1e1", "1e-400", "0.333333333333333333333", "1.0000001"),
    *("true", "True", "null", "0,5", "１", "٣", "²", "1" + "0" * 5_000, "-1", "0.5 0.5", "0.2,NaN,0.8", "1e999,0,0"),
    *("0.2;0.5;0.3", "0.2,0.5,0.3,", ",0.2,0.5,0.3", "0.2,0.5,1e-9", "0.5,0.5,0.5", "1,1,1", "0,0,0", "0x1p3,0,0"),
)
CHARACTERS = (
    "\x00\x07\x1b\x7f\x85\u200b\u202e\u2028\ud800\udfff\ufeff\ufffe\U000e0041\U0010ffff\u0301é😀\r\n\t%&=+;\"'<>\\"
)
JUNK = (
    b"\x00",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"%",
    b"%0",
    b"%ff",
    b"&",
    b"=",
    b"\r\n",
    b"--",
    b"{",
    b"[",
    b'"',
)
DEEP = "[" * 900 + "]" * 900


class Mutator:
    """Bodies and their content types, made from good forms of one page."""

    def __init__(self, good: Mapping[str, str], seed: int) -> None:
        self.good = list(good.items())
        self.chance = random.Random(seed)

    def bodies(self, count: int) -> Iterator[tuple[bytes, str]]:
        for _ in range(count):
            fields = self.fields()
            body, content_type = self._encoded(fields)
            if self.chance.random() < 0.25:
                body = self.damaged(body)
            yield body[:MOST_BYTES], content_type

    def fields(self) -> list[tuple[str, str]]:
        """The good fields with some of them changed; a few are left as they are."""
        fields = list(self.good)
        for _ in range(self.chance.choice((0, 1, 1, 1, 2, 3, 5))):
            self._change(fields)
        return fields

    def _encoded(self, fields: list[tuple[str, str]]) -> tuple[bytes, str]:
        way = self.chance.random()
        if way < 0.8:
            return urlencode(fields, errors="surrogatepass").encode(), URLENCODED
        if way < 0.95:
            return self._parts(fields)
        return self.json_of(dict(fields)).encode("utf-8", "surrogatepass"), JSON

    def _parts(self, fields: list[tuple[str, str]]) -> tuple[bytes, str]:
        mark = self.chance.choice(("x", "----beans", "x" * 70))
        lines = []
        for name, value in fields:
            quoted = name.replace('"', "%22").replace("\r", "").replace("\n", "")
            named = f'Content-Disposition: form-data; name="{quoted}"'
            if self.chance.random() < 0.03:
                named += self.chance.choice(
                    ('; filename="a.txt"', "; filename*=utf-8''%ff", '\r\nContent-Type: text/x; charset="q"')
                )
            lines += [f"--{mark}", named, "", value]
        text = "\r\n".join([*lines, f"--{mark}--", ""])
        return text.encode("utf-8", "surrogatepass"), f"multipart/form-data; boundary={mark}"

    def json_of(self, content: object) -> str:
        """Content as JSON, with what no strict reader takes in the place of some of its values."""
        text = json.dumps(content, ensure_ascii=self.chance.random() < 0.7)
        for _ in range(self.chance.choice((0, 1, 1, 2))):
            place = self.chance.randint(0, len(text))
            new = self.chance.choice(
                ("NaN", "1e999", "-Infinity", "true", "null", '"\\ud800"', "[]", DEEP, "9" * 5_000, ",", "{", "\\u0000")
            )
            text = text[:place] + new + text[place + self.chance.choice((0, 0, 1, 3)) :]
        return text

    def damaged(self, body: bytes) -> bytes:
        """Bytes changed, put in, cut off, said twice, or taken out."""
        for _ in range(self.chance.randint(1, 4)):
            place, length = self.chance.randint(0, len(body)), self.chance.choice((1, 1, 2, 8, 60))
            match self.chance.randrange(5):
                case 0:
                    body = body[:place] + bytes([self.chance.randrange(256)]) + body[place + 1 :]
                case 1:
                    body = body[:place] + self.chance.choice(JUNK) + body[place:]
                case 2:
                    body = body[:place] + body[place : place + length] * self.chance.choice((2, 3, 40)) + body[place:]
                case 3:
                    body = body[:place] + body[place + length :]
                case _ if self.chance.random() < 0.3:
                    body = body[:place]
        return body

    def _change(self, fields: list[tuple[str, str]]) -> None:
        if not fields:
            fields.append((self.chance.choice(VALUES)[:200], self.chance.choice(VALUES)))
            return
        place = self.chance.randrange(len(fields))
        name, value = fields[place]
        match self.chance.randrange(9):
            case 0:
                fields[place] = (name, self.chance.choice(VALUES))
            case 1:
                fields[place] = (name, self.chance.choice(NUMBERS))
            case 2:
                fields += [(name, self.chance.choice((value, *NUMBERS[:4])))] * self.chance.choice((1, 2, 30))
            case 3:
                del fields[place]
            case 4:
                fields[place] = (name + self.chance.choice((".shares", ".value", ".other", "[]", "\x00", " ")), value)
            case 5:
                fields[place] = (name, value * self.chance.choice((2, 20, 400)))
            case 6:
                other = self.chance.choice(self.good)[1]
                fields[place] = (name, other)
            case 7:
                fields.append((self.chance.choice(VALUES)[:200], self.chance.choice(VALUES)))
            case _:
                at = self.chance.randint(0, len(value))
                fields[place] = (name, value[:at] + self.chance.choice(CHARACTERS) + value[at:])
