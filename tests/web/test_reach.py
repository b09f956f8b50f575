"""Somebody who sees a part of the organisation sees only that: every staff page of the application, one by one."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from narratives.collection import Policy
from narratives.roles import Grant, Role
from store.collections import add_collection, framework_of
from tests.builders import make_collection
from tests.people import Person, make_app, stores_of
from tests.web.explore.telling import World as Tellers
from tests.web.far_and_near import CANARY, MINE, Things, add_limited
from tests.web.reach_world import World, asked, filled, names_in, staff_routes, text_of
from web.place import APART, RESOLVERS

REFUSED = {403, 404}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(Path(tmp_path_factory.mktemp("reach")))


def test_every_name_in_an_address_of_staff_is_resolved_or_said_to_stand_apart(world):
    named = {name for _method, path, _endpoint in staff_routes(world.app) for name in names_in(path)}
    unknown = sorted(named - set(RESOLVERS) - set(APART))
    assert not unknown, f"say in web/place.py what collection these names belong to: {', '.join(unknown)}"


def test_a_person_of_another_collection_finds_nothing_of_this_one(world):
    els, tried = world.people["els"], set()
    for method, path, endpoint in staff_routes(world.app):
        for name in names_in(path) & set(RESOLVERS):
            things = world.mine.ids | {other: world.far.ids[other] for other in world.far.ids if other != name}
            if name not in world.mine.ids:
                continue
            address = filled(path, Things(things))
            answer = asked(els, method, address)
            assert answer.status_code == 404, f"{method} {address} ({endpoint}) answers {answer.status_code} for {name}"
            tried.add(name)
    assert tried == set(world.mine.ids) & set(RESOLVERS)


def test_nothing_of_another_group_or_collection_comes_up_on_any_page(world):
    """Every page with what is one's own in its address: nothing of the others stands on it."""
    lim, opened = world.people["lim"], 0
    for method, path, endpoint in staff_routes(world.app):
        if method != "GET" or endpoint == "explore.stream":
            continue
        answer = lim.get(filled(path, world.mine))
        assert answer.status_code in {200, 204, 302, 303, 304} | REFUSED, f"{path} answers {answer.status_code}"
        assert CANARY not in text_of(answer), f"{path} ({endpoint}) tells of what {lim.account.name} may not see"
        opened += answer.status_code == 200
    assert opened > 25, "hardly any page opened: this test would find nothing"


def test_the_things_of_another_group_are_not_there(world):
    lim, tried = world.people["lim"], set()
    for method, path, endpoint in staff_routes(world.app):
        if not names_in(path) & set(world.theirs.ids) - {"collection_id", "route_id"}:
            continue
        address = filled(path, world.theirs)
        answer = asked(lim, method, address)
        assert answer.status_code in REFUSED, f"{method} {address} ({endpoint}) answers {answer.status_code}"
        assert CANARY not in text_of(answer).replace(address, "")
        tried |= names_in(path)
    assert tried >= set(world.theirs.ids) - {"collection_id", "route_id"}


@pytest.mark.parametrize(
    "path",
    [
        "/changed/<alert_id>",
        "/probes/<probe_id>",
        "/probes/<probe_id>/change",
        "/explore/<collection_id>/stories/<story_id>",
        "/report-back/<report_back_id>/change",
    ],
)
def test_what_is_ones_own_opens(world, path):
    assert world.people["lim"].get(world.mine.put_in(path)).status_code in {200, 303}


@pytest.mark.parametrize("who", ["near", "els"])
def test_a_person_of_whole_collections_sees_no_other_one(world, who):
    person, things = world.people[who], world.mine if who == "near" else world.far
    other, opened = ("the zanzi plot" if who == "near" else "the plot"), 0
    for method, path, endpoint in staff_routes(world.app):
        if method == "GET" and endpoint != "explore.stream":
            answer = person.get(filled(path, things))
            assert answer.status_code < 500, path
            assert other not in text_of(answer), f"{path} ({endpoint}) tells {who} of another collection"
            opened += answer.status_code == 200
    assert opened > 25


