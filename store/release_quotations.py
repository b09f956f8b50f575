"""Whether words are a quotation from a story whose teller did not allow publishing: answered with the words typed.

Nothing of a story leaves this module. Stories that wait or are held back are looked at too, and all look the same.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from narratives.answers import ChoiceAnswer, FreetextAnswer, answer_from_json
from narratives.narrative import Scope
from narratives.quotation import Typed, typed
from store.database import Database
from store.public_pages import list_public_sentences, untell_public
from store.report_backs import NO_LONGER_ALLOWED, list_report_backs, take_back

MOST_REFUSALS = 20  # a day and account: who may try for ever can guess a story word by word
_PAGE = 2_000


def find_quotation(db: Database, collection_id: str, texts: Sequence[str]) -> str:
    """The longest run of words in some texts that stands in a story which may not be published; empty when none does.

    Stories pass by in pages, so that neither time nor memory grows faster than their number.
    """
    sought = typed(texts)
    found, after = "", ""
    while sought.rare:
        told = _page(db, collection_id, after)
        if not told:
            break
        after = told[-1][0]
        for _, text, title, answers in told:
            if sought.may_stand_in(f"{text} | {title} | {_unescaped(answers)}"):
                found = max(found, *map(sought.longest_in, _own_words(text, title, answers)), key=len)
    return found


def stop_quoting(db: Database, narrative_id: str, *, on: date) -> int:
    """Take back every answer and public sentence that quotes a story which could be published until now; how many.

    Call it before the story changes, is held back or leaves. It is noted by the day: a time would tell when its
    teller came back.
    """
    row = db.one("select collection_id, text, title, answers, consent from narratives where id = :id", id=narrative_id)
    if row is None or Scope.PUBLISH.value not in row["consent"].split():
        return 0
    own = _own_words(row["text"], row["title"], row["answers"])
    quoting = [
        report.id
        for report in list_report_backs(db, row["collection_id"])
        if _quotes(typed(report.every_sentence), own)
    ]
    at = datetime.combine(on, time(), UTC)
    told = list_public_sentences(db, row["collection_id"])
    quoted = [probe for probe, one in told.items() if _quotes(typed(list(one.words.values())), own)]
    taken = sum(untell_public(db, probe) for probe in quoted)
    return taken + sum(take_back(db, one, actor=NO_LONGER_ALLOWED, at=at) for one in quoting)


def _quotes(sought: Typed, own: Sequence[str]) -> bool:
    return any(sought.longest_in(words) for words in own)


def count_refusals(db: Database, account: str, day: date) -> int:
    """How often an account was refused words on a day."""
    row = db.one(
        "select n from refused_quotations where account = :account and day = :day", account=account, day=day.isoformat()
    )
    return 0 if row is None else int(row["n"])


def add_refusal(db: Database, account: str, day: date) -> None:
    """Count that words were refused; earlier days of the account are forgotten."""
    bound = {"account": account, "day": day.isoformat()}
    with db.write():
        db.execute("delete from refused_quotations where account = :account and day < :day", **bound)
        db.execute(
            """
            insert into refused_quotations (account, day, n) values (:account, :day, 1)
            on conflict (account, day) do update set n = n + 1
            """,
            **bound,
        )


def _page(db: Database, collection_id: str, after: str) -> list[tuple[str, str, str, str]]:
    """Id, text, title and answers of the next stories that may not be published as they stand."""
    return db.tuples(
        """
        select id, text, title, answers from narratives
        where id > :after and +collection_id = :id -- the plus: in the order of the ids, and no other
          and not (state = 'released' and instr(' ' || consent || ' ', :publish) > 0)
        order by id limit :limit
        """,
        id=collection_id,
        after=after,
        publish=f" {Scope.PUBLISH.value} ",
        limit=_PAGE,
    )


def _unescaped(answers: str) -> str:
    """Stored answers with their line ends and tabs as spaces, so that no word begins with the letter of one."""
    return answers.replace("\\n", " ").replace("\\t", " ")


def _own_words(text: str, title: str, answers: str) -> list[str]:
    """Everything of a story that its teller put into words."""
    given = [answer_from_json(signifier, stored) for signifier, stored in json.loads(answers).items()]
    written = [one.text for one in given if isinstance(one, FreetextAnswer)]
    written += [one.other for one in given if isinstance(one, ChoiceAnswer)]
    return [words for words in (text, title, *written) if words]
