"""What staff hand out: links, a poster, a snippet for another site, and codes that are shown once."""

import csv
import html
import io
import re
from dataclasses import replace

import pytest

from narratives.framework_texts import texts_of
from narratives.invitation import invitation_codes, read_invitation
from narratives.translation import language
from store.invitations import Standing, count_invitations, standing
from tests.builders import make_collection, make_framework, make_narrative
from tests.people import SECRET, Person, stores_of
from web.invite.poster import card_words, languages_of, panels

KEY = "ab" * 16


def counts(app, collection_id="plot"):
    return count_invitations(stores_of(app).stories, stores_of(app).opened(collection_id)[0])


def make(ada, collection_id="plot", **fields):
    return ada.post(f"/invite/{collection_id}/codes", {"count": "3", "key": KEY, "as": "cards", **fields})


def snippet_on(page):
    return html.unescape(re.search(r'<code id="snippet">(.*?)</code>', page, re.DOTALL)[1])


def test_the_collections_are_listed_with_whether_a_code_is_needed(ada):
    page = ada.get("/invite").text
    assert 'href="/invite/plot"' in page
    assert "Open to everybody who has the link" in page
    assert "Only with a one-time code" in page


@pytest.mark.parametrize("username", ["cy", "mina", "mo"])
def test_only_managers_and_administrators_invite(app, username):
    person = Person(app, username)
    assert person.get("/invite/plot").status_code == 403
    assert person.post("/invite/plot/codes", {"count": "3", "key": KEY}).status_code == 403
    assert counts(app).made == 0


def test_every_way_in_is_shown_with_the_address_of_this_site(ada):
    page = ada.get("/invite/plot").text
    for path in ("share/plot", "kiosk/plot", "share/plot/paper"):
        assert f"https://localhost/{path}" in page
    assert "No website may do this yet." in page


def test_a_proxy_that_speaks_https_is_believed_about_that(app):
    person = Person(app, "ada")
    answer = person.client.get(
        "/invite/plot", base_url="http://localhost", headers={"X-Forwarded-Proto": "https", "Cookie": _cookie(person)}
    )
    assert "https://localhost/share/plot" in answer.text


def _cookie(person):
    return f"__Host-session={person.token}"


def test_the_snippet_is_a_frame_and_a_link_without_a_script_and_escapes_the_title(ada):
    snippet = snippet_on(ada.get("/invite/framed").text)
    assert '<iframe src="https://localhost/embed/framed" title="Tell your story: Beans &amp; &lt;b&gt;peas' in snippet
    assert 'loading="lazy"' in snippet
    assert '<a href="https://localhost/share/framed">' in snippet
    assert "script" not in snippet
    assert "microphone" not in snippet


def test_a_collection_with_a_quick_exit_has_no_snippet(ada):
    page = ada.get("/invite/quiet").text
    assert "cannot hide a page that surrounds ours" in page
    assert "iframe" not in page


def test_the_poster_says_what_it_is_about_where_it_leads_and_that_it_is_no_emergency_service(ada):
    page = ada.get("/invite/plot/poster").text
    assert "The plot" in page
    assert "What happened in the garden?" in page
    assert "localhost/share/plot" in page
    assert "This is not an emergency service" in page
    assert '<svg class="invite-qr"' in page
    assert "You need a one-time code" not in page
    assert "You need a one-time code" in ada.get("/invite/quiet/poster").text


def test_codes_are_made_and_shown_as_cards(app, ada):
    page = make(ada).text
    shown = re.findall(r'invite-card__code">([^<]+)<', page)
    assert shown == invitation_codes(KEY, 3, SECRET)
    assert page.count('<svg class="invite-qr"') == 3
    assert "localhost/share/plot" in page
    assert counts(app).made == 3
    plot = stores_of(app).opened("plot")[0]
    assert all(standing(stores_of(app).stories, plot, code, SECRET) is Standing.GOOD for code in shown)


def test_the_same_page_sent_again_makes_no_more_codes(app, ada):
    first, second = make(ada).text, make(ada).text
    assert re.findall(r'invite-card__code">([^<]+)<', first) == re.findall(r'invite-card__code">([^<]+)<', second)
    assert counts(app).made == 3


def test_the_cards_lead_to_the_same_codes_as_a_file(app, ada):
    answer = make(ada, **{"as": "csv"})
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="codes-plot.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["code"] for row in rows] == invitation_codes(KEY, 3, SECRET)
    assert rows[0]["link"] == f"https://localhost/share/plot?invitation={rows[0]['code']}"
    assert make(ada).status_code == 200
    assert counts(app).made == 3


@pytest.mark.parametrize("count", ["", "0", "501", "-1", "three", "٣", "1e3", "99999"])
def test_a_number_of_codes_that_cannot_be_made_is_said_at_the_field(app, ada, count):
    answer = make(ada, count=count)
    assert answer.status_code == 422
    assert 'id="count-error"' in answer.text
    assert "Enter how many codes you need, from 1 to 500" in answer.text
    assert counts(app).made == 0


def test_a_form_without_its_key_makes_nothing(app, ada):
    assert make(ada, key="x").status_code == 422
    assert counts(app).made == 0


def test_no_page_lists_the_codes_again(app, ada):
    make(ada)
    for path in ("/invite", "/invite/plot", "/invite/plot/poster"):
        page = ada.get(path).text
        assert not any(code in page for code in invitation_codes(KEY, 3, SECRET))


def test_a_protected_collection_shows_used_codes_in_whole_groups(app, ada):
    make(ada, "quiet", count="12")
    stores = stores_of(app)
    for number, code in enumerate(invitation_codes(KEY, 12, SECRET)[:11]):
        assert read_invitation(code) == code
        quiet = stores.opened("quiet")
        stores.intake.submit(*quiet, make_narrative(collection="quiet"), f"{number:032x}", invitation=code)
    page = ada.get("/invite/quiet").text
    assert re.findall(r"<dd>(.*?)</dd>", page) == ["12", "10"]
    assert "whole groups of 10" in page


def welsh(framework):
    """The framework with every text in a stand-in for Welsh."""
    return replace(framework, texts={"cy": {key: f"[cy] {text}" for key, text in texts_of(framework).items()}})


def test_a_poster_has_welsh_beside_the_frameworks_own_language_where_tellers_may_use_it():
    framework, collection = welsh(make_framework()), make_collection()
    assert languages_of(make_framework()) == ("en",)
    assert languages_of(framework) == ("en", "cy")
    own, other = panels(collection, framework, ("en", "cy"))
    assert (own.title, own.question) == ("The plot", "What happened in the garden?")
    assert (other.title, other.question) == ("[cy] The garden", "[cy] What happened in the garden?")
    assert other.language == "cy"
    assert language() == "en"


def test_a_card_says_the_same_in_each_language():
    framework, collection = welsh(make_framework()), make_collection()
    words = card_words(collection, framework, ("en", "cy"), "stories.example.org/share/plot")
    assert [one.language for one in words] == ["en", "cy"]
    assert all("stories.example.org/share/plot" in one.how for one in words)