def test_fields_that_name_what_is_not_seen_are_answered_like_what_does_not_exist(world):
    lim, far, theirs = world.people["lim"], world.far.ids, world.theirs.ids
    for path in (
        f"/probes/new?collection={far['collection_id']}",
        f"/probes/new?alert={theirs['alert_id']}",
        f"/report-back/new?alert={theirs['alert_id']}",
        f"/report-back/new?probe={theirs['probe_id']}",
        f"/explore/plot?group={CANARY}west",
        "/explore/plot?group=nowhere",
        "/explore/plot?group=all",
        f"/explore/plot/stories?like={theirs['story_id']}",
        f"/explore/plot/pictures/mood.csv?group={CANARY}west",
        "/probes/new?collection=nowhere",
    ):
        answer = lim.get(path)
        assert answer.status_code == 404, f"{path} answers {answer.status_code}"
    assert lim.post("/changed/acknowledge", {"alert": theirs["alert_id"]}).status_code == 404
    assert lim.post("/explore/plot/reading-list", {"story": theirs["story_id"], "do": "add"}).status_code == 404


def test_a_page_about_the_whole_collection_says_so_and_leads_to_what_opens(world):
    answer = world.people["lim"].get("/explore/plot/themes")
    assert answer.status_code == 403
    assert "This page is about the whole collection" in answer.text
    assert f"You see {MINE} of The plot." in answer.text
    assert '<a class="govuk-link" href="/explore/plot">Map</a>' in answer.text
    organisation = world.people["lim"].get("/staff/people")
    assert organisation.status_code == 403
    assert "This page is about the whole organisation" in organisation.text


def test_the_menu_and_the_line_of_pages_leave_out_what_does_not_open(world):
    page = world.people["lim"].get("/explore/plot").text
    assert ">Stories</a>" in page
    whole = world.people["near"].get("/explore/plot").text
    for left_out in (">Themes<", ">Common ground<", ">Weak signals<", ">Promise<"):
        assert left_out not in page and left_out in whole


def test_the_page_says_in_words_what_somebody_sees(world):
    assert f"You see {MINE} in The plot." in world.people["lim"].get("/changed").text
    assert "You see The plot." in world.people["near"].get("/changed").text
    assert "You see" not in world.people["ada"].get("/changed").text


def test_an_alert_told_inside_one_of_another_group_stands_by_itself_and_names_nobody_else(world):
    page = world.people["lim"].get("/changed").text
    assert f"Less say of one kind in {MINE}." in page
    assert f"Less say in {MINE} and" not in page
    assert "3 that nobody has acknowledged" in re.sub("<[^>]+>", "", page)
    assert "3 alerts to look at" in world.people["lim"].get("/explore/plot").text
    (own,) = re.findall(rf'href="(/changed/[0-9a-f]+)">Less say of one kind in {MINE}', page)
    assert f"Less say of one kind in {MINE}." in world.people["lim"].get(own).text


def test_how_a_probe_reads_is_told_to_those_who_see_all_that_it_is_compared_with(world):
    path = f"/probes/{world.mine.ids['probe_id']}"
    page = world.people["lim"].get(path).text
    assert "How it reads is told to those who see all the groups that it is compared with." in page
    assert "compared with groups of which you do not see all" in page
    assert "987" not in page
    assert "hoped-for way" not in page
    assert "hoped-for way" not in world.people["lim"].get("/changed").text
    assert "hoped-for way" in world.people["ada"].get("/changed").text
    assert "987" in world.people["ada"].get(path).text


def test_a_manager_of_a_group_is_told_of_urgent_stories_of_that_group_alone(world):
    add_limited(world.app, "man", Grant(Role.MANAGER, "plot", MINE))
    man = Person(world.app, "man")
    page = man.get("/urgent").text
    assert f"The  beans came up in {MINE}." in page
    assert CANARY not in page.casefold()
    assert "Others wait" not in page
    assert "Stories that cannot wait: The plot" in man.get("/changed").text


def test_only_those_who_manage_a_group_can_be_given_its_alerts(world):
    page = world.people["ada"].get(f"/changed/{world.theirs.ids['alert_id']}").text
    assert '<option value="near"' in page
    assert '<option value="lim"' not in page
    own = world.people["lim"].get(f"/changed/{world.mine.ids['alert_id']}").text
    assert '<option value="lim"' in own
    assert '<option value="els"' not in own


@pytest.mark.parametrize(
    "path",
    [
        "/explore/plot/stories?words=beans",
        "/explore/plot/stories?order=random&seed=1",
        "/explore/plot/stories?order=typical",
        "/explore/plot/stories?order=atypical",
        "/explore/plot/stories?theme=7",
        "/explore/plot/stories/cards?list=mine",
        "/explore/plot/stories/cards?number=40&for=staff",
        "/explore/plot/live?only=alerts",
        "/explore/plot?theme=7&kind=practitioner",
        "/explore/plot?part=mood:glad",
        "/probes/new?collection=plot",
        "/report-back/new?collection=plot",
    ],
)
def test_a_question_about_a_collection_is_answered_from_ones_own_groups(world, path):
    answer = world.people["lim"].get(path)
    assert answer.status_code == 200
    assert CANARY not in text_of(answer)


