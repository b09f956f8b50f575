import pytest

from narratives.collection import Moderation, Policy
from narratives.errors import BusyError
from narratives.narrative import Scope, State, scopes_up_to
from store import release
from store.collections import get_collection
from store.narratives import count_narratives
from store.release import View
from tests.builders import make_narrative
from tests.people import stores_of
from tests.web.returning.others import close_batch, tell_more
from web.returning import views
from web.returning.desk import Desk, TooManyTriesError

WRONG = "0000-0000-0000-0000"
TALKING = frozenset({Scope.READ, Scope.CONTACT})


def test_the_page_asks_for_a_code_that_no_browser_remembers(app, tell):
    page = app.test_client().get("/code")
    assert page.status_code == 200
    assert "Four groups of four letters and numbers" in page.text
    assert 'action="/code" method="post"' in page.text
    assert page.text.count('autocomplete="off"') == 2


@pytest.mark.parametrize("code", ["", "nope", WRONG, "0" * 24, "x" * 10_000])
def test_a_wrong_code_is_said_beside_its_field_and_nothing_else_is(app, tell, code):
    teller = tell()
    teller.code = code
    page = teller.post()
    assert page.status_code == 422
    assert "No story has this code. Check each letter and number, then try again" in page.text
    assert 'href="#code"' in page.text
    assert "beans" not in page.text


def test_a_code_in_the_address_opens_nothing(app, tell):
    page = app.test_client().get(f"/code?code={tell().code}&step=show")
    assert "The beans came up twice." not in page.text
    assert page.status_code == 200


def test_the_story_is_shown_with_everything_that_was_told(app, tell):
    page = tell(title="Beans").post()
    assert page.status_code == 200
    for words in (
        "The beans came up twice.",
        "Beans",
        "All three about equally",
        "Mostly “no say”",
        "a digger",
        "east",
    ):
        assert words in page.text
    assert page.headers["Clear-Site-Data"] == '"cache"'
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize(
    ("rules", "facts", "sentences"),
    [
        ({}, {}, ["Staff can read your story together with your answers.", "part of the pictures that staff see."]),
        (
            {"moderation": Moderation.BEFORE},
            {"state": State.WAITING},
            ["Your story waits for a moderator. Nobody else", "once a moderator has read your story."],
        ),
        (
            {"moderation": Moderation.BEFORE},
            {"state": State.WAITING, "consent": frozenset()},
            ["who is the only person to read your words.", "Your answers are shown to nobody yet."],
        ),
        ({}, {"consent": frozenset()}, ["Your story is only counted.", "those of at least 9 other people."]),
        ({}, {"state": State.HELD}, ["held it back. Staff cannot read it.", "shown to nobody yet."]),
        (
            {"policy": Policy.PROTECTED},
            {},
            ["Staff can read your words as soon as your answers are counted", "shown to nobody yet."],
        ),
    ],
)
def test_the_page_says_what_happened_to_the_story(tell, rules, facts, sentences):
    page = tell(rules, **facts).post().text
    for sentence in sentences:
        assert sentence in page


def test_a_counted_story_says_what_is_settled_and_why_and_offers_no_change_of_it(app, tell):
    teller = tell({"policy": Policy.PROTECTED})
    tell_more(app, 9)
    assert close_batch(app) == 1
    page = teller.post().text
    assert "Your answers are counted in a closed group of at least 10 stories." in page
    assert "whose sums never change again" in page
    assert 'value="change:story"' in page and 'value="change:title"' in page
    assert 'value="change:mood"' not in page and 'value="change:group"' not in page


@pytest.mark.parametrize("step", ["change:mood", "save:mood", "save:group", "change:nothing", "save:nothing", "save:"])
def test_what_cannot_be_changed_is_not_changed_whatever_is_sent(app, tell, stored, step):
    teller = tell({"policy": Policy.PROTECTED})
    tell_more(app, 9)
    close_batch(app)
    before = stored()
    assert teller.post(step, mood="top", group="west").status_code == 200
    assert stored() == before


def test_words_and_answers_are_changed_one_at_a_time(app, tell, stored):
    teller = tell()
    assert "The beans came up twice." in teller.post("change:story").text
    page = teller.post("save:story", story="No beans came up.").text
    assert "Your change is kept." in page and "No beans came up." in page
    assert 'role="status"' in page
    teller.post("save:title", title="No beans")
    teller.post("save:group", group="west")
    teller.post("save:say", say="6")
    after = stored()
    assert (after.text, after.title, after.group) == ("No beans came up.", "No beans", "west")
    assert after.answer("say").value == pytest.approx(6.5 / 7)
    assert after.answer("mood") == make_narrative().answer("mood")


def test_words_are_changed_without_offering_to_speak_them(tell):
    assert "data-recorder" not in tell({"audio": True}).post("change:story").text


def test_a_corrected_story_waits_for_a_moderator_and_the_page_says_so_before_and_after(app, tell):
    teller = tell({"moderation": Moderation.BEFORE})
    assert "a moderator reads them before anybody else can." in teller.post("change:story").text
    assert "Your story waits for a moderator." in teller.post("save:story", story="Peas.").text


def test_what_cannot_be_kept_is_said_at_its_field_with_what_was_typed(tell, stored):
    teller = tell()
    page = teller.post("save:title", title="x" * 300)
    assert page.status_code == 422
    assert "Shorten the title" in page.text and "x" * 300 in page.text
    assert 'href="#title"' in page.text
    assert stored().title == ""


