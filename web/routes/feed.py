"""A feed of alerts as RSS 2.0."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree

from narratives.alert_message import SIGNALS
from store.feeds import Item

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rss(title: str, site: str, items: Sequence[Item]) -> bytes:
    """The document; the same for the same alerts, so that a reader that has it need not fetch it again."""
    root = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(root, "channel")
    _texts(
        channel,
        {
            "title": f"Alerts: {title}",
            "link": f"{site}/changed",
            "description": "What moved in the stories people told. No story and nobody's words are in this feed.",
            "language": "en-GB",
            "ttl": "30",
        },
    )
    for item in items:
        _add(ElementTree.SubElement(channel, "item"), item, site)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _add(element: ElementTree.Element, item: Item, site: str) -> None:
    message = item.message
    _texts(
        element,
        {
            "title": message.sentence,
            "link": message.link(site),
            "description": ". ".join(f"{name}: {value}" for name, value in message.facts),
            "category": SIGNALS[message.signal],
            "pubDate": format_datetime(datetime.fromisoformat(item.at)),
        },
    )
    ElementTree.SubElement(element, "guid", isPermaLink="false").text = message.alert


def _texts(element: ElementTree.Element, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(element, name).text = _NOT_IN_XML.sub("", text)  # one would break the whole feed