def test_forms_that_are_wrong_tell_nothing_either(world):
    lim = Person(world.app, "lim")
    for method, path, endpoint in staff_routes(world.app):
        if method == "POST" and not path.startswith("/staff"):
            answer = lim.post(filled(path, world.mine), {"say": "nothing"})
            assert answer.status_code < 500, path
            assert CANARY not in text_of(answer), f"{path} ({endpoint})"


def test_the_map_of_a_group_counts_its_stories_alone(world):
    mine = world.people["lim"].get("/explore/plot")
    whole = world.people["ada"].get(f"/explore/plot?group={MINE}")
    assert "All 34 stories" in mine.text
    assert "34 of " in whole.text
    both = world.people["lim"].get(f"/explore/plot/live?group={MINE}").json
    assert both["serial"] != world.people["ada"].get("/explore/plot/live").json["serial"]


def test_one_account_may_do_different_things_in_different_places(world):
    two, far = world.people["two"], world.far.ids
    assert two.get("/explore/plot").status_code == 404
    assert two.get(f"/explore/{far['collection_id']}").status_code == 200
    assert two.get("/keying/plot").status_code == 200
    assert two.get(f"/changed/{world.mine.ids['alert_id']}").status_code == 404
    log = two.get("/log")
    assert log.status_code in {200, 303}
    assert "The zanzi plot" not in log.text.replace("You see The plot and The zanzi plot.", "")


def test_who_reads_a_collection_and_manages_a_group_acts_in_that_group_alone(world):
    mix, mine, theirs = world.people["mix"], world.mine.ids, world.theirs.ids
    assert ">Acknowledge<" in mix.get(f"/changed/{mine['alert_id']}").text
    page = mix.get(f"/changed/{theirs['alert_id']}")
    assert page.status_code == 200
    assert ">Acknowledge<" not in page.text
    assert mix.post(f"/changed/{theirs['alert_id']}/note", {"note": "Seen."}).status_code == 404
    assert mix.post(f"/changed/{mine['alert_id']}/note", {"note": "Seen."}).status_code == 303


def test_a_page_that_forgets_to_narrow_fails_and_tells_nothing(world, monkeypatch, caplog):
    monkeypatch.setattr(import_module("web.explore.filters"), "view_groups", lambda collection, groups=(): groups)
    answer = world.people["lim"].get("/explore/plot")
    assert answer.status_code == 500
    assert CANARY not in text_of(answer)
    assert "was asked for beyond the person's groups" in caplog.text


def test_an_account_with_a_grant_in_a_collection_that_is_gone_sees_nothing(tmp_path):
    app = make_app(tmp_path)
    add_limited(app, "lost", Grant(Role.MANAGER, "gone", "nobody"))
    lost = Person(app, "lost")
    assert lost.get("/explore/gone").status_code == 404
    assert lost.get("/changed").status_code == 200
    assert "You see no collection yet" in lost.get("/changed").text


def test_words_of_a_protected_collection_are_told_of_no_group_finer_than_its_parent(world):
    """The batch of a story may have merged into the parent: of the group alone, its words are nobody's to read."""
    db = stores_of(world.app).stories
    hushed = make_collection(id="hushed", title="Hushed", policy=Policy.PROTECTED)
    framework = framework_of(db, hushed)
    add_collection(db, hushed)
    told = Tellers(db, framework, hushed, hushed).tell(12, group=MINE, text="The beans whispered.")
    Tellers(db, framework, hushed, hushed).close_batches(hushed)
    for name, groups in (("part", [MINE]), ("all", [MINE, "west"])):
        add_limited(world.app, name, *(Grant(Role.MANAGER, "hushed", group) for group in groups))
    part, all_of_it = Person(world.app, "part"), Person(world.app, "all")
    assert "The beans whispered." in all_of_it.get("/explore/hushed/stories").text
    page = part.get("/explore/hushed/stories")
    assert page.status_code == 200
    assert "The beans whispered." not in page.text
    assert part.get(f"/explore/hushed/stories/{told[0].id}").status_code == 404
    assert "12" in part.get("/explore/hushed").text  # its closed batch is counted
