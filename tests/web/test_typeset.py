"""PDF files that can be read aloud, from words that nobody chose for a printer."""

from datetime import UTC, datetime
from functools import partial

import pytest
import typst

from tests.people import Person, make_app
from web import typeset as typesetting
from web.typeset import TypesettingError, typeset
from web.typeset_letters import missing_letters, scripts_of, spelt_out, stand_ins

AT = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)
SOURCE = b"""#import "page.typ": document-of
#let data = json("data.json")
#show: document-of.with(data)
#title()
#for said in data.said [#par(said)]
#if data.at("drawn", default: false) { image("a.svg", alt: "A label") }
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><text x="5" y="20">✊ {}</text></svg>'


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A template that prints what it is given, on a server without any fonts of its own."""
    for path in typesetting._TEMPLATES.glob("*.typ"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "bare.typ").write_bytes(SOURCE)
    monkeypatch.setattr(typesetting, "_TEMPLATES", tmp_path)
    monkeypatch.setattr(typst, "compile", partial(typst.compile, ignore_system_fonts=True))


def data_of(*said, **more):
    return {"title": "A page", "author": "The plot", "language": "en", "said": list(said), **more}


def test_the_same_words_give_the_same_bytes_tagged_and_to_the_standard(bare):
    pdf = typeset("bare", data_of("Beans"), at=AT)
    assert pdf == typeset("bare", data_of("Beans"), at=AT)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid:part>1<" in pdf


@pytest.mark.parametrize("said", ["Ŵy ac ŷd", "Ελλάδα", "Добрый день", "a → b", "x\x00y", "#panic(1) <x> $1$ \\u0000"])
def test_what_can_be_set_is_set_and_nothing_of_it_is_run(bare, said):
    assert typeset("bare", data_of(said), at=AT).startswith(b"%PDF")


def test_signs_without_a_letter_are_named_in_words_and_in_pictures(bare):
    pdf = typeset("bare", data_of("Up ✊🏽 the beans 👩🏽‍🚒", drawn=True), {"a.svg": SVG.format("hi").encode()}, at=AT)
    assert pdf.startswith(b"%PDF")


@pytest.mark.parametrize("drawn", [False, True])
def test_a_script_without_a_font_is_named_with_what_to_do(bare, drawn):
    said = [] if drawn else ["ಕನ್ನಡ"]
    with pytest.raises(TypesettingError, match=r"no font: Kannada\. Print the page from your browser.*fonts-noto"):
        typeset("bare", data_of(*said, drawn=drawn), {"a.svg": SVG.format("ಕ").encode()}, at=AT)


def test_a_mistake_in_a_template_is_no_matter_of_letters(bare, tmp_path):
    (tmp_path / "bare.typ").write_bytes(b"#nonsense()")
    with pytest.raises(typst.TypstError, match="unknown variable"):
        typeset("bare", data_of(), at=AT)


def test_the_letters_are_read_from_what_the_compiler_says():
    said = 'the text `"ð\\u{301}"` could not be displayed with font `"A"`\nthe text `"\\""` could not be displayed'
    assert missing_letters(said) == {"ð", "\u0301", '"'}


@pytest.mark.parametrize(
    ("sign", "words"),
    [("✊", "[raised fist]"), ("🏽", ""), ("\u200d", ""), ("\ue000", ""), ("\u2028", " "), ("🇬", "G"), ("\x07", "")],
)
def test_a_sign_is_written_as_its_name_and_what_is_not_seen_as_nothing(sign, words):
    assert stand_ins([sign]) == {sign: words}


def test_letters_of_a_script_have_nothing_that_could_stand_for_them():
    assert stand_ins(["한", "字"]) == {}
    assert scripts_of(["한", "字", "文"]) == "Chinese, Hangul"


def test_a_text_is_spelt_out_sign_by_sign():
    assert spelt_out("a✊b", {"✊": "[raised fist]"}) == "a[raised fist]b"


def test_a_page_says_what_could_not_be_set(tmp_path):
    app = make_app(tmp_path)

    def fail() -> str:
        raise TypesettingError("한")

    fail.__dict__.update(app.view_functions["audit.own"].__dict__)
    app.view_functions["audit.own"] = fail
    answer = Person(app, "ada").get("/audit/own")
    assert answer.status_code == 422
    assert "This file could not be made" in answer.text
    assert "no font: Hangul. Print the page from your browser instead" in answer.text
