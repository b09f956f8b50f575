"""Pages for tellers, and the map, load a part of GOV.UK Frontend: whatever they use of it is in that part."""

import re

import pytest

FOLDERS = ("respond", "returning", "components", "errors", "about")
VENDOR = "static/vendor/govuk-frontend"
# Loaded by pages of staff alone, which have the whole sheet.
OF_STAFF = {"navigation.html"}


# The map loads the part too: all that it is made of, those of its neighbours that the reader alone uses left out.
OF_READER = {"contrast.html", "stories.html", "story-actions.html"}


@pytest.fixture(scope="module")
def pages(root):
    files = [root / "templates/base.html", root / "templates/explore/map.html"]
    files += [one for one in (root / "templates/explore/parts").glob("*.html") if one.name not in OF_READER]
    files += [file for folder in FOLDERS for file in (root / "templates" / folder).rglob("*.html")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files if file.name not in OF_STAFF)


def classes(text):
    return set(re.findall(r"govuk-[a-z]+(?:-[a-z]+)*(?:__[a-z-]+)?(?:--[a-z]+)?", text))


def in_sheet(path):
    return {
        found for rule in re.findall(r"\.govuk-[^,{]*", path.read_text(encoding="utf-8")) for found in classes(rule)
    }


def test_the_small_sheet_has_every_class_that_pages_for_tellers_and_the_map_use(root, pages):
    whole, part = (in_sheet(root / VENDOR / f"govuk-{name}.min.css") for name in ("frontend", "telling"))
    used = classes(pages)
    assert {"govuk-body", "govuk-radios__input", "govuk-error-summary"} <= used & part
    assert sorted(used & whole - part) == []


def test_the_map_includes_nothing_that_only_the_reader_uses(root):
    map_parts = [root / "templates/explore/map.html", *(root / "templates/explore/parts").glob("*.html")]
    text = "".join(one.read_text(encoding="utf-8") for one in map_parts if one.name not in OF_READER)
    assert sorted(name for name in OF_READER if f"explore/parts/{name}" in text) == []


def test_the_sheet_is_much_smaller(root):
    sizes = [(root / VENDOR / f"govuk-{name}.min.css").stat().st_size for name in ("telling", "frontend")]
    assert sizes[0] < sizes[1] / 2


def test_the_bundle_has_every_component_that_a_template_names(root):
    bundle = (root / VENDOR / "govuk-components.min.js").read_text(encoding="utf-8")
    named, macros = set(), set()
    for file in (root / "templates").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        named |= set(re.findall(r'data-module="(govuk-[a-z-]+)"', text))
        macros |= set(re.findall(r"govuk_frontend_jinja/components/([a-z-]+)/macro.html", text))
    has_script = {"accordion", "file-upload", "notification-banner", "password-input", "service-navigation", "tabs"}
    assert sorted(macros & has_script) == []
    assert len(named) > 3
    assert sorted(name for name in named if f'"{name}"' not in bundle) == []
