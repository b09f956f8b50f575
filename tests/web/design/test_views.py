"""The designer's pages: beginning a draft, its questions, who was faster, going back, and the preview."""

import json
import re
from io import BytesIO

import pytest

from narratives.draft_faults import faults
from narratives.draft_parts import parts
from narratives.draft_sketch import problems
from store.drafts import get_draft, list_drafts, list_revisions, mark_opened
from store.frameworks import add_framework
from tests.builders import FRAMEWORK, make_framework
from tests.people import Person, make_app, stores_of
from web.headers import HEADERS

TRIAD = {"kind": "triad", "title": "It left me…", "anchor-0": "glad", "anchor-1": "sad", "anchor-2": "cross",
         "warmth-1": "hot", "step": "save"}  # fmt: skip


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    add_framework(stores_of(app).stories, make_framework())
    return app


@pytest.fixture
def db(app):
    return stores_of(app).stories


@pytest.fixture
def ada(app):
    return Person(app, "ada")


@pytest.fixture
def garden(ada):
    """The address of a draft that copies the garden's questions."""
    return ada.post("/design/new", {"how": "copy", "framework": "garden"}).headers["Location"]


def stored(db):
    return list_drafts(db)[0]


def ids(db):
    return [part.id for part in parts(stored(db).questions)]


def test_the_list_says_that_there_are_none_then_how_far_each_is(ada, db):
    assert "No drafts yet." in ada.get("/design").text
    ada.post("/design/new", {"how": "blank", "title": "Our plot"})
    page = ada.get("/design").text
    assert "Our plot" in page and "0 questions · 1 thing to mend" in page and "Changed by ada" in page
    mark_opened(db, stored(db), "our-plot")
    assert "Opened" in ada.get("/design").text


def test_the_list_leads_to_what_is_asked_and_to_bringing_in(ada):
    page = ada.get("/design").text
    for path in ("/frameworks", "/bring"):
        assert f'href="{path}"' in page
        assert ada.get(path).status_code == 200


def test_a_draft_without_a_name_is_not_begun(ada, db):
    page = ada.post("/design/new", {"how": "blank", "title": " "})
    assert page.status_code == 422
    assert "Give the questions a name of at most 200 characters" in page.text
    assert list_drafts(db) == []


def test_a_copy_asks_what_was_asked(garden, db):
    assert ids(db) == ["mood", "say", "role", "wish"]
    assert problems(stored(db).questions) == ()
    assert list_revisions(db, stored(db).id)[0].what == "Copied “The garden”"


