import pytest

from narratives.errors import FrozenError
from narratives.framework_texts import texts_of
from store.framework_texts import change_texts
from store.frameworks import add_framework, get_framework, list_frameworks
from store.intake import Intake
from tests.builders import FRAMEWORK, make_framework, make_narrative, open_plot

WELSH = {key: f"{text} (cy)" for key, text in texts_of(make_framework()).items()}
SECRET = b"a secret that is long enough for this test"


def test_the_wording_of_a_file_is_stored_with_the_framework(db):
    add_framework(db, make_framework(translations={"cy": WELSH}))
    stored = get_framework(db, "garden")
    assert stored.texts == {"cy": WELSH}
    assert stored.languages == ("en", "cy")
    assert list_frameworks(db)[0].in_language("cy").title == "The garden (cy)"


def test_a_language_can_be_added_to_a_framework_that_is_stored(db):
    add_framework(db, make_framework())
    assert add_framework(db, make_framework(translations={"cy": WELSH})) is True
    assert add_framework(db, make_framework(translations={"cy": WELSH})) is False
    assert get_framework(db, "garden").languages == ("en", "cy")


def test_importing_again_leaves_stored_wording_as_it_is(db):
    add_framework(db, make_framework(translations={"cy": WELSH}))
    add_framework(db, make_framework(translations={"cy": {**WELSH, "title": "Something else"}}))
    assert get_framework(db, "garden").texts["cy"]["title"] == "The garden (cy)"


def test_each_version_has_its_own_wording(db):
    add_framework(db, make_framework(translations={"cy": WELSH}))
    add_framework(db, make_framework(version=2))
    assert get_framework(db, "garden").texts == {}
    assert get_framework(db, "garden", 1).texts == {"cy": WELSH}


def test_only_what_differs_is_counted_as_changed(db):
    add_framework(db, make_framework(translations={"cy": WELSH}))
    framework = get_framework(db, "garden")
    assert change_texts(db, framework, "cy", WELSH) == 0
    assert change_texts(db, framework, "cy", {**WELSH, "title": "Yr ardd"}) == 1
    assert get_framework(db, "garden").in_language("cy").title == "Yr ardd"


def test_wording_that_stories_were_told_with_only_changes_as_a_correction(db):
    collection, _ = open_plot(db)
    framework = make_framework()
    change_texts(db, framework, "cy", WELSH)
    intake = Intake(db.path, SECRET)
    intake.submit(collection, framework, make_narrative(language="cy"), "ab" * 16)
    intake.close()
    with pytest.raises(FrozenError, match="stories were told in 'cy' with the stored wording of title; say --correct"):
        change_texts(db, framework, "cy", {**WELSH, "title": "Yr ardd"})
    assert get_framework(db, "garden").texts["cy"] == WELSH
    assert change_texts(db, framework, "cy", {"title": "Yr ardd"}, correct=True) == 1
    assert change_texts(db, framework, "pl", {"title": "Ogród"}) == 1


def test_what_is_asked_stays_the_same_document_whatever_it_is_worded_in(db):
    add_framework(db, make_framework(translations={"cy": WELSH}))
    rows = db.rows("select definition from frameworks")
    assert "(cy)" not in rows[0]["definition"]
    assert FRAMEWORK["title"] in rows[0]["definition"]
