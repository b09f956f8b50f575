"""Words that could show who somebody is, put before the teller to replace, reword or keep before anything is sent.

Nothing is decided for the teller and nothing is kept on the server: the page carries the whole telling in hidden
fields, and words that the teller keeps are carried as `kept`, so that nobody is asked twice.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace

from flask import Flask

from narratives.errors import FieldError
from narratives.form_fields import Fields, first
from narratives.framework import Framework
from narratives.redaction import KINDS, kind_words, replaced, sameness, spot, suggested
from narratives.signifiers import Choice, Freetext
from narratives.text import MAX_STORY_CHARACTERS, MAX_TITLE_CHARACTERS, clean_text
from narratives.translation import gettext as _
from web.respond.steps import SPOTTED
from web.respond.telling import KEPT, Telling

# Where the page came up, and which button was pressed there.
CAME_FROM, CAME_BY = "spotted.at", "spotted.step"
_AROUND = 70
_SENTENCE_END = re.compile(r"[.!?\n]")


@dataclass(frozen=True, slots=True)
class Noticed:
    """One piece to decide about: its number on the page, what it is, where it stands, and what was chosen so far."""

    number: int
    words: str
    kind: str
    hint: str
    suggestion: str
    before: str
    after: str
    times: int
    field: str
    label: str
    choice: str = ""
    other: str = ""
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A telling with what was decided about its words, and what is still to be decided."""

    telling: Telling
    errors: tuple[FieldError, ...] = ()


def text_fields(framework: Framework) -> tuple[str, ...]:
    """The names of the fields in which a teller writes in words of their own."""
    free = [one.id for one in framework.signifiers if isinstance(one, Freetext)]
    others = [f"{one.id}.other" for one in framework.signifiers if isinstance(one, Choice)]
    return ("story", "title", *free, *others)


def serve(app: Flask) -> None:
    """Let an application's templates say which fields hold words of the teller's own, and what kinds are noticed."""
    app.jinja_env.filters["text_fields"] = text_fields
    app.jinja_env.globals["spotted_kinds"] = lambda: [(kind, kind_words(kind), suggested(kind)) for kind in KINDS]


def noticed(telling: Telling) -> tuple[Noticed, ...]:
    """What in the telling's texts could show who somebody is and was not kept; each words once, in page order."""
    kept = {sameness(words) for words in telling.fields.get(KEPT, ())}
    found: dict[str, Noticed] = {}
    for field in text_fields(telling.framework):
        text = clean_text(first(telling.fields, field))
        for one in spot(text) if len(text) <= MAX_STORY_CHARACTERS else ():
            key = sameness(one.words)
            if key in found:
                found[key] = replace(found[key], times=found[key].times + 1)
            elif key not in kept:
                before, after = _sentence(text, one.start, one.end)
                found[key] = Noticed(
                    number=len(found) + 1,
                    words=one.words,
                    kind=one.kind,
                    hint=kind_words(one.kind),
                    suggestion=suggested(one.kind),
                    before=before,
                    after=after,
                    times=1,
                    field=field,
                    label=_label(telling.framework, field),
                )
    return tuple(found.values())


def with_choices(items: tuple[Noticed, ...], fields: Fields, errors: tuple[FieldError, ...]) -> tuple[Noticed, ...]:
    """The same with what was chosen on the page before, and what is wrong with it."""
    chosen = _choices(fields)
    wrong = {error.field: error.message for error in errors}
    shown = []
    for item in items:
        choice, other = chosen.get(sameness(item.words), ("", ""))
        shown.append(replace(item, choice=choice, other=other, error=wrong.get(_field_of(item))))
    return tuple(shown)


def decided(telling: Telling, for_all: str = "") -> Decided:
    """Do what was chosen on the page: `for_all` is "replace" or "keep" when one button decided about everything."""
    chosen, errors = _choices(telling.fields), []
    new_words: dict[str, str] = {}
    kept: list[str] = []
    for item in noticed(telling):
        choice, other = chosen.get(sameness(item.words), ("", ""))
        choice = for_all if for_all in {"replace", "keep"} else choice
        if choice == "keep":
            kept.append(item.words)
        elif choice == "replace":
            new_words[sameness(item.words)] = item.suggestion
        elif choice == "other" and other:
            new_words[sameness(item.words)] = other
        elif choice == "other":
            errors.append(
                FieldError(_field_of(item), _("Write the words to use instead of “%(words)s”", words=item.words))
            )
        else:
            problem = _("Choose whether to replace or to keep “%(words)s”", words=item.words)
            errors.append(FieldError(_field_of(item), problem))
    if errors:
        return Decided(telling, tuple(errors))
    return Decided(replace(telling, fields=_reworded(telling, new_words, kept)))


def held_by_page(telling: Telling, came_by: str) -> list[tuple[str, str]]:
    """What the page holds in hidden fields: the whole telling, and where to go on."""
    came_from = telling.value(CAME_FROM) if telling.value("at") == SPOTTED else telling.value("at")
    return [*telling.carried(), (CAME_FROM, came_from), (CAME_BY, came_by)]


def where_it_came_up(telling: Telling) -> tuple[Telling, str]:
    """The telling as it was on the page before, and the button that was pressed there."""
    came_from = telling.value(CAME_FROM)
    fields = {**telling.fields, "at": ["" if came_from == SPOTTED else came_from]}  # it cannot come from itself
    by = telling.value(CAME_BY)
    return replace(telling, fields=fields), by if by in {"next", "check"} else "check"


def is_to_be_asked(telling: Telling, names: Container[str]) -> bool:
    """Whether something was noticed on a page that asks for these fields."""
    return any(name in names for name in text_fields(telling.framework)) and bool(noticed(telling))


def _reworded(telling: Telling, new_words: Mapping[str, str], kept: list[str]) -> Fields:
    fields = {name: list(values) for name, values in telling.fields.items()}
    for name in text_fields(telling.framework):
        if new_words and first(fields, name):
            fields[name] = [replaced(clean_text(first(fields, name)), new_words)]
    fields[KEPT] = [*fields.get(KEPT, ()), *kept]
    return fields


def _choices(fields: Fields) -> dict[str, tuple[str, str]]:
    """What was chosen for which words: their number on the page says nothing, since texts may have changed."""
    return {sameness(words): (choice, other) for words, choice, other in _posted(fields)}


def _posted(fields: Fields) -> Iterator[tuple[str, str, str]]:
    for name in fields:
        number, _dot, part = name.removeprefix("spotted.").partition(".")
        if name.startswith("spotted.") and part == "words" and number.isascii() and number.isdigit():
            other = clean_text(first(fields, f"spotted.{number}.other"))[:MAX_TITLE_CHARACTERS]
            yield first(fields, name), first(fields, f"spotted.{number}"), other


def _field_of(item: Noticed) -> str:
    return f"spotted-{item.number}"


def _sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands around a piece in its sentence, shortened at a blank."""
    before = _SENTENCE_END.split(text[:start])[-1].lstrip()
    after = _SENTENCE_END.split(text[end:], maxsplit=1)[0].rstrip()
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    return before, after


def _label(framework: Framework, field: str) -> str:
    if field in {"story", "title"}:
        return _("Your story") if field == "story" else _("Title")
    return framework.signifier(field.removesuffix(".other")).title
