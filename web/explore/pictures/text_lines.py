"""Text broken into lines for a picture: a file has no layout of its own, so widths are reckoned beforehand."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

# Widths of Helvetica and Arial in ems, rounded up: a line that is a little short is better than one that is cut.
_WIDTHS = {0.23: "ijl'|’‘", 0.3: "ft.,:;!I /()[]-·", 0.36: "r“”", 0.51: "ckszvxyJ", 0.73: "CDHNRUwABEKPSVXY&"}
_WIDTHS |= {0.79: "GOQ", 0.86: "mM%", 1.0: "W@…—"}
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_USUAL, _OTHER_SCRIPT, _WIDE = 0.56, 0.66, 1.0
_SLACK = 1.12  # where neither is installed another face is taken, and those are wider


def width_of(text: str, size: float) -> float:
    """How wide a text of a size will be, at most, in the size's unit."""
    return size * _SLACK * sum(map(_letter, text))


def _letter(letter: str) -> float:
    if combining(letter):
        return 0.0
    if letter in _WIDTH_OF:
        return _WIDTH_OF[letter]
    if letter.isascii():
        return _USUAL
    return _WIDE if east_asian_width(letter) in "WF" else _OTHER_SCRIPT


def wrapped(text: str, size: float, width: float) -> tuple[str, ...]:
    """The lines of a text that fit a width; a word that is wider than a line is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, size, width)
        lines += whole
    return (*lines, line) if line else tuple(lines)


def _pieces(word: str, size: float, width: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
