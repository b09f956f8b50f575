"""What staff may do, each with the pages that it takes: who may is read from the pages themselves.

The page /who-sees-what and the table in docs/who-sees-what.md are made from this. A page of staff that is in no right,
and a right whose pages are open to different roles, fail a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from narratives.roles import Role
from narratives.translation import noop
from web.staff.grant_words import role_name

BEGIN, END = "<!-- made by `flask who-sees-what --write` -->", "<!-- until here -->"


@dataclass(frozen=True, slots=True)
class Right:
    """Something that can be done, in words for everybody, and the endpoints that do it, as `blueprint: names`."""

    what: str
    pages: Mapping[str, str]

    @property
    def endpoints(self) -> tuple[str, ...]:
        """Each endpoint by its whole name."""
        return tuple(f"{blueprint}.{name}" for blueprint, names in self.pages.items() for name in names.split())


RIGHTS = (
    Right(
        noop("See alerts, the map, the temperature and the themes"),
        {
            "alerts": "what_changed alert_page silences",
            "explore": """map live stream temperature themes theme theme_proposal pattern patterns weak_signal
                weak_signals summary promise conditions association crosstab common_ground places""",
            "probes": "portfolio probe_page",
            "report_back": "choose page",
            "combined": "page",
        },
    ),
    Right(
        noop("Compare groups, keep a selection, download figures, and say what they expect"),
        {
            "explore": """compare compare_csv crosstab_csv picture_csv picture_svg places_csv places_svg cohort cohorts
                save_cohort name_cohort delete_cohort restore_cohort expect add_expectation expectation expectations
                delete_expectation"""
        },
    ),
    Right(
        noop("Note what they see in a chart, and say how they understand it"),
        {
            "sense": """page note add observation change save_change take_back put_back delete interpret reread
                save_reading take_reading_back put_reading_back delete_reading"""
        },
    ),
    Right(
        noop("Read claims about charts, and ask again what they stand on"), {"claims": "page claim again claim_json"}
    ),
    Right(noop("Make a claim about a chart, and delete one that nothing stands on"), {"claims": "new add delete"}),
    Right(
        noop("Read reports, their issues as files, and ask again what they stand on"),
        {"reports": "page show history preview preview_pdf issue issue_pdf issue_json again"},
    ),
    Right(noop("Make reports, and freeze their issues"), {"reports": "begin change back freeze"}),
    Right(
        noop("Gather what people saw into themes, and how they understand it into perspectives"),
        {"boards": "page themes change"},
    ),
    Right(
        noop("Plan a workshop, print its pack, and keep its record"),
        {
            "workshops": """overview new add page change save take keep_taken record keep_record pack record_file
                ask_to_delete delete"""
        },
    ),
    Right(
        noop("Read the stories that may be read"),
        {"explore": "stories story recording marking_words story_cards_to_print story_cards_pdf"},
    ),
    Right(
        noop("Note something on a story, and keep a reading list"),
        {"explore": "leave_note delete_note reading_list change_reading_list"},
    ),
    Right(
        noop("Look into an alert, close it, silence it, and say what it was worth"),
        {
            "alerts": "acknowledge acknowledge_all assign close give_back lift new_silence note reopen silence",
            "judging": "judge",
        },
    ),
    Right(
        noop("Write a tension return from an alert, and take it along as a file"),
        {"tension": "overview begin keep show edit change finish delete download"},
    ),
    Right(
        noop("Decide about proposed themes and about weak signals"),
        {"explore": "decide_themes decide_signal undo_signal"},
    ),
    Right(
        noop("Plan small probes, and decide about them"),
        {"probes": "new add change save_change start decide take_back end_sooner hand_over note"},
    ),
    Right(noop("See what the public page of a collection shows"), {"publishing": "page preview"}),
    Right(noop("Switch the public page of a collection on or off"), {"publishing": "switch listing"}),
    Right(noop("Write what everybody is told of a probe"), {"publishing": "sentence tell"}),
    Right(
        noop("Declare what a collection is to change"),
        {"publishing": "new declare delete of_draft add_to_draft remove_from_draft"},
    ),
    Right(noop("Answer the tellers, and change an answer"), {"report_back": "new publish edit change decide"}),
    Right(
        noop("Log an interaction and read their own log"),
        {
            "casework": "log save own show correction save_correction people person tick_task",
            "log_offline": "choose session shell take",
            "reflection": "page",
        },
    ),
    Right(
        noop("Open a colleague’s records for an hour, with a reason that is kept and told to the colleague"),
        {"break_glass": "ask open_records show seen"},
    ),
    Right(noop("See that somebody opened a colleague’s records, and never what is in them"), {"break_glass": "opened"}),
    Right(noop("Give the other person a code, so that they can tell their own side"), {"pair_codes": "page make"}),
    Right(noop("See how the two sides of a session differ, in figures alone"), {"pairs": "choose report figures"}),
    Right(noop("Gather accounts of one event from several groups"), {"events": "new add close reopen"}),
    Right(noop("See where the groups of an event agree and differ"), {"events": "overview page"}),
    Right(
        noop("Read a story before it is released, and hold one back"),
        {"moderate": "queue story released decide decided recording", "deciding": "ask put"},
    ),
    Right(
        noop("Say whether stories that are all but the same are one voice or many"), {"alike": "overview page decide"}
    ),
    Right(noop("Take words out of a story, and see them for two weeks"), {"redacting": "choose take_out"}),
    Right(noop("Write to tellers who allow it, and read what they answer"), {"messages": "about leave list_all"}),
    Right(noop("See which stories cannot wait"), {"urgent": "queue"}),
    Right(
        noop("Mark a story as urgent, and say what was done about it"),
        {"urgent": "recording decide finish", "urgent_mark": "ask put", "flagged": "decide"},
    ),
    Right(noop("Say when somebody looks at what may tell of danger"), {"working_hours": "overview page save"}),
    Right(noop("Invite people to tell"), {"invite": "choose ways_in poster make_codes", "events": "links"}),
    Right(noop("Key in forms that were filled in on paper"), {"keying": "choose key_in save"}),
    Right(noop("Say who is told of alerts outside of these pages"), {"routes": "page new add test stop start"}),
    Right(noop("Decide how many false alarms a year are accepted"), {"explore": "decide_promise"}),
    Right(noop("See who read and changed what, never a story itself"), {"audit": "page csv check"}),
    Right(noop("See what is asked, and take the questions along as a file"), {"taking": "overview page download"}),
    Right(noop("Ask for a file of the stories that may be read"), {"bulk": "new_export ask_export download"}),
    Right(noop("Ask for a collection to be deleted with all its stories"), {"bulk": "new_deletion ask_deletion"}),
    Right(
        noop("Bring in a file of stories, say what its columns are, and store them"),
        {"bring": """page upload show form say columns say_columns progress check store stop mapping rejects"""},
    ),
    Right(
        noop("Decide about a file of stories, or a deletion, that somebody else asked for, and stop it"),
        {"bulk": "page show decide stop"},
    ),
    Right(
        noop("Invite staff, give and take roles, and sign people out"),
        {
            "people": """everybody person invite make_invitation withdraw add_role remove_role on off end_all
                reset password_link""",
            "administration": "page",
        },
    ),
    Right(
        noop("Write questions, and see them as tellers would"),
        {
            "design": """overview new start show write add edit change arrange back history ask_to_delete delete
                preview"""
        },
    ),
    Right(
        noop("Open questions to tellers: languages, how they are opened, a colleague’s look, a trial"),
        {"opening": "languages add_language language keep_language form keep review say go trial begin end"},
    ),
    Right(noop("Check questions, and see how soon they would notice a shift"), {"checking": "page progress"}),
    Right(noop("Change the wording of open questions, or begin a new version"), {"wording": "words change renew"}),
    Right(noop("Begin from a ready pack of questions"), {"packs": "page look use"}),
    Right(noop("Say which questions of different collections ask the same"), {"combined": "declaring add take_back"}),
    Right(noop("Let a program call, with a token of narrow scopes"), {"tokens": "new make"}),
    Right(noop("See which programs may call, and end that at once"), {"tokens": "page end"}),
    Right(noop("Agree, as the second person, that a program reads stories"), {"tokens": "agree_to"}),
    Right(noop("Say which websites may show the questions in a frame"), {"invite": "embedding change_embedding"}),
    Right(
        noop("Share questions and figures with other organisations, and stop that"),
        {"confederation": "page agree go offer adopt be_named choose_collections"},
    ),
    Right(noop("See how long stories are kept, and what is deleted next"), {"keeping": "page"}),
    Right(noop("Decide how long stories are kept"), {"keeping": "change"}),
    Right(noop("Compare with other organisations, in figures about enough people"), {"confederation": "benchmarks"}),
    Right(
        noop("Read what is proposed and decided; who is on the roll proposes, remarks and votes in secret"),
        {"decisions": "overview show remark take_back choose texts form propose ballot cast charter roll"},
    ),
    Right(
        noop("Put people on the roll of voters, and begin the charter"), {"decisions": "begin add_member remove_member"}
    ),
    Right(
        noop("Look after their own account, and see what was recorded about them"),
        {
            "audit": "own",
            "staff": """account change_password end_others renew_codes turn_second_step_off set_up finish_set_up
                second_step check_second_step end""",
        },
    ),
)

Views = Mapping[str, Callable[..., Any]]


def roles_of(right: Right, views: Views) -> frozenset[str]:
    """Who has a right, as its pages say; empty where none of them is installed."""
    named = [_staff_roles(views[endpoint]) for endpoint in right.endpoints if endpoint in views]
    return named[0] if named else frozenset()


def faults(views: Views, everyone: str) -> list[str]:
    """What is wrong with the table: pages in no right or in two, rights of different roles, pages that are gone."""
    staff = {name for name, view in views.items() if everyone not in getattr(view, "roles", {everyone})}
    listed = [endpoint for right in RIGHTS for endpoint in right.endpoints]
    found = [f"put {one} into a right of web/rights.py" for one in sorted(staff - set(listed))]
    found += [f"{one} is in two rights" for one in sorted({one for one in listed if listed.count(one) > 1})]
    found += [f"{one} is in a right and is no page of staff" for one in sorted(set(listed) - staff)]
    for right in RIGHTS:
        if not right.what.strip():
            found.append(f"the right of {', '.join(right.endpoints)} has no sentence")
        named = {_staff_roles(views[one]) for one in right.endpoints if one in staff}
        if len(named) > 1:
            found.append(f"the pages of {right.what!r} are open to different roles: make two rights of it")
    return found


def table(views: Views) -> str:
    """The rights as the table of docs/who-sees-what.md, between its marks."""
    head = [_line("may", [f"{role_name(role).lower()}s" for role in Role]), "|---" * (len(Role) + 1) + "|"]
    lines = [_line(right.what, [_yes(role, roles_of(right, views)) for role in Role]) for right in RIGHTS]
    return "\n".join([BEGIN, *head, *lines, END])


def with_table(page: str, views: Views) -> str:
    """A page with its table made anew. Raises ValueError when the page has no marks for it."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no lines {BEGIN} and {END}: put them where the table belongs")
    return f"{before}{table(views)}{after}"


def _staff_roles(view: Callable[..., Any]) -> frozenset[str]:
    """The roles of a view, without the marks of those who have not signed in, or only half."""
    return frozenset(getattr(view, "roles", ())) & {role.value for role in Role}


def _line(first: str, cells: list[str]) -> str:
    return f"| {' | '.join((first, *cells))} |"


def _yes(role: Role, roles: frozenset[str]) -> str:
    return "yes" if role.value in roles else ""
