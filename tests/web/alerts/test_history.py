"""An alert's history in plain words."""

from datetime import UTC, datetime

import pytest

from narratives.route import Medium, Occasion
from store.deliveries import Delivery
from web.alerts.history import HistoryStep, Known, history, when

AT = datetime(2026, 11, 3, 12, 4, tzinfo=UTC)
KNOWN = Known({"ada": "Ada", "ben": "Ben"}, {"m1": "Stories in west have moved."})


def event(kind, new="", old="", note="", actor="ada", at=AT):
    return {"kind": kind, "old_value": old, "new_value": new, "note": note, "actor": actor, "at": at.isoformat()}


def said(*args, **kwargs) -> str:
    (step,) = history([event(*args, **kwargs)], (), KNOWN)
    return step.what


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (event("state", "raised", "watching", actor="monitor"), "The monitor raised this alert."),
        (event("state", "acknowledged", "raised"), "Ada acknowledged it."),
        (event("state", "raised", "acknowledged"), "Ada gave it back: nobody has it."),
        (event("state", "closed", "raised", actor="monitor"), "The monitor closed it."),
        (event("state", "raised", "closed"), "Ada opened it again."),
        (event("state", "acknowledged", "closed"), "Ada opened it again."),
        (event("course", "recovering", "moving"), "The stories are on the way back to usual."),
        (event("course", "moving", "recovering"), "The stories have moved away from usual again."),
        (event("course", "no-data", "moving"), "Too few new stories come to tell whether it still moves."),
        (event("course", "back", "recovering"), "The stories are back to usual."),
        (event("assigned", "ben"), "Ada gave it to Ben."),
        (event("assigned", "ada"), "Ada took it."),
        (event("assigned", "", "gone"), "Ada took it off gone."),
        (event("assigned", "", "ada"), "Ada no longer has it."),
        (event("due", "2026-12-03"), "Ada made it due on 3 December 2026."),
        (event("due", "", "2026-12-03"), "Ada took the day away."),
        (event("judged", "real"), "Ada said it was something real."),
        (event("judged", "", "noise"), "Ada took back what they said it was."),
        (event("silenced", "s1", actor="monitor"), "It fell under a silence: nobody was told."),
        (event("silenced", "", "s1", actor="monitor"), "The silence over it ended."),
        (event("folded", "lead", note="wider"), "It was put inside another alert."),
        (event("sign", "say", note="Stories in east say so."), "Another sign: Stories in east say so."),
        (event("rearmed"), "From here on, what moves there is an alert of its own."),
    ],
)
def test_every_event_is_said_in_words(row, words):
    (step,) = history([row], (), KNOWN)
    assert (step.what, step.when) == (words, when(AT))


def test_what_is_told_inside_is_named():
    told = "The monitor put another alert inside this one, as the same shift in another group"
    assert said("folded", "", "m1", "together") == f"{told}: Stories in west have moved."
    assert said("folded", "", "unknown", "together") == f"{told}."


def test_what_somebody_wrote_stands_below_and_codes_of_the_monitor_do_not():
    rows = [event("note", note="Rang them."), event("state", "closed", "raised", note="It was handled")]
    rows += [event("folded", "", "m1", "together"), event("told", "reminder", actor="monitor")]
    steps = history(rows, (), KNOWN)
    assert [step.note for step in steps] == ["Rang them.", "It was handled", ""]
    assert steps[0].what == "Ada noted:"


def test_messages_stand_where_they_arrived_in_time():
    later = AT.replace(hour=13)
    rows = [event("state", "raised", "watching"), event("state", "acknowledged", "raised", at=AT.replace(hour=14))]
    steps = history(rows, [Delivery(Medium.EMAIL, Occasion.RAISED, later)], KNOWN)
    assert steps[1] == HistoryStep("It was told by e-mail.", when(later))
    reminded = Delivery(Medium.WEBHOOK, Occasion.REMINDER, later)
    (step,) = history([], [reminded], KNOWN)
    assert step.what == "By webhook somebody was reminded that nobody had acknowledged it."
