"""The language of a page: what was asked for, which others are offered, and how it is carried to the next page.

Nothing is stored. A language is asked for by the `speak` button of a form (the switch on pages that hold answers),
by the form's hidden `lang` or by `lang` in the address, in this order. A GET that asks for none begins in the first
of the browser's languages that is offered, a POST in the collection's own. Staff pages are in English.

What templates can use, in macros too:
- `_`, `gettext`, `ngettext` and `{% trans %}`; write `%%` for a per cent sign there, and `{% do parts.append(x) %}`
  where you would have written `{% set _ = parts.append(x) %}`, which takes `_` away
- `url_for` and `here`, which carry the language to other pages for respondents by themselves
- `spoken_languages()`: the offered languages, each with its name in itself, its address and whether it is in use
- `language`, `direction`: of this page
Forms carry `<input type="hidden" name="lang" value="{{ language }}">`; a page that holds answers sets
`{% set switch_form = "<id of its form>" %}` and base.html puts buttons that post to it in place of the links. A form
that is posted with `speak` shows the page it was sent from (`at`) again, without errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Flask, current_app, g, request, url_for
from markupsafe import Markup

from narratives.collection import Collection
from narratives.collection_texts import in_language
from narratives.errors import NotFoundError
from narratives.framework import Framework
from narratives.translation import ENGLISH, direction, gettext, interface_languages, name_of, plain_ngettext, speak
from web.access import EVERYONE
from web.stores import stores


@dataclass(frozen=True, slots=True)
class Choice:
    """A language that a page is offered in; `address` is the same page in it."""

    code: str
    name: str
    direction: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """The language of a page, those it is offered in, and whether links have to say which."""

    code: str = ENGLISH
    offered: tuple[str, ...] = (ENGLISH,)
    carried: bool = False


def serve(app: Flask) -> None:
    """Let an application's pages speak; register it after what guards the bodies of forms."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.add_extension("jinja2.ext.do")  # `{% set _ = list.append(x) %}` would take `_` away
    app.jinja_env.install_gettext_callables(gettext, plain_ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(here=url_for, spoken_languages=spoken_languages)
    app.before_request(_choose)
    app.teardown_request(lambda error: speak(ENGLISH))
    app.url_defaults(_carry)
    app.context_processor(_words)


def spoken() -> Spoken:
    """The language of the page that is being made."""
    found: Spoken = g.get("spoken", Spoken())
    return found


def spoken_languages() -> tuple[Choice, ...]:
    """The languages this page is offered in; none when there is nothing to choose."""
    page = spoken()
    if len(page.offered) < 2:
        return ()
    return tuple(
        Choice(code, name_of(code), direction(code), _this_page_in(code), code == page.code) for code in page.offered
    )


def worded(framework: Framework) -> Framework:
    """A framework in the language of the page."""
    return framework.in_language(spoken().code)


def worded_both(collection: Collection, framework: Framework) -> tuple[Collection, Framework]:
    """A collection and its framework in the language of the page."""
    return in_language(collection, framework, spoken().code), worded(framework)


def offered_with(framework: Framework | None) -> tuple[str, ...]:
    """The languages that a page is offered in: those that the interface speaks and, where it asks a framework's
    questions, the framework speaks too; the framework's own always.
    """
    if framework is None:
        return interface_languages()
    ours = interface_languages()
    return tuple(code for code in framework.languages if code in ours or code == framework.language)


def _choose() -> None:
    g.spoken = _language() if _is_for_respondents(request.endpoint) else Spoken()
    speak(g.spoken.code)


def _language() -> Spoken:
    framework = _framework()
    offered = offered_with(framework)
    usual = ENGLISH if framework is None else framework.language
    asked = _asked_for(offered)
    if asked:
        return Spoken(asked, offered, carried=True)
    guessed = _browsers(offered) if request.method in {"GET", "HEAD"} else None
    code = guessed or usual
    return Spoken(code, offered, carried=code != usual)


def _asked_for(offered: tuple[str, ...]) -> str | None:
    wanted = (request.form.get("speak"), request.form.get("lang"), request.args.get("lang"))
    return next((code for code in wanted if code in offered), None)


def _browsers(offered: tuple[str, ...]) -> str | None:
    """The best of the offered languages by the browser's own list, which is read and not kept."""
    for wanted in request.accept_languages.values():
        for code in offered:
            if code == wanted or code == wanted.partition("-")[0].lower():
                return code
    return None


def _framework() -> Framework | None:
    collection_id = (request.view_args or {}).get("collection_id")
    if collection_id is None:
        return None
    try:
        return stores().opened(collection_id)[1]
    except NotFoundError:
        return None


def _is_for_respondents(endpoint: str | None) -> bool:
    """Whether tellers read an endpoint's pages; an address that nothing answers to may have been typed by one."""
    if endpoint is None:
        return True
    if endpoint == "static" or endpoint.startswith("staff."):
        return False
    return EVERYONE in getattr(current_app.view_functions.get(endpoint), "roles", ())


def _carry(endpoint: str, values: dict[str, object]) -> None:
    page = spoken()
    if page.carried and _is_for_respondents(endpoint):
        values.setdefault("lang", page.code)


def _this_page_in(code: str) -> str:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    # Quoted: browsers read a path of their own typing, such as /\elsewhere.example, as the address of another site.
    return f"{quote(request.script_root + request.path)}?{urlencode([*kept, ('lang', code)])}"


def _words() -> dict[str, object]:
    code = spoken().code
    facing = direction(code)
    # GOV.UK's template has no place for `dir` on <html>; `code` is one of the offered languages.
    return {"language": code, "direction": facing, "html_language": Markup('{}" dir="{}').format(code, facing)}