def test_a_file_is_pasted_or_sent(ada, db):
    document = json.dumps({**FRAMEWORK, "title": ""})
    assert ada.post("/design/new", {"how": "file", "document": document}).status_code == 303
    sent = {"how": "file", "file": (BytesIO(b"\xef\xbb\xbf" + document.encode()), "ours.json")}
    answer = ada.post("/design/new", sent)
    assert answer.status_code == 303
    assert "Write a name for these questions" in ada.get(answer.headers["Location"]).text
    assert len({draft.questions["id"] for draft in list_drafts(db)} | {"garden"}) == 3


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "Choose a file, or paste what is in it"),
        (b" " * 65_000 + b"{" * 2_000, "The file has more than 64 KiB"),
        (b'{"title": "caf\xe9"}', "The file is not text in UTF-8 (at byte 14)"),
        (b'{"title": "x"', "Line 1: this is not JSON"),
        (b'{"signifiers": [7]}', "Framework.signifiers: write a list of objects here"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(sent, said, ada, db):
    page = ada.post("/design/new", {"how": "file", "file": (BytesIO(sent), "ours.json")})
    assert page.status_code == 422 and said in page.text
    assert list_drafts(db) == []


def test_a_question_is_added_and_shown_with_its_words(ada, garden, db):
    answer = ada.post(f"{garden}/add", {**TRIAD, "revision": "1", "title": "At work I was…"})
    assert answer.status_code == 303 and answer.headers["Location"].endswith("#part-at-work-i-was")
    page = ada.get(answer.headers["Location"]).text
    assert "Added “At work I was…”." in page and "Undo" in page
    assert parts(stored(db).questions)[-1].entry["hot"] == ["sad"]


def test_every_fault_is_at_its_field_and_what_was_typed_is_still_there(ada, garden, db):
    page = ada.post(f"{garden}/add", {**TRIAD, "revision": "1", "title": "", "anchor-2": " "})
    assert page.status_code == 422
    assert re.search(r'id="title-error".*?Write the question', page.text, re.DOTALL)
    assert re.search(r'id="anchor-2-error".*?Write a label here', page.text, re.DOTALL)
    assert 'value="glad"' in page.text and 'href="#anchor-2"' in page.text
    assert stored(db).revision == 1


def test_what_is_unfinished_can_be_kept_and_the_list_says_what_to_mend(ada, garden, db):
    ada.post(f"{garden}/add", {**TRIAD, "revision": "1", "title": "", "step": "unfinished"})
    assert len(faults(stored(db).questions)) == 1
    page = ada.get(garden).text
    assert "Not written yet" in page and "1 thing to mend before this can be opened." in page


@pytest.mark.parametrize("kind", ["triad", "dyad", "stones", "choice", "freetext", "branch"])
def test_every_kind_can_be_written(kind, ada, garden, db):
    assert ada.get(f"{garden}/add?kind={kind}").status_code == 200
    labels = {f"{name}-{n}": f"{name} {n}" for name in ("anchor", "x", "y", "stone", "option") for n in range(3)}
    fields = {**labels, "kind": kind, "title": "One more", "opens": "role.digger", "revision": "1", "step": "save"}
    assert ada.post(f"{garden}/add", fields).status_code == 303
    assert problems(stored(db).questions) == ()
    last = parts(stored(db).questions)[-1]
    assert last.kind == kind
    assert "One more" in ada.get(f"{garden}/parts/{last.id}").text


def test_a_kind_that_there_is_not_is_not_found(ada, garden):
    assert ada.get(f"{garden}/add?kind=poem").status_code == 404


def test_an_id_stands_under_details_only_and_stays(ada, garden, db):
    assert "<code>mood</code>" in ada.get(f"{garden}/parts/mood").text
    ada.post(f"{garden}/parts/mood", {**TRIAD, "revision": "1", "title": "It made me…"})
    assert ids(db)[0] == "mood" and stored(db).questions["signifiers"][0]["title"] == "It made me…"


def test_the_name_of_the_draft_follows_that_of_the_questions(ada, garden, db):
    fields = {
        "revision": "1",
        "title": "Beds",
        "prompting_question": "What grew?",
        "prompt-0": "In spring",
        "step": "save",
    }
    assert ada.post(f"{garden}/parts/page.beginning", fields).status_code == 303
    assert stored(db).title == "Beds"
    assert "In spring" in ada.get(garden).text


def test_rows_are_made_and_moved_without_storing(ada, garden, db):
    fields = {"revision": "1", "hearer-0": "Us", "hearer-1": "Them"}
    moved = ada.post(f"{garden}/parts/page.hearers", {**fields, "step": "up.hearer.1"}).text
    assert moved.index('value="Them"') < moved.index('value="Us"')
    assert 'id="hearer-5"' in ada.post(f"{garden}/parts/page.hearers", {**fields, "step": "more"}).text
    assert stored(db).revision == 1


@pytest.mark.parametrize(
    ("do", "order", "said"),
    [
        ("up", ["say", "mood", "role", "wish"], "Moved “I had…” up"),
        ("down", ["mood", "role", "say", "wish"], "Moved “I had…” down"),
        ("copy", ["mood", "say", "i-had", "role", "wish"], "Copied “I had…”"),
        ("remove", ["mood", "role", "wish"], "Took out “I had…”"),
    ],
)
def test_a_question_is_arranged_and_that_can_be_undone(do, order, said, ada, garden, db):
    answer = ada.post(f"{garden}/arrange", {"revision": "1", "part": "say", "do": do})
    assert ids(db) == order
    page = ada.get(answer.headers["Location"]).text
    assert f"{said}." in page
    assert '<input type="hidden" name="to" value="1">' in page
    ada.post(f"{garden}/back", {"revision": "2", "to": "1"})
    assert ids(db) == ["mood", "say", "role", "wish"]


def test_the_history_holds_every_change_and_goes_back_to_any(ada, garden, db):
    for revision, part in (("1", "mood"), ("2", "say")):
        ada.post(f"{garden}/arrange", {"revision": revision, "part": part, "do": "remove"})
    page = ada.get(f"{garden}/history").text
    assert page.count("Go back to this") == 2 and page.index("Took out “I had…”") < page.index("Took out “It left me…”")
    ada.post(f"{garden}/back", {"revision": "3", "to": "2"})
    assert ids(db) == ["say", "role", "wish"]
    assert "Went back to revision 2" in ada.get(f"{garden}/history").text


def test_a_revision_that_there_is_not_is_not_found(ada, garden):
    assert ada.post(f"{garden}/back", {"revision": "1", "to": "9"}).status_code == 404


def test_who_saves_over_an_unseen_change_is_told_and_keeps_what_they_typed(app, ada, garden, db):
    Person(app, "ade").post(f"{garden}/arrange", {"revision": "1", "part": "wish", "do": "remove"})
    page = ada.post(f"{garden}/parts/mood", {**TRIAD, "revision": "1", "title": "My words"})
    assert page.status_code == 409
    assert "ade changed these questions while you had them open." in page.text and "My words" in page.text
    assert stored(db).questions["signifiers"][0]["title"] == "It left me…"
    again = ada.post(f"{garden}/parts/mood", {**TRIAD, "revision": "2", "title": "My words"})
    assert again.status_code == 303
    assert ids(db) == ["mood", "say", "role"], "what ade did stays"


def test_a_button_over_an_unseen_change_does_nothing_and_says_so(app, ada, garden, db):
    Person(app, "ade").post(f"{garden}/arrange", {"revision": "1", "part": "wish", "do": "remove"})
    page = ada.post(f"{garden}/arrange", {"revision": "1", "part": "mood", "do": "remove"})
    assert page.status_code == 409 and "Nothing was changed" in page.text
    assert "mood" in ids(db)


def test_nothing_of_an_opened_draft_changes(ada, garden, db):
    mark_opened(db, stored(db), "plot")
    page = ada.get(garden).text
    assert "nothing of them changes here any more" in page and "Move up" not in page
    refused = ada.post(f"{garden}/arrange", {"revision": "1", "part": "mood", "do": "remove"})
    assert refused.status_code == 409 and "make a new version" in refused.text
    ada.post(f"{garden}/delete", {})
    assert ids(db) == ["mood", "say", "role", "wish"]


def test_a_draft_is_deleted_when_somebody_is_sure(ada, garden, db):
    assert "cannot be brought back" in ada.get(f"{garden}/delete").text
    assert ada.post(f"{garden}/delete", {}).headers["Location"] == "/design"
    assert list_drafts(db) == []


def test_the_preview_asks_with_the_tellers_own_questions_and_sends_nothing(ada, garden, db):
    ada.post(f"{garden}/add", {"kind": "branch", "revision": "1", "title": "Digging", "opens": "role.digger"})
    more = {"kind": "freetext", "revision": "2", "title": "How deep?", "branch": "digging"}
    ada.post(f"{garden}/add", more)
    page = ada.get(f"{garden}/preview").text
    assert page.count('data-ask="') == 5
    assert 'data-branch="role" data-options="digger"' in page
    assert "What happened in the garden?" in page and "Who should hear this?" in page
    assert '<base target="_top">' in page, "what is pressed inside of the frame opens outside of it"
    assert 'method="dialog"' in page and 'type="submit"' not in page
    assert stores_of(ada.app).stories.rows("select id from narratives") == []


def test_an_unfinished_draft_is_previewed_as_far_as_it_goes(ada, db):
    blank = ada.post("/design/new", {"how": "blank", "title": "Our plot"}).headers["Location"]
    ada.post(f"{blank}/add", {**TRIAD, "revision": "1", "anchor-2": "", "step": "unfinished"})
    ada.post(f"{blank}/add", {**TRIAD, "revision": "2"})
    assert ada.get(f"{blank}/preview").text.count('data-ask="triad"') == 1


def test_the_preview_can_be_framed_by_this_site_alone_and_only_the_list_may_frame(ada, garden):
    preview, page, history = (ada.get(garden + path).headers for path in ("/preview", "", "/history"))
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    assert page["Content-Security-Policy"] == f"{HEADERS['Content-Security-Policy']}; frame-src 'self'"
    assert page["X-Frame-Options"] == "DENY"
    assert history["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_a_hand_written_kind_is_shown_and_can_only_be_taken_out(ada, db):
    document = {**FRAMEWORK, "signifiers": [{"type": "poem", "id": "ode", "title": "An ode"}]}
    path = ada.post("/design/new", {"how": "file", "document": json.dumps(document)}).headers["Location"]
    assert "A kind that is not known here" in ada.get(path).text
    assert "is of a kind that is not known here" in ada.get(f"{path}/parts/ode").text
    ada.post(f"{path}/arrange", {"revision": "1", "part": "ode", "do": "remove"})
    assert get_draft(db, stored(db).id).questions["signifiers"] == []


def test_the_steps_lead_to_what_there_is_and_name_where_one_is(ada, garden):
    page = ada.get(garden).text
    assert re.search(rf'href="{garden}" aria-current="step">Questions<', page)
    assert page.count("design-steps__link") >= 1


def test_what_can_be_better_stands_at_its_question_and_nowhere_once_it_is_open(ada, garden, db):
    row = ada.get(garden).text.partition('id="part-mood"')[2].partition('class="design-do"')[0]
    assert "mm-finding__said" in row and "Better:" in row
    mark_opened(db, stored(db), "plot")
    assert "mm-finding__said" not in ada.get(garden).text
