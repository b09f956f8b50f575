import re

import pytest
from flask import render_template_string, url_for

from narratives.framework_texts import texts_of
from narratives.translation import language, speak
from store.collections import add_collection
from store.frameworks import add_framework
from tests.builders import make_collection, make_framework
from tests.people import Person, make_app, stores_of
from web.language import spoken

PATH = "/share/plot"


def words(mark):
    return {key: f"{text} ({mark})" for key, text in texts_of(make_framework()).items()}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """A collection in English, with all its questions in Welsh and Arabic and some in Polish."""
    app = make_app(tmp_path_factory.mktemp("language"))
    some = {"title": "Ogród"}
    framework = make_framework(translations={"cy": words("cy"), "ar": words("ar"), "pl": some})
    add_framework(stores_of(app).stories, framework)
    add_collection(stores_of(app).stories, make_collection(groups=()))
    return app


@pytest.fixture
def client(app):
    return app.test_client()


def html_tag(page):
    return re.search(r'<html lang="(\S+)" dir="(\S+)"', page.text).groups()


def switch(page):
    """The languages offered, in their own words, and which is in use."""
    return re.findall(r'<(?:a|span|button) class="mm-languages__one.*?>(.*?)</', page.text)


def test_a_page_is_in_english_until_another_language_is_asked_for(client):
    page = client.get("/privacy")
    assert html_tag(page) == ("en", "ltr")
    assert "Privacy: what is kept about you" in page.text
    assert "lang=" not in re.sub(r"<html.*?>|<(a|span) class=\"mm-(languages|header).*?>", "", page.text)


def test_a_language_that_is_asked_for_is_spoken_and_carried_to_the_next_page(client):
    page = client.get(f"{PATH}?lang=cy")
    assert html_tag(page) == ("cy", "ltr")
    assert "What happened in the garden? (cy)" in page.text
    assert "Cyn i chi ddechrau" in page.text
    links = re.findall(r'href="(/[^"]*)"', page.text.partition("<main")[2])
    pages = [link for link in links if not link.startswith("/static/")]
    assert pages
    assert all("lang=cy" in link for link in pages)


def test_arabic_is_written_from_right_to_left(client):
    page = client.get(f"{PATH}?lang=ar")
    assert html_tag(page) == ("ar", "rtl")
    assert "css/rtl.css" in page.text
    assert "css/rtl.css" not in client.get(f"{PATH}?lang=cy").text


def test_every_language_is_offered_by_its_own_name_and_the_one_in_use_is_no_link(client):
    page = client.get(f"{PATH}?lang=cy&prompt=x")
    assert switch(page) == ["English", "العربية", "Cymraeg"]
    assert '<span class="mm-languages__one" lang="cy" aria-current="true">Cymraeg</span>' in page.text
    assert 'href="/share/plot?prompt=x&amp;lang=ar" lang="ar" hreflang="ar" dir="rtl"' in page.text


def test_a_language_with_a_question_missing_is_not_offered_and_not_spoken(client):
    page = client.get(f"{PATH}?lang=pl")
    assert html_tag(page) == ("en", "ltr")
    assert "Polski" not in page.text


@pytest.mark.parametrize("code", ["", "xx", "CY", "../cy", '"><script>', "en;q=1"])
def test_a_language_that_nobody_speaks_is_passed_over(client, code):
    assert html_tag(client.get("/privacy", query_string={"lang": code})) == ("en", "ltr")


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ("cy", "cy"),
        ("cy-GB,en;q=0.5", "cy"),
        ("pl,ar;q=0.4", "ar"),
        ("fr", "en"),
        ("en-GB,cy;q=0.9", "en"),
        ("*", "en"),
    ],
)
def test_a_first_page_begins_in_the_browsers_language(client, wanted, got):
    assert html_tag(client.get(PATH, headers={"Accept-Language": wanted}))[0] == got


def test_what_was_asked_for_counts_more_than_the_browser(client):
    page = client.get(f"{PATH}?lang=en", headers={"Accept-Language": "cy"})
    assert html_tag(page) == ("en", "ltr")
    assert f'href="{PATH}/tell?lang=en"' in page.text


