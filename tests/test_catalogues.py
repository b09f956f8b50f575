"""Every word that a respondent reads is in the catalogues, and every catalogue is whole and compiled."""

import gettext
import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from narratives.translation import interface_languages, ngettext, speaking
from tests.bare_words import in_module, in_template

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "locale"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "noop": None}
LANGUAGES = ["ar", "cy"]
_PLACE = re.compile(r"%\(\w+\)s|%%\{\w+\}|%%")

TEMPLATES = [
    "templates/base.html",
    *(
        str(path.relative_to(ROOT))
        for folder in ("about", "components", "errors", "pair", "respond", "returning")
        for path in sorted((ROOT / "templates" / folder).rglob("*.html"))
        if path.name not in {"navigation.html", "player.html"}  # of staff pages
    ),
]
MODULES = [
    "web/invite/poster.py",
    *(f"narratives/{name}.py" for name in ("answer_fields", "calendar", "form_fields", "submission")),
    *(f"web/{name}.py" for name in ("errors", "forms", "language", "order", "questions", "words")),
    *(
        str(path.relative_to(ROOT))
        for folder in ("about", "pair", "respond", "returning")
        for path in sorted((ROOT / "web" / folder).glob("*.py"))
    ),
]


def extracted() -> set[tuple[str, ...]]:
    """Every message of the programs and templates: one form, or two where it depends on a number."""
    with io.StringIO((LOCALE / "babel.cfg").read_text()) as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS)
    return {(message,) if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found}


@pytest.fixture(scope="module")
def wanted() -> set[tuple[str, ...]]:
    return extracted()


@pytest.fixture(scope="module")
def catalogues() -> dict[str, Catalog]:
    return {code: catalogue(code) for code in LANGUAGES}


def catalogue(code: str) -> Catalog:
    with (LOCALE / code / "LC_MESSAGES/murmuration.po").open("rb") as file:
        return read_po(file, locale=code)


def ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def faults(message: Message, forms: int) -> list[str]:
    """What is wrong with one translation."""
    found = []
    said = strings(message)
    if len(said) != (1 if len(ids(message)) == 1 else forms):
        found.append(f"has {len(said)} forms")
    if not all(said):
        found.append("is not translated")
    if message.fuzzy:
        found.append("is marked fuzzy")
    places = sorted(_PLACE.findall(ids(message)[-1]))
    for text in filter(None, said):
        if len(ids(message)) == 1 and sorted(_PLACE.findall(text)) != places:
            found.append(f"has other places in {text!r}")
        elif not set(_PLACE.findall(text)) <= set(places):
            found.append(f"has a place too many in {text!r}")
        if text != text.strip() and ids(message)[0] == ids(message)[0].strip():
            found.append(f"has spaces around {text!r}")
    return found


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_message_is_in_the_catalogue_and_no_other(code, catalogues, wanted):
    known = {ids(message) for message in catalogues[code] if message.id}
    assert sorted(wanted - known) == [], "run ./run words, then translate what is empty"
    assert sorted(known - wanted) == [], "run ./run words"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_message_is_translated_in_every_form_with_its_places(code, catalogues):
    forms = catalogues[code].num_plurals
    found = [f"{ids(one)[0]!r} {fault}" for one in catalogues[code] if one.id for fault in faults(one, forms)]
    assert found == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_compiled_is_what_is_written(code, catalogues):
    with (LOCALE / code / "LC_MESSAGES/murmuration.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in catalogues[code]:
        if not message.id:
            continue
        if len(ids(message)) == 1:
            assert compiled.gettext(ids(message)[0]) == message.string, "run ./run words"
        else:
            held = [compiled._catalog[(ids(message)[0], form)] for form in range(6)]
            assert held == list(strings(message)), "run ./run words"


def test_the_interface_speaks_english_and_every_compiled_language():
    assert interface_languages() == ("en", *LANGUAGES)


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("cy", {0: 0, 1: 1, 2: 2, 3: 3, 6: 4, 4: 5, 5: 5, 7: 5, 13: 5, 100: 5}),
        ("ar", {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 103: 3, 11: 4, 99: 4, 111: 4, 100: 5, 101: 5, 102: 5, 200: 5}),
    ],
)
def test_each_number_takes_the_form_that_cldr_gives_it(code, forms, catalogues):
    assert catalogues[code].num_plurals == 6
    with (LOCALE / code / "LC_MESSAGES/murmuration.mo").open("rb") as file:
        choose = gettext.GNUTranslations(file).plural
    assert {number: choose(number) for number in forms} == forms


def test_welsh_mutates_after_numbers():
    one, many = (
        "A short story and %(num)s question about it. No name.",
        ("A short story and at most %(num)s questions about it. No name."),
    )
    with speaking("cy"):
        said = [ngettext(one, many, number) for number in range(8)]
    nouns = [re.search(r"(\S+) amdani", text).group(1) for text in said]
    assert nouns == "gwestiynau cwestiwn gwestiwn chwestiwn cwestiwn cwestiwn chwestiwn cwestiwn".split()


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_says_nothing_in_english_alone(name):
    assert in_template((ROOT / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_nothing_in_english_alone(name):
    assert in_module(ROOT / name) == []


def test_bare_words_are_found_wherever_they_stand(tmp_path):
    source = """<p aria-label="Pages here">{{ _("Fine") }} Not fine</p>{% set x = "Closed" if y else _("Open") %}
    <p lang="en">Murmuration rises</p><img alt="{{ z }}"><b class="mm-a mm-b">A4</b>"""
    assert in_template(source) == ["Pages here", "x Not fine", "Closed"]
    module = tmp_path / "module.py"
    module.write_text(
        '"""Doc string here."""\nx = _("Fine here")\ny = f"Mostly {x}"\nz = "Not fine at all."\nw = "a-b"\n'
    )
    assert in_module(module) == ["Mostly ", "Not fine at all."]
