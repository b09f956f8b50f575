"""Finds words that a respondent would read in English whatever language the page is in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, nodes

SAYING = {"_", "gettext", "ngettext", "noop"}
# Not words of ours, the same in every language, or no words at all.
NAMES = {"Murmuration", "Allow", "MB"}
_READ = {"alt", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "placeholder", "title"}
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_ATTRIBUTE = re.compile(r"[a-z-]+=\"[^\"]*\"|\b[a-z]+(?:-[a-z]+)+\b")  # of a macro that makes part of a tag
_WORD = re.compile(r"(?!x+\b)[A-Za-z]{2,}")  # an x stands for an expression
_SENTENCE = re.compile(r"^[A-Z][a-z]+(?: [\w“”’%()-]+)*[.?!:…]?$|[a-z]{2,} [a-z]{2,} [a-z]{2,}| [a-z]{2,}[.?!…]$")
_ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)


class _Page(HTMLParser):
    """The text and the read attributes of a page; what is marked with `lang` says itself which language it is in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        silent = tag in {"script", "style", "svg"} or any(name == "lang" for name, _ in attrs)
        for name, value in attrs:
            if name in _READ and not silent:
                self._note(value or "")
        self._open.append((tag, silent))
        self._silent += silent

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            opened, silent = self._open.pop()
            self._silent -= silent
            if opened == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._note(data)

    def _note(self, text: str) -> None:
        if [word for word in _WORD.findall(_ATTRIBUTE.sub("", text)) if word not in NAMES]:
            self.found.append(" ".join(text.split()))


def in_template(source: str) -> list[str]:
    """The words of a template that stand outside `_()`: in its text, in attributes and in strings."""
    page = _Page()
    page.feed(_STATEMENT.sub("", _EXPRESSION.sub("x", source)))
    return [*page.found, *_in_expressions(_ENVIRONMENT.parse(source))]


def _in_expressions(tree: nodes.Node) -> Iterator[str]:
    if isinstance(tree, nodes.Call) and isinstance(tree.node, nodes.Name) and tree.node.name in SAYING:
        return
    if isinstance(tree, nodes.Const) and isinstance(tree.value, str) and _is_sentence(tree.value):
        yield tree.value
    for child in tree.iter_child_nodes():
        yield from _in_expressions(child)


def in_module(path: Path) -> list[str]:
    """The sentences of a module that stand outside `_()`; docstrings and what is raised are for programmers."""
    return list(_in_code(ast.parse(path.read_text(encoding="utf-8"))))


def _in_code(tree: ast.AST) -> Iterator[str]:
    match tree:
        case ast.Raise() | ast.Expr(value=ast.Constant()):
            return
        case ast.Call(func=ast.Name(id=name)) if name in SAYING:
            for argument in tree.keywords:
                yield from _in_code(argument)
            return
        case (
            ast.Call(func=ast.Attribute(attr="compile"))
            | ast.Call(func=ast.Attribute(value=ast.Attribute(attr="logger")))  # an operator's, who reads English
            | ast.Assign(targets=[ast.Name(id="__all__")])
        ):
            return
        case ast.Constant(value=str() as text):
            if _is_sentence(text):
                yield text
        case ast.JoinedStr():
            text = "".join(str(part.value) for part in tree.values if isinstance(part, ast.Constant))
            if re.search(r"[a-z]{2,} [a-z]{2,}|^[A-Z][a-z]+ ", text):
                yield text
            return
    for child in ast.iter_child_nodes(tree):
        yield from _in_code(child)


def _is_sentence(text: str) -> bool:
    return text not in NAMES and _SENTENCE.search(text.strip()) is not None
