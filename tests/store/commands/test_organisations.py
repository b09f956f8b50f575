from contextlib import closing

import pytest
from flask import Flask

from config import read_settings
from store.audit import audit_of
from store.commands.organisations import confederations_cli, organisations_cli
from store.commons import join, list_members, open_commons
from store.organisations import settings_of
from store.release_shares import list_shared_collections, set_shared_collections
from store.schema import open_accounts, open_stories
from store.smallest_group import smallest_group
from tests.builders import open_plot


@pytest.fixture
def settings(tmp_path):
    return read_settings({"MURMURATION_DATA": str(tmp_path), "MURMURATION_ORGANISATION": "north"})


@pytest.fixture
def run(settings):
    app = Flask(__name__)
    app.config["SETTINGS"] = settings
    app.cli.add_command(organisations_cli)
    app.cli.add_command(confederations_cli)
    return lambda *arguments: app.test_cli_runner().invoke(args=list(arguments))


def test_an_organisation_is_added_once_and_listed_with_its_address(run, settings):
    added = run("organisations", "add", "south", "--title", "South")
    assert added.exit_code == 0
    assert "south added. Its site: /at/south/" in added.output
    assert "MURMURATION_ORGANISATION=south ./run flask accounts add" in added.output
    again = run("organisations", "add", "south", "--title", "Another")
    assert again.exit_code == 1 and "There is an organisation 'south' already" in again.output
    assert run("organisations", "list").output.split() == "south /at/south/ second step required South".split()
    assert not (settings.data / "south").exists(), "its stores are made when they are needed"


def test_the_second_step_is_required_unless_it_is_said_to_be_offered(run, settings):
    run("organisations", "add", "south", "--title", "South")
    run("organisations", "add", "east", "--title", "East", "--two-step", "offered")
    run("organisations", "change", "east", "--title", "The east")
    rows = open_accounts(settings.accounts_path).rows("select slug, title, two_step from organisations order by slug")
    assert [tuple(row.values()) for row in rows] == [("east", "The east", "offered"), ("south", "South", "required")]


def test_the_smallest_group_is_raised_for_collections_opened_later_and_recorded(run, settings):
    run("organisations", "add", "south", "--title", "South")
    refused = run("organisations", "change", "south", "--k", "9")
    assert refused.exit_code == 2 and "9 is not in the range x>=10" in refused.output
    assert run("organisations", "change", "south", "--k", "25").output == "south changed.\n"
    south = settings_of(settings, "south")
    assert smallest_group(open_stories(south.stories_path)) == 25
    with closing(audit_of(south)) as audit:
        found = [(one.entry.action, one.entry.subject) for some in audit.batches() for one in some]
    assert ("smallest.group.changed", "25") in found


@pytest.mark.parametrize("slug", ["South", "-south", "so/uth", "..", "a" * 41])
def test_a_name_that_cannot_be_part_of_an_address_is_refused(run, slug):
    result = run("organisations", "add", "--title", "South", "--", slug)
    assert result.exit_code == 1 and "cannot be part of an address. Use lower-case letters" in result.output


def test_what_there_is_not_is_named_in_a_sentence(run):
    assert "There is no organisation 'west'" in run("organisations", "change", "west", "--title", "W").output
    assert "There is no organisation 'west'" in run("confederations", "join", "weirs", "west").output
    run("organisations", "add", "south", "--title", "South")
    assert "There is no confederation 'weirs'" in run("confederations", "join", "weirs", "south").output


def test_an_organisation_is_asked_and_nothing_is_shared_before_it_agrees(run, settings):
    run("organisations", "add", "south", "--title", "South")
    assert "weirs added" in run("confederations", "add", "weirs", "--title", "Weirs").output
    assert (
        "An administrator of it agrees on the page /confederation"
        in run("confederations", "join", "weirs", "south").output
    )
    assert "asked before" in run("confederations", "join", "weirs", "south").output
    assert "asked; its administrator has not agreed yet" in run("confederations", "list").output
    [member] = list_members(open_commons(settings.commons_path), "weirs")
    assert not member.is_in


def test_leaving_takes_its_ticks_along(run, settings):
    run("organisations", "add", "south", "--title", "South")
    run("confederations", "add", "weirs", "--title", "Weirs")
    run("confederations", "join", "weirs", "south")
    commons = open_commons(settings.commons_path)
    join(commons, "weirs", "south", may_be_named=True)
    stories = open_stories(settings.data / "south" / "stories.db")
    open_plot(stories)
    set_shared_collections(stories, "weirs", ["plot"])
    assert "has joined" in run("confederations", "list").output
    assert "south has left weirs" in run("confederations", "leave", "weirs", "south").output
    assert list_members(commons, "weirs") == [] and list_shared_collections(stories, "weirs") == []
    assert "south is not in weirs" in run("confederations", "leave", "weirs", "south").output
