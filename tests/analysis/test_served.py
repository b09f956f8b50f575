"""One worker serves every organisation in turn, with one model and nothing handed from one to another."""

from dataclasses import replace
from threading import Event

import numpy as np
import pytest

from analysis.served import Served, SharedLoader
from analysis.watch import Turn, watch
from config import read_settings
from models.lexical import LexicalEmbedder
from store.intake import Intake
from store.organisations import add_organisation
from store.schema import open_accounts, open_stories
from tests.analysis.test_pipeline import make_worker
from tests.builders import make_narrative, open_plot

SECRET = b"a secret that is long enough for this"


@pytest.fixture
def settings(tmp_path):
    made = read_settings(
        {
            "MURMURATION_DATA": str(tmp_path),
            "MURMURATION_ORGANISATION": "north",
            "MURMURATION_MODEL": "lexical",
            "MURMURATION_PUBLIC_URL": "https://stories.example.org",
        }
    )
    return replace(made, poll_seconds=0.01)


@pytest.fixture
def served(settings):
    def make(stop=None, ways=lambda settings: {}, say=lambda sentence: None):
        stop = stop or Event()
        return Served(settings, lambda db: make_worker(db, stop=stop.is_set), ways, stop, say)

    return make


def add(settings, slug):
    accounts = open_accounts(settings.accounts_path)
    add_organisation(accounts, slug, slug)
    accounts.close()


def tell(settings, slug, n=1):
    db = open_stories(settings.data / slug / "stories.db")
    plot, intake = open_plot(db), Intake(db.path, SECRET)
    for number in range(n):
        intake.submit(*plot, make_narrative(text=f"Bean {number} of {slug}"), f"{number:032x}")
    intake.close()
    return db


def test_every_organisation_is_served_and_one_that_is_added_meanwhile_too(settings, served):
    stop, rounds = Event(), []
    dbs = {slug: tell(settings, slug, 2) for slug in ("north", "south", "east")}
    add(settings, "south")

    with served(stop) as organisations:

        def turns():
            rounds.append(organisations.turns())
            if len(rounds) == 2:
                add(settings, "east")
            if len(rounds) == 4:
                stop.set()
            return rounds[-1]

        watch(turns, 0.0, stop)
    assert [len(one) for one in rounds] == [2, 2, 3, 3]
    for db in dbs.values():
        assert db.one("select count(*) as n from vectors")["n"] == 2


def test_nobody_waits_for_anothers_backlog_longer_than_a_pass_of_it(settings, served):
    stop, passes = Event(), []
    tell(settings, "north", 40)
    tell(settings, "south", 1)
    add(settings, "south")
    with served(stop, say=passes.append) as organisations:
        for turn in organisations.turns():
            turn.worker.texts_a_pass = 10

        def turns():
            if len(passes) > 4:
                stop.set()
            return organisations.turns()

        watch(turns, 0.0, stop)
    assert passes[0].startswith("10 narratives embedded") and passes[1].startswith("south: 1 narrative embedded")


def test_an_organisation_whose_store_cannot_be_opened_holds_nobody_up(settings, served, caplog):
    add(settings, "broken")
    add(settings, "south")
    (settings.data / "broken").write_text("a file where the folder should be")
    with served() as organisations:
        assert len(organisations.turns()) == 2
        assert "the store of organisation broken could not be opened and is tried again" in caplog.text
        (settings.data / "broken").unlink()
        assert len(organisations.turns()) == 3


def test_a_failing_pass_holds_nobody_up(settings, caplog):
    stop, taken = Event(), []

    class Broken:
        unfinished = ()

        def run_once(self):
            raise OSError("disk")

    class Well(Broken):
        failing = ()

        def run_once(self):
            taken.append(1)
            stop.set()
            raise OSError("never said")

    watch(lambda: [Turn(Broken(), print), Turn(Well(), print)], 0.0, stop)
    assert taken == [1] and "the pass failed and is tried again" in caplog.text


def test_messages_of_each_organisation_lead_to_its_own_site(settings, served):
    sites = []

    def ways(one):
        sites.append((one.organisation, one.public_url))
        return {}

    add(settings, "south")
    with served(ways=ways) as organisations:
        organisations.turns()
    assert sites == [("north", "https://stories.example.org"), ("south", "https://stories.example.org/at/south")]


def test_one_language_model_is_loaded_for_everybody_and_what_learnt_from_stories_for_nobody_else():
    loaded = []

    class Model:
        model_id, dimensions = "one", 2

        def embed(self, texts):
            return np.zeros((len(texts), 2), np.float32)

    def load(setting, corpus, *, threads=None, backend="torch"):
        loaded.append(setting)
        return (LexicalEmbedder().fit(corpus) if setting == "lexical" else Model()), None

    shared = SharedLoader(load)
    assert shared("", ["north's"])[0] is shared("", ["south's"])[0]
    assert shared("lexical", ["north's"])[0] is not shared("lexical", ["south's"])[0]
    assert loaded == ["", "lexical", "lexical"]
