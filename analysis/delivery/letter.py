"""An e-mail about alerts: the sentence on top, as text and as plain HTML, with nothing that tells who read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from narratives.alert_message import AlertMessage, in_order, one_line, subject_of
from narratives.route import Occasion
from store.sending import Parcel

_WHY = (
    "An administrator of Murmuration entered this address under Routes, and can stop these messages there. "
    "No story and nobody's words are in this message."
)
_PARAGRAPH = "margin:0 0 12px;font:16px/1.5 sans-serif;color:#1b1b1b"


def letter(parcel: Parcel, sender: str, site: str, at: datetime) -> EmailMessage:
    """The message of a parcel. Its id comes from the key, so that a mail system sees that it has it already."""
    domain = sender.rpartition("@")[2]
    messages = in_order(parcel.messages)
    message = EmailMessage(policy=SMTP)
    # What looks encoded would be decoded by the library, and a line end that came out of it sent as one.
    message["Subject"] = one_line(subject_of(messages)).replace("=?", "= ?")
    message["From"] = f"Murmuration <{sender}>"
    message["To"] = parcel.route.address
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{parcel.key}.{parcel.route.id}@{domain}>"
    message["List-Id"] = f"Alerts of Murmuration <alerts.{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(as_text(messages, site))
    message.add_alternative(as_html(messages, site), subtype="html")
    return message


def as_text(messages: Sequence[AlertMessage], site: str) -> str:
    """The text of a letter."""
    return "\n\n\n".join([*("\n".join(_lines(one, site)) for one in messages), f"-- \n{_WHY}"]) + "\n"


def _lines(message: AlertMessage, site: str) -> list[str]:
    facts = [f"{name}: {value}" for name, value in message.facts]
    link = message.link(site)
    asks = ["", f"{ask_of(message)}: {link}"] if link else []
    return [message.subject, "", *facts, *asks, *(["", message.note] if message.note else [])]


def as_html(messages: Sequence[AlertMessage], site: str) -> str:
    """The same as HTML that needs nothing from elsewhere."""
    parts = "<hr>".join(_part(message, site) for message in messages)
    title = escape(subject_of(messages))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        f'<body style="max-width:36em;margin:0 auto;padding:16px">{parts}'
        f'<p style="{_PARAGRAPH};margin-top:28px;font-size:14px;color:#505a5f">{escape(_WHY)}</p></body></html>'
    )


def _part(message: AlertMessage, site: str) -> str:
    facts = "<br>".join(f"<b>{escape(name)}:</b> {escape(value)}" for name, value in message.facts)
    link = escape(message.link(site))
    said = [
        f'<h1 style="margin:12px 0;font:bold 20px/1.35 sans-serif;color:#1b1b1b">{escape(message.subject)}</h1>',
        f'<p style="{_PARAGRAPH}">{facts}</p>' if facts else "",
        f'<p style="{_PARAGRAPH}"><a href="{link}">{escape(ask_of(message))}</a></p>' if link else "",
        f'<p style="{_PARAGRAPH}">{escape(message.note)}</p>' if message.note else "",
    ]
    return "".join(said)


def ask_of(message: AlertMessage) -> str:
    """What to do, as the words of a link."""
    if message.occasion is Occasion.TEST:
        return "See where alerts go"
    if message.occasion is Occasion.OVERDUE:
        return "Look at it now"
    if message.occasion is Occasion.CLOSED:
        return "See how it went"
    return "See what shows it, and acknowledge it"
