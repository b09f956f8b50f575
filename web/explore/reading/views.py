"""The stories of a selection: in an order to read, on cards for a workshop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection, Policy
from store.reading_lists import list_listed
from store.release import View
from store.release_contrast import whole_of
from store.release_reading import Shelf
from store.story_notes import count_notes
from web.access import current_account, open_to
from web.explore.blueprint import READERS, bp, choose, opened, others, today
from web.explore.chosen import chosen
from web.explore.filters import kind_choices, read_filters
from web.explore.pictures.file_name import file_name
from web.explore.pictures.selection_words import selection_words
from web.explore.reading.cards_file import cards_file
from web.explore.reading.contrast_panel import contrast_panel
from web.explore.reading.printed_cards import NUMBERS, SIZES, printed_cards, read_print
from web.explore.reading.search_panel import reasons, search_panel
from web.explore.reading.stories_page import Reader, said_of
from web.explore.reading.story_cards import CARD_CHARACTERS, StoryCard, story_cards
from web.explore.reading.wanted import Order, read_wanted, with_parts
from web.explore.themes.names import theme_names
from web.headers import let_play
from web.people import organisation_title
from web.reach import may_open
from web.readers import closed_sentence
from web.staff.again import path_asked_for
from web.stores import stores


@bp.get("/stories", endpoint="stories")
@bp.get("/explore/<collection_id>/stories", endpoint="stories")
@open_to(*READERS, within_groups=True)
def show_stories(collection_id: str | None = None) -> ResponseReturnValue:
    """Stories to read."""
    if collection_id is None:
        return choose("explore.stories", "Stories")
    reader = reader_of(collection_id)
    if reader.wanted.order is Order.RANDOM and reader.wanted.seed is None:
        return redirect(reader.drawn, code=303)
    db, collection, shelf = stores().stories, reader.collection, reader.page()
    themes = theme_names(db, collection)
    if any(story.spoken for story in shelf.stories):
        let_play()
    return render_template(
        "explore/stories.html",
        collection=collection,
        reader=reader,
        filters=reader.filters,
        wanted=reader.wanted,
        errors=reader.errors,
        search=search_panel(reader, shelf),
        themes=themes,
        kinds=kind_choices(collection, reader.framework),
        chosen=chosen(reader, themes),
        cards=_cards_of(reader, shelf, themes),
        said=said_of(shelf, reader.wanted, collection),
        links=reader.links(more=shelf.more),
        marking=reader.href("explore.marking_words") if reader.is_narrowed and _may_mark(collection) else "",
        listed=set(list_listed(db, collection.id, current_account().username)),
        notes=count_notes(db, [story.id for story in shelf.stories]),
        back=path_asked_for(),
        page_is_protected=collection.policy is Policy.PROTECTED,
        others=others(collection),
        closed=closed_sentence(collection.id),
    )


def _cards_of(reader: Reader, shelf: Shelf, themes: Mapping[int, str]) -> tuple[StoryCard, ...]:
    return story_cards(
        reader.collection,
        reader.framework,
        shelf.stories,
        themes,
        most=CARD_CHARACTERS,
        reading=reader.reading(),
        first=reader.first,
        why=reasons(shelf),
    )


@bp.get("/explore/<collection_id>/stories/cards")
@open_to(*READERS, within_groups=True)
def story_cards_to_print(collection_id: str) -> ResponseReturnValue:
    """Stories on cards for a workshop."""
    reader = reader_of(collection_id)
    asked = read_print(request.args)
    return render_template(
        "explore/cards.html",
        collection=reader.collection,
        reader=reader,
        asked=asked,
        sizes=SIZES.values(),
        numbers=NUMBERS,
        page=printed_cards(reader, asked, current_account().username, stores().stories),
        file=url_for("explore.story_cards_pdf", collection_id=collection_id, **reader.query | asked.choices),  # type: ignore[arg-type]
    )


@bp.get("/explore/<collection_id>/stories/cards.pdf")
@open_to(*READERS, within_groups=True)
def story_cards_pdf(collection_id: str) -> ResponseReturnValue:
    """The same cards as a file to print."""
    reader = reader_of(collection_id)
    asked, collection = read_print(request.args), reader.collection
    page = printed_cards(reader, asked, current_account().username, stores().stories)
    if not page.sheets:
        abort(404)
    pdf = cards_file(collection, page, asked.size, organisation_title(), datetime.now(UTC))
    answer = Response(pdf, content_type="application/pdf")
    name = file_name("pdf", today(), collection.title, "cards")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@bp.get("/explore/<collection_id>/stories/words")
@open_to(*READERS)
def marking_words(collection_id: str) -> ResponseReturnValue:
    """The words that mark a selection against the others."""
    reader = reader_of(collection_id)
    collection, filters, view = reader.collection, reader.filters, reader.filters.view
    themes = theme_names(stores().stories, collection)
    around = whole_of(view) or View(view.kind)
    rest = replace(filters, view=around, group=filters.group if around.groups else "")
    theme = reader.wanted.theme
    about = "" if theme is None else f" about {themes.get(theme, f'theme {theme}')}"
    return render_template(
        "explore/words.html",
        collection=collection,
        reader=reader,
        panel=contrast_panel(stores().stories, reader),
        selection=selection_words(filters, reader.framework, themes) + about,
        rest=f"{selection_words(rest, reader.framework, themes)}; without these",
        page_is_protected=collection.policy is Policy.PROTECTED,
        others=others(collection),
    )


def _may_mark(collection: Collection) -> bool:
    return may_open("explore.marking_words", collection.id)


def reader_of(collection_id: str) -> Reader:
    """The reader whom the address of this request means."""
    collection, framework = opened(collection_id)
    fields = with_parts(framework, request.args)
    filters = read_filters(collection, fields, framework)
    wanted = read_wanted(collection, fields)
    return Reader(stores(), collection, framework, filters, wanted, asks_for_places="part" in fields)