def test_less_can_be_allowed_and_only_what_is_less_is_offered(app, tell, stored):
    teller = tell(consent=scopes_up_to("quote") | {Scope.CONTACT})
    page = teller.post("readers").text
    assert 'value="count"' in page and 'value="read"' in page
    assert 'value="quote"' not in page and 'value="publish"' not in page
    page = teller.post("allow", consent="read").text
    assert "From now on this is all that you allow." in page
    assert stored().consent == TALKING
    teller.post("allow", no_messages="yes")
    assert stored().consent == frozenset({Scope.READ})
    teller.post("allow", consent="count")
    assert stored().consent == frozenset()
    assert release.list_stories(stores_of(app).stories, get_collection(stores_of(app).stories, "plot"), View()) == []
    assert "Allow less" not in teller.post().text


@pytest.mark.parametrize("consent", ["", "publish", "quote", "read", "everything"])
def test_more_can_not_be_allowed_whatever_is_sent(tell, stored, consent):
    teller = tell(consent=frozenset({Scope.READ}))
    page = teller.post("allow", consent=consent)
    assert page.status_code == 422
    assert "Choose what you want to allow, or go back and leave it as it is" in page.text
    assert stored().consent == frozenset({Scope.READ})


def test_messages_end_with_reading(tell, stored):
    tell(consent=TALKING).post("allow", consent="count")
    assert stored().consent == frozenset()


def test_a_story_that_was_open_and_is_narrowed_says_where_its_answers_are_now(tell):
    teller = tell()
    assert "staff could read them before" in teller.post("allow", consent="count").text


def test_taking_out_is_asked_for_once_more_and_then_done(app, tell):
    teller = tell()
    page = teller.post("remove").text
    assert "It cannot be undone." in page
    assert "sums never change" not in page
    assert count_narratives(stores_of(app).stories, "plot") == 1
    page = teller.post("erase")
    assert "Your story is taken out" in page.text
    assert "The beans" not in page.text and teller.code not in page.text
    assert page.headers["Clear-Site-Data"] == '"cache"'
    assert count_narratives(stores_of(app).stories, "plot") == 0
    assert teller.post().status_code == 422


def test_who_takes_a_counted_story_out_is_told_that_the_sums_stay(app, tell):
    teller = tell({"policy": Policy.PROTECTED})
    tell_more(app, 9)
    close_batch(app)
    assert "these sums never change" in teller.post("remove").text
    assert "at least 9 other people, in which nobody can be made out" in teller.post("erase").text


def test_too_many_tries_are_told_when_to_come_again(app, tell):
    class Full(Desk):
        def look_up(self, find):
            raise TooManyTriesError

    teller = tell()
    app.extensions["returning.desk"] = Full()
    page = teller.post()
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "10"
    assert "Too many codes are being tried at the moment." in page.text
    assert teller.code in page.text  # still in its field, to be sent again


def test_a_store_that_is_busy_changes_nothing_and_says_so(app, tell, stored, monkeypatch):
    def busy(*arguments):
        raise BusyError("locked")

    teller = tell()
    monkeypatch.setattr(views, "correct_story", busy)
    page = teller.post("save:title", title="Peas")
    assert page.status_code == 503
    assert "Nothing was changed." in page.text
    assert stored().title == ""


def test_a_change_made_elsewhere_at_the_same_time_is_not_overwritten(app, tell, stored, monkeypatch):
    teller = tell()

    def meanwhile(db, collection, framework, before, after):
        stores_of(app).stories.execute("update narratives set title = 'Theirs'")
        return correct(db, collection, framework, before, after)

    correct = views.correct_story
    monkeypatch.setattr(views, "correct_story", meanwhile)
    page = teller.post("save:title", title="Mine").text
    assert "Your story was changed elsewhere at the same time." in page
    assert stored().title == "Theirs"


def test_every_page_leads_on_in_the_language_that_was_chosen(tell):
    teller = tell()
    page = teller.app.test_client().post("/code", data={"code": teller.code, "at": "readers", "speak": "cy"})
    assert page.status_code == 200
    assert '<html lang="cy"' in page.text
    assert 'name="lang" value="cy"' in page.text
    assert 'name="consent"' in page.text


def test_a_way_out_in_one_press_stands_on_every_page_of_a_sensitive_collection(tell, app):
    teller = tell({"sensitive": True})
    pages = [teller.post(step) for step in ("show", "change:story", "change:mood", "readers", "remove")]
    pages += [app.test_client().get("/code"), teller.post("erase")]
    for page in pages:
        assert "govuk-exit-this-page" in page.text


def test_the_code_stands_in_no_file_and_no_line_of_output(app, tell, tmp_path, capfd):
    teller = tell(consent=TALKING)
    for step in ("show", "change:story", "save:story", "readers", "allow", "reply", "remove"):
        teller.post(step, story="Peas.", consent="read", message="Hello")
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert teller.code.encode() not in kept
    assert teller.code.replace("-", "").encode() not in kept
    printed = capfd.readouterr()
    assert teller.code not in printed.out + printed.err


def test_new_words_that_could_show_who_somebody_is_are_asked_about_once(tell, stored):
    teller = tell()
    page = teller.post("save:story", story="My neighbour Karen has the beans. Ring 07700 900123.")
    assert page.status_code == 422
    assert "Take these words out, or tick the box to keep them: Karen, 07700 900123" in page.text
    assert stored().text == "The beans came up twice."
    kept = teller.post("save:story", story="My neighbour Karen has the beans.", keep_words="yes")
    assert (kept.status_code, stored().text) == (200, "My neighbour Karen has the beans.")
    again = teller.post("save:story", story="My neighbour Karen has all the beans.")
    assert (again.status_code, stored().text) == (200, "My neighbour Karen has all the beans.")
