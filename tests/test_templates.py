"""Every template parses, imports only what it uses, and leaves escaping and the content policy alone."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from jinja2 import Environment, TemplateSyntaxError, nodes

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
PACKAGED = Path(str(files("govuk_frontend_jinja"))) / "templates"
ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
INLINE = {
    "a style attribute, which the content policy drops": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element, which the content policy drops": re.compile(r"<style\b", re.IGNORECASE),
    "an event handler, which the content policy drops": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline script, which the content policy drops": re.compile(
        r"<script\b(?![^>]*\ssrc=)(?![^>]*application/json)", re.IGNORECASE
    ),
    "something from another site": re.compile(r"<(?:script|link|img|iframe)\b[^>]*\s(?:src|href)=[\"']?(?:https?:)?//"),
}


def faults(text: str) -> list[str]:
    """What is wrong with a template, as sentences."""
    try:
        tree = ENVIRONMENT.parse(text)
    except TemplateSyntaxError as error:
        return [f"line {error.lineno}: {error.message}"]
    return [*_unused_imports(tree), *_escapes_switched_off(tree), *_missing_templates(tree), *_inline(text)]


def _unused_imports(tree: nodes.Template) -> list[str]:
    imported = {each.target: each.lineno for each in tree.find_all(nodes.Import)}
    for each in tree.find_all(nodes.FromImport):
        names = [name if isinstance(name, str) else name[1] for name in each.names]
        imported |= dict.fromkeys(names, each.lineno)
    used = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    return [f"line {line}: {name} is imported and not used" for name, line in imported.items() if name not in used]


def _escapes_switched_off(tree: nodes.Template) -> list[str]:
    safe = [
        f"line {each.lineno}: |safe lets a story run as HTML"
        for each in tree.find_all(nodes.Filter)
        if each.name == "safe"
    ]
    off = [f"line {each.lineno}: autoescape stays on" for each in tree.find_all(nodes.EvalContextModifier)]
    return safe + off


def _missing_templates(tree: nodes.Template) -> list[str]:
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    named = [
        (each.lineno, each.template.value) for each in tree.find_all(kinds) if isinstance(each.template, nodes.Const)
    ]
    found = [(line, name, (TEMPLATES / name).exists() or _is_packaged(name)) for line, name in named]
    return [f"line {line}: there is no template {name}" for line, name, exists in found if not exists]


def _is_packaged(name: str) -> bool:
    """The components are loaded under a prefix of their package's name."""
    return (PACKAGED / name.removeprefix("govuk_frontend_jinja/")).exists()


def _inline(text: str) -> list[str]:
    markup = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", text, flags=re.DOTALL)
    return [f"it has {what}" for what, pattern in INLINE.items() if pattern.search(markup)]


@pytest.mark.parametrize("file", sorted(TEMPLATES.rglob("*.*")), ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_the_template_is_sound(file):
    found = faults(file.read_text(encoding="utf-8"))
    assert not found, "\n".join(found)


def test_there_are_templates_to_look_at():
    assert list(TEMPLATES.rglob("*.html")), "templates/ holds no page"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{% if a %}", "line 1: Unexpected end of template"),
        (
            '{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}',
            "govukButton is imported and not used",
        ),
        (
            '{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton as b %}',
            "b is imported and not used",
        ),
        ("{{ story|safe }}", "line 1: |safe lets a story run as HTML"),
        ("{% autoescape false %}{{ story }}{% endautoescape %}", "line 1: autoescape stays on"),
        ('{% extends "nowhere.html" %}', "line 1: there is no template nowhere.html"),
        ('<p style="color: red">', "it has a style attribute, which the content policy drops"),
        ('<a href="#" onclick="go()">', "it has an event handler, which the content policy drops"),
        ("<script>go()</script>", "it has an inline script, which the content policy drops"),
        ('<script src="https://example.org/x.js"></script>', "it has something from another site"),
    ],
)
def test_a_fault_is_found(text, fault):
    assert fault in "\n".join(faults(text))


def test_a_sound_template_has_no_faults():
    text = """
    {% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}
    {{ govukButton({"text": label}) }} {% trans %}Send{% endtrans %}
    <script src="{{ url_for('static', filename='x.js') }}" type="module"></script>
    <section data-live="{{ url_for('explore.live', only='alerts') }}"></section>
    <script type="application/json" id="shape">{{ shape|tojson }}</script>
    """
    assert faults(text) == []
