"""Texts that another program keeps as HTML, as the plain text that is shown here."""

from __future__ import annotations

from html.parser import HTMLParser

from narratives.interchange.cells import clean_label

_ENDS_A_LINE = frozenset({"br", "div", "p", "li", "ul", "ol", "tr", "td", "h1", "h2", "h3", "h4", "h5", "h6"})
_NEVER_SHOWN = frozenset({"script", "style", "head", "title"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _NEVER_SHOWN
        if tag in _ENDS_A_LINE:
            self.found.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _NEVER_SHOWN and self._hidden:
            self._hidden -= 1
        if tag in _ENDS_A_LINE:
            self.found.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.found.append(data)


def plain(text: object) -> str:
    """What a reader sees of a text, on one line; empty for anything that is no text.

    >>> plain("<div>Tea &amp; cake,<br>at four</div>")
    'Tea & cake, at four'
    """
    if not isinstance(text, str):
        return ""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return clean_label("".join(reader.found))