def test_a_form_speaks_the_language_that_it_carries_and_not_the_browsers(client):
    headers = {"Accept-Language": "ar"}
    assert html_tag(client.post(PATH, data={"step": "next", "at": "story"}, headers=headers))[0] == "en"
    page = client.post(PATH, data={"step": "next", "at": "story", "lang": "cy"}, headers=headers)
    assert html_tag(page)[0] == "cy"
    assert "Dywedwch wrthym beth ddigwyddodd" in page.text


def test_changing_the_language_keeps_the_answers_and_shows_the_same_page(client):
    typed = {
        "step": "next",
        "at": "title",
        "lang": "en",
        "speak": "cy",
        "story": "The beans came up.",
        "title": "Beans",
    }
    page = client.post(PATH, data=typed)
    assert page.status_code == 200
    assert html_tag(page) == ("cy", "ltr")
    assert 'name="title" type="text" value="Beans"' in page.text or 'value="Beans"' in page.text
    assert "The beans came up." in page.text
    assert 'name="lang" value="cy"' in page.text


def test_a_page_that_holds_answers_offers_languages_as_buttons_of_its_form(client):
    page = client.get(f"{PATH}/tell")
    form = re.search(r'<form[^>]*id="(\w+)"', page.text).group(1)
    assert re.search(
        rf'<button[^>]*form="{form}" name="speak" value="cy" lang="cy" dir="ltr" formnovalidate', page.text
    )
    first = re.search(rf'<button[^>]*form="{form}"[^>]*>', page.text).group()
    assert 'name="step" value="next"' in first, "Enter in a text field would change the language"


def test_a_story_says_in_which_language_it_was_told(app, client):
    sent = {"step": "send", "key": "ab" * 16, "story": "Tyfodd y ffa ddwywaith.", "consent": "read", "lang": "cy"}
    assert client.post(PATH, data=sent).status_code == 201
    assert [row["language"] for row in stores_of(app).stories.rows("select language from narratives")] == ["cy"]


def test_staff_pages_are_in_english_whatever_is_asked(app, client):
    wanted = {"headers": {"Accept-Language": "cy"}}
    for page in (client.get("/staff/sign-in?lang=cy", **wanted), Person(app, "ada").get("/changed?lang=cy", **wanted)):
        assert html_tag(page) == ("en", "ltr")
        assert "lang=cy" not in page.text


def test_one_request_leaves_no_language_to_the_next(client):
    client.get("/privacy?lang=ar")
    assert language() == "en"
    assert html_tag(client.get("/privacy"))[0] == "en"


def test_an_address_that_leads_nowhere_says_so_in_the_language_asked_for(client):
    page = client.get("/nowhere?lang=cy")
    assert (page.status_code, html_tag(page)) == (404, ("cy", "ltr"))
    assert "Heb ddod o hyd i’r dudalen" in page.text
    assert html_tag(client.get("/share/nowhere?lang=ar")) == ("ar", "rtl")


def test_a_collection_in_a_language_of_its_own_is_asked_in_it(app):
    framework = make_framework(id="ardd", language="cy", title="Yr ardd")
    add_framework(stores_of(app).stories, framework)
    add_collection(stores_of(app).stories, make_collection(id="cae", framework_id="ardd", groups=()))
    page = app.test_client().get("/share/cae")
    assert html_tag(page) == ("cy", "ltr")
    assert switch(page) == []


def test_addresses_of_staff_pages_and_files_carry_no_language(app):
    with app.test_request_context("/privacy?lang=cy"):
        app.preprocess_request()
        assert spoken().carried
        assert url_for("respond.home") == "/?lang=cy"
        assert url_for("respond.home", lang="ar") == "/?lang=ar"
        assert url_for("staff.sign_in") == "/staff/sign-in"
        assert url_for("static", filename="a.css") == "/static/a.css"
        speak("en")


def test_templates_speak_too(app):
    said = (
        "{{ _('Privacy') }} {{ ngettext('About %(num)s minute', 'About %(num)s minutes', 2) }} {{ _('%(a)s', a='<') }}"
    )
    with app.test_request_context("/privacy?lang=cy"):
        app.preprocess_request()
        assert render_template_string(said) == "Preifatrwydd Tua 2 funud &lt;"
        speak("en")


def test_a_path_that_browsers_would_take_for_another_site_leads_nowhere_else(client):
    page = client.get("/%5Celsewhere.example/a%3Fb")
    assert page.status_code == 404
    assert 'href="/%5Celsewhere.example/a%3Fb?lang=cy"' in page.text
