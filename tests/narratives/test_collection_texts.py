from narratives.collection import Signpost
from narratives.collection_texts import in_language, texts_of
from narratives.framework_texts import texts_of as framework_texts_of
from tests.builders import make_collection, make_framework

TOLD = {"read_by": "The wardens", "signposts": (Signpost("Childline", "0800 1111", "day and night"),)}
WELSH = {"title": "Y llain", "read_by": "Y wardeiniaid", "signpost.1.when": "ddydd a nos"}


def spoken_framework():
    return make_framework(translations={"cy": {key: f"{text} (cy)" for key, text in texts_of_framework().items()}})


def texts_of_framework():
    return framework_texts_of(make_framework())


def test_every_text_of_its_own_has_a_key():
    assert texts_of(make_collection(**TOLD)) == {
        "title": "The plot",
        "read_by": "The wardens",
        "signpost.1": "Childline",
        "signpost.1.when": "day and night",
    }


def test_in_another_language_its_words_are_others_and_its_rules_are_the_same():
    collection = make_collection(**TOLD, texts={"cy": WELSH})
    welsh = in_language(collection, spoken_framework(), "cy")
    assert (welsh.title, welsh.read_by) == ("Y llain", "Y wardeiniaid")
    assert welsh.signposts == (Signpost("Childline", "0800 1111", "ddydd a nos"),)
    assert in_language(welsh, spoken_framework(), "en") is welsh
    assert (welsh.id, welsh.k, welsh.groups) == (collection.id, collection.k, collection.groups)


def test_without_a_title_of_its_own_the_frameworks_stands_in():
    assert in_language(make_collection(**TOLD), spoken_framework(), "cy").title == "The garden (cy)"
    assert in_language(make_collection(**TOLD), spoken_framework(), "ar").title == "The plot"
