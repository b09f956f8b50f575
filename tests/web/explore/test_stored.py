"""gzip with passages that are stored: any reader understands it, and no length tells what a passage says."""

import gzip
import os
import re

import pytest

from web.explore.stored import gzipped

ROUND = b"everybody may know this " * 40


@pytest.mark.parametrize(
    "passages",
    [
        [],
        [(b"", True)],
        [(ROUND, False)],
        [(b"a story", True)],
        [(ROUND, False), (b"a story", True), (ROUND, False), (b"", True), (b"another", True)],
        [(ROUND, False), (os.urandom(200_000), True), (ROUND, False)],
    ],
)
def test_it_is_read_back_as_it_was(passages):
    assert gzip.decompress(gzipped(passages)) == b"".join(passage for passage, _ in passages)


def test_what_may_be_compressed_is():
    assert len(gzipped([(ROUND, False), (b"a story", True), (ROUND, False)])) < len(ROUND) / 4


def test_the_length_does_not_tell_whether_a_story_says_what_stands_beside_it():
    guess = b"Mr Beanfield of the third bed"
    lengths = {
        len(gzipped([(ROUND + guess, False), (story, True), (guess + ROUND, False)]))
        for story in (guess + b" again", b"x" * len(guess + b" again"), os.urandom(len(guess + b" again")))
    }
    assert len(lengths) == 1


OWN = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}


def test_the_map_is_compressed_but_for_its_tokens_and_stories(world, ada):
    world.tell(12)
    path = "/explore/plot?part=mood:top"
    plain, packed = ada.get(path), ada.get(path, headers=OWN)
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    tokens = plain.text.count(ada.form_token)
    stories = set(re.findall(r"Bean number \d+\.", plain.text))
    assert tokens >= 2 and stories
    assert packed.data.count(ada.form_token.encode()) == tokens
    assert all(story.encode() in packed.data for story in stories)


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_the_map_is_not_compressed_at_another_sites_request(world, ada, site):
    headers = {"Accept-Encoding": "gzip"} | ({"Sec-Fetch-Site": site} if site else {})
    answer = ada.get("/explore/plot?area=guess", headers=headers)
    assert "Content-Encoding" not in answer.headers
    assert {"Accept-Encoding", "Sec-Fetch-Site"} <= set(answer.vary)


@pytest.mark.parametrize("query", ["area=Mr+Beanfield", "language=Beanfield", "from=Beanfield", "part=Beanfield"])
def test_a_map_that_shows_what_a_link_brings_in_is_not_compressed(world, ada, query):
    world.tell(12)
    assert "Content-Encoding" not in ada.get(f"/explore/plot?{query}", headers=OWN).headers
    assert "Content-Encoding" in ada.get("/explore/plot?group=east", headers=OWN).headers


def test_words_that_are_compressed_come_from_no_address(world, ada):
    world.tell(12)
    names = ("area", "language", "from", "to", "group", "kind", "theme", "part", "triad", "show", "a", "words", "lang")
    for name in names:
        answer = ada.get(f"/explore/plot?{name}=Beanfield", headers=OWN)
        if "Content-Encoding" in answer.headers:
            assert b"Beanfield" not in gzip.decompress(answer.data), name
