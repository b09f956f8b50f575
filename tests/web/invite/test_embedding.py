"""Which websites may show the questions in a frame: named by staff, recorded, and obeyed by the frame's own headers."""

import pytest

from store.audit_rows import Wanted, list_records
from store.collections import add_collection, get_collection
from tests.builders import make_collection, open_plot
from tests.people import Person, make_app, stores_of
from web.auditing import the_audit

SITE = "https://www.example.org"


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    return app


@pytest.fixture
def ada(app):
    return Person(app, "ada")


def save(person, sites, collection="plot"):
    return person.post(f"/invite/{collection}/embedding", {"sites": sites})


def sites(app, collection="plot"):
    return get_collection(stores_of(app).stories, collection).embed_on


@pytest.mark.parametrize("who", ["ada", "ade"])
def test_managers_and_administrators_name_the_sites(app, who):
    person = Person(app, who)
    assert save(person, f" {SITE}/ \n\nHTTPS://Other.example.org:8443\n{SITE}").status_code == 303
    assert sites(app) == (SITE, "https://other.example.org:8443")
    page = person.get("/invite/plot/embedding?done=changed").text
    assert "Changed." in page
    assert "&lt;iframe src=" in page


def test_the_frame_opens_for_those_sites_alone(app, ada):
    before = app.test_client().get("/embed/plot").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in before
    save(ada, SITE)
    stores_of(app)._opened.clear()
    after = app.test_client().get("/embed/plot").headers["Content-Security-Policy"]
    assert f"frame-ancestors {SITE}" in after


def test_an_empty_form_takes_every_site_away(app, ada):
    save(ada, SITE)
    assert save(ada, "").status_code == 303
    assert sites(app) == ()


@pytest.mark.parametrize(
    "line", ["www.example.org", "https://www.example.org/page", "*", "https://*", "javascript:alert(1)", "https://a:0"]
)
def test_what_is_no_website_is_named_with_its_line_and_nothing_changes(app, ada, line):
    save(ada, SITE)
    answer = save(ada, f"{SITE}\n{line}")
    assert answer.status_code == 422
    assert "Line 2" in answer.text
    assert sites(app) == (SITE,)


def test_too_many_sites_are_refused(ada):
    answer = save(ada, "\n".join(f"https://site{number}.example.org" for number in range(21)))
    assert answer.status_code == 422
    assert "Name 20 sites or fewer; there are 21" in answer.text


def test_a_sensitive_collection_is_framed_by_nobody(app, ada):
    add_collection(stores_of(app).stories, make_collection(id="quiet", title="Quiet", sensitive=True))
    assert "Exit this page" in ada.get("/invite/quiet/embedding").text
    assert save(ada, SITE, "quiet").status_code == 422
    assert sites(app, "quiet") == ()


def test_a_change_stands_in_the_record(app, ada):
    save(ada, SITE)
    with app.test_request_context():
        [entry] = [one.entry for one in list_records(the_audit(), Wanted()) if "embedding" in one.entry.action]
    assert (entry.action, entry.subject, entry.actor) == ("invite.change_embedding", "plot", ada.account.id)


def test_the_page_of_ways_in_leads_there(ada):
    assert 'href="/invite/plot/embedding"' in ada.get("/invite/plot").text
