from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from analysis.delivery.letter import as_html, as_text, letter
from narratives.alert import Tone
from narratives.alert_message import trial_message
from narratives.route import Occasion
from tests.store.parcels import MAIL, NOON, make_message, make_parcel

SITE = "https://stories.example.org"
FROM = "alerts@example.org"


def written(*messages, site=SITE, **changes):
    parcel = make_parcel(*messages, route=MAIL, **changes)
    return message_from_bytes(letter(parcel, FROM, site, NOON).as_bytes(), policy=policy.default)


def parts(message):
    return {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}


def test_a_letter_has_the_sentence_on_top_and_says_what_to_do():
    message = written(make_message(alert="a1"))
    assert message["Subject"] == "Stories in east have moved."
    assert (message["From"], message["To"]) == ("Murmuration <alerts@example.org>", "team@example.org")
    text = parts(message)["text/plain"].replace("\r\n", "\n")
    assert text.startswith(
        "Stories in east have moved.\n\nWhat: Trouble (Temperature)\nWhere: east, The plot\n"
        "How much: a large shift\nNoticed: 2 March 2026\n\n"
        "See what shows it, and acknowledge it: https://stories.example.org/changed/a1\n"
    )
    assert "No story and nobody's words are in this message." in text


def test_the_id_of_a_letter_is_the_same_at_every_try_and_another_for_every_route():
    ids = {
        written()["Message-ID"],
        written(attempts=3)["Message-ID"],
        letter(make_parcel(route=replace(MAIL, id="other")), FROM, SITE, NOON)["Message-ID"],
    }
    assert ids == {"<the-key.mail@example.org>", "<the-key.other@example.org>"}
    assert written()["List-Id"] == "Alerts of Murmuration <alerts.example.org>"
    assert written()["Auto-Submitted"] == "auto-generated"
    assert written()["Date"] == "Wed, 04 Mar 2026 12:00:00 +0000"


def test_the_html_says_the_same_needs_nothing_from_elsewhere_and_escapes():
    message = make_message("Stories in <b>east</b> & west moved.", alert="a1", where='<img src="x">')
    page = as_html([message], SITE)
    assert "Stories in &lt;b&gt;east&lt;/b&gt; &amp; west moved." in page
    assert 'href="https://stories.example.org/changed/a1"' in page
    assert not any(thing in page for thing in ("<img", "<script", "<link", "@import", "url("))
    for words in ("Trouble (Temperature)", "a large shift", "2 March 2026", "acknowledge it"):
        assert words in page
        assert words in as_text([message], SITE)


@pytest.mark.parametrize(
    "injected",
    [
        "Moved.\r\nBcc: all@example.org",
        "Moved.\nBcc: all@example.org",
        "Moved.\r\r\n\r\n",
        "Moved. =?utf-8?q?=0d=0aBcc:_all@example.org?=",
        "Moved. =?utf-8?b?DQpCY2M6IGFsbEBleGFtcGxlLm9yZw==?= and again",
    ],
)
def test_no_words_can_add_a_header(injected):
    message = written(make_message(injected))
    assert message["Bcc"] is None
    assert message["Subject"].startswith("Moved.")
    assert len(message.keys()) == len(written().keys())


def test_several_alerts_are_one_letter_with_troubles_first():
    hope = make_message("Hope grows.", tone=Tone.OPPORTUNITY, alert="a1")
    message = written(hope, make_message("Trouble grows.", alert="a2"))
    assert message["Subject"] == "2 alerts: Trouble grows."
    text = parts(message)["text/plain"]
    assert text.index("Trouble grows.") < text.index("Hope grows.")
    assert "/changed/a1" in text
    assert "/changed/a2" in text


def test_without_a_public_address_there_is_no_link_and_no_empty_one():
    for body in parts(written(site="")).values():
        assert "acknowledge" not in body
        assert "href" not in body
        assert "Stories in east have moved." in body


@pytest.mark.parametrize(
    ("message", "ask"),
    [
        (make_message(occasion=Occasion.CLOSED, alert="a1"), "See how it went: https://stories.example.org/changed/a1"),
        (trial_message(NOON.date()), "See where alerts go: https://stories.example.org/routes"),
        (make_message(note="It came this way because…"), "It came this way because…"),
    ],
)
def test_what_is_asked_follows_the_occasion(message, ask):
    assert ask in as_text([message], SITE)
