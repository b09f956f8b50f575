"""gzip with passages left as they are, so that no length tells how alike a passage and the rest are.

An answer that holds words of tellers beside words that somebody else chose must not be compressed as one: from the
length of many such answers, somebody who tells stories and watches the network could guess at other stories (the
attack is called BREACH). Here each such passage is stored, and what is compressed never refers to it.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable

from flask import Response, request

_LEVEL = 9
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # no name, no time, any system
_MOST = 65_535  # of a stored block
_STORIES = r"<section data-region=\"preview\".*?</section>"


def gzipped(passages: Iterable[tuple[bytes, bool]]) -> bytes:
    """One gzip file of passages in their order; those marked True are stored. Source: RFC 1951, 3.2.4; RFC 1952."""
    squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    made, crc, size = [_HEADER], 0, 0
    for passage, is_stored in passages:
        crc, size = zlib.crc32(passage, crc), size + len(passage)
        if not is_stored:
            made.append(squeeze.compress(passage))
            continue
        # After a full flush nothing refers to what was before, and the next block begins at a whole byte.
        made.append(squeeze.flush(zlib.Z_FULL_FLUSH))
        for start in range(0, len(passage), _MOST):
            block = passage[start : start + _MOST]
            made += [struct.pack("<BHH", 0, len(block), len(block) ^ 0xFFFF), block]
    made += [squeeze.flush(), struct.pack("<II", crc, size & 0xFFFFFFFF)]
    return b"".join(made)


def page_sent(page: str, token: str, *, echoes: bool) -> Response:
    """A page of staff, compressed but for the token of its forms and the stories on it.

    `echoes` says that words of the address stand on the page that nobody here knows: then nothing is compressed.
    """
    response = Response(page, mimetype="text/html")
    vary(response)
    if may_compress() and not echoes:
        apart = re.compile(rf"({re.escape(token)}|{_STORIES})".encode(), re.DOTALL)
        pieces = apart.split(page.encode())
        response.set_data(gzipped((piece, bool(number % 2)) for number, piece in enumerate(pieces)))
        response.headers["Content-Encoding"] = "gzip"
    return response


def may_compress() -> bool:
    """Whether the browser reads gzip, and says that its own pages asked, or nobody's, such as a bookmark.

    What an address brings in stands on the answer too, and no other site shall try one address after the other.
    """
    asked_by_us = request.headers.get("Sec-Fetch-Site") in {"same-origin", "none"}
    return asked_by_us and request.accept_encodings.best_match(["gzip"]) is not None


def vary(response: Response) -> None:
    """Let no cache give one browser what was made for another."""
    response.vary.update(["Accept-Encoding", "Sec-Fetch-Site"])
