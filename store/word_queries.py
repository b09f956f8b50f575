"""What is searched for, in the words of the full-text index, which can misread none of it.

The index keeps the stems of words: "bus" as "bu". Beginnings of words are not told by stems, so that it gives
candidates for them, and the texts decide.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence

from narratives.search_words import Search, Term, read_search
from store.database import Database

NOTHING = '""'  # a query that finds no story
_WORD = re.compile(r"[^\W_]+")


def match_of(words: str | Search | None) -> str | None:
    """The query of some typed words; None where they ask for nothing, NOTHING where it is unclear what.

    It finds every story that they ask for, and where they hold beginnings of words others as well.
    """
    search = words if isinstance(words, Search) else read_search(words or "")
    if search.is_empty:
        return None
    if search.problem:
        return NOTHING
    wanted = f"({' AND '.join(map(_quoted, search.wanted))})"
    without = tuple(term for term in search.unwanted if not term.begins)
    return f"{wanted} NOT {match_of_any(without)}" if without else wanted


def match_of_any(terms: Sequence[Term]) -> str:
    """The query for stories that hold any of some terms, and with beginnings of words others as well."""
    return f"({' OR '.join(map(_quoted, terms))})" if terms else NOTHING


def list_word_hits(db: Database, words: str | Search) -> list[str]:
    """The ids of all readable stories, of any collection, that hold what is searched for; none where it is unclear."""
    search = words if isinstance(words, Search) else read_search(words)
    match = match_of(search) or NOTHING
    beginnings = tuple(term for term in search.wanted if term.begins)
    if not beginnings and not any(term.begins for term in search.unwanted):
        rows = db.tuples("select narrative_id from story_words where story_words match :words", words=match)
        return [one for (one,) in rows]
    wanted = [_pattern(term) for term in beginnings]
    unwanted = [_pattern(term) for term in search.unwanted if term.begins]
    found = []
    for one, text in db.tuples(
        "select narrative_id, text from story_words where story_words match :words", words=match
    ):
        plain = _plain(text)
        if all(term.search(plain) for term in wanted) and not any(term.search(plain) for term in unwanted):
            found.append(one)
    return found


def holding_any(db: Database, terms: Sequence[Term], ids: Iterable[str]) -> set[str]:
    """Those of some stories that hold any of some terms."""
    found = {}
    for one, text in db.tuples(
        """
        select narrative_id, text from story_words
        where narrative_id in (select value from json_each(:ids)) and story_words match :words
        """,
        words=match_of_any(terms),
        ids=json.dumps(list(ids)),
    ):
        found[one] = text
    beginnings = [_pattern(term) for term in terms if term.begins]
    whole = [term for term in terms if not term.begins]
    if not beginnings:
        return set(found)
    by_whole = holding_any(db, whole, found) if whole else set()
    plain = {one: _plain(text) for one, text in found.items()}
    return by_whole | {one for one, text in plain.items() if any(term.search(text) for term in beginnings)}


def _quoted(term: Term) -> str:
    if not term.begins:
        return _in_quotes(term.words)
    *before, last = _WORD.findall(term.words) or [term.words]
    # Whatever its ending, a word keeps its first three letters in its stem, or two where no more are left; and the
    # index stems no word so short that is asked for, but for a y at its end.
    sure = last[:2] if last[2:3] == "y" else last[:3]
    candidates = f"({_in_quotes(sure)} * OR {_in_quotes(last[:2])})"
    return f"({' AND '.join([*map(_in_quotes, before), candidates])})"


def _in_quotes(words: str) -> str:
    return '"{}"'.format(words.replace('"', '""'))


def _pattern(term: Term) -> re.Pattern[str]:
    """What is found in a plain text that holds words beside each other, the last of which begins as asked."""
    words = _WORD.findall(_plain(term.words))
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, words)))


def _plain(text: str) -> str:
    """A text as the index tells words apart: without case and accents."""
    if text.isascii():
        return text.lower()
    return "".join(one for one in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(one))
