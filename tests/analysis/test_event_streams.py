from analysis.streams import plan_streams
from narratives.event import event_collection, event_framework
from tests.builders import TODAY
from tests.events import EVENT, make_plan


def test_what_tellers_of_an_event_guess_about_others_is_not_watched():
    plan = make_plan(predicted=("mood", "say"))
    watched = plan_streams(event_collection(plan, EVENT, TODAY), event_framework(plan, EVENT))
    assert [one.id for one in watched.watched] == ["mood", "say"]
    assert watched.streams and not [stream for stream in watched.streams if "-by-" in repr(stream)]
