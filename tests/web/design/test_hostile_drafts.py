"""Whatever is sent to a draft that exists, the answer is a page, and every page of the draft still opens."""

import json

import pytest

from store.drafts import get_draft
from store.frameworks import add_framework
from tests.attacks.design_forms import DESIGN_FORMS
from tests.attacks.hostile import SCRIPTS, VALUES
from tests.builders import FRAMEWORK, make_framework
from tests.people import Person, make_app, stores_of

ODD = (None, 7, [], {}, [["x"]], {"x": []}, "", SCRIPTS[0], [None], [{}], [{"id": [], "label": {}}])


@pytest.fixture(scope="module")
def ada(tmp_path_factory):
    app = make_app(tmp_path_factory.mktemp("drafts"))
    add_framework(stores_of(app).stories, make_framework())
    return Person(app, "ada")


def assert_opens(ada, path, pages=("", "/preview")):
    for page in pages:
        answer = ada.get(path + page)
        assert answer.status_code == 200, page
        assert not any(script in answer.text for script in SCRIPTS if "<" in script)


@pytest.mark.parametrize("form", ["add", "parts/mood", "arrange", "back"])
def test_a_hostile_value_in_any_field_gets_a_page(form, ada):
    path = ada.post("/design/new", {"how": "copy", "framework": "garden"}).headers["Location"]
    draft_id = path.rpartition("/")[2]
    good = DESIGN_FORMS[f"/design/nowhere/{form}".replace("mood", "nowhere")][1]
    for place, value in enumerate(VALUES[::4]):
        name = sorted(good)[place % len(good)]
        revision = get_draft(stores_of(ada.app).stories, draft_id).revision
        answer = ada.post(f"{path}/{form}", {**good, "revision": str(revision), name: value, "step": "unfinished"})
        assert answer.status_code < 500, f"{name}={value[:60]!r}"
        assert "\n" not in answer.headers.get("Location", "")
    assert_opens(ada, path, ("", "/preview", "/history", "/delete", "/parts/page.beginning", "/parts/page.hearers"))


@pytest.mark.parametrize(
    "key", ["title", "prompting_question", "prompts", "hearers", "language", "translations", "source"]
)
def test_a_file_with_anything_in_any_place_opens_or_is_refused(key, ada, how_many):
    for odd in ODD[:: how_many(2, 1)]:
        answer = ada.post("/design/new", {"how": "file", "document": json.dumps({**FRAMEWORK, key: odd})})
        assert answer.status_code in {303, 422}
        if answer.status_code == 303:
            assert_opens(ada, answer.headers["Location"])


@pytest.mark.parametrize(
    "key", ["type", "title", "anchors", "options", "hot", "predicts", "asks_about", "max_responses"]
)
def test_a_question_with_anything_in_any_place_can_be_looked_at(key, ada, how_many):
    for odd in ODD[:: how_many(3, 1)]:
        asked = [{**one, key: odd} for one in FRAMEWORK["signifiers"]]
        path = ada.post("/design/new", {"how": "file", "document": json.dumps({**FRAMEWORK, "signifiers": asked})})
        at = path.headers["Location"]
        assert_opens(ada, at)
        assert {ada.get(f"{at}/parts/{one['id']}").status_code for one in asked} == {200}
