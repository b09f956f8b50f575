import gzip
import re

from narratives import spotting_rules
from narratives.identifier_patterns import PATTERNS
from narratives.spotting_rules import packed, rules_text

# What Python's regular expressions have and an older browser's do not.
ONLY_SOME_READ = re.compile(r"\(\?<|\(\?P|\(\?[aiLmsux]|\\[AZbBdDsSwW]|[*+?}]\+|\[\^?\]")
MOST_BYTES = 30_000


def test_the_browsers_rules_are_those_of_the_server():
    stale = "run `python -m narratives.spotting_rules`: the rules changed and static/js/spotting/rules.js did not"
    assert spotting_rules.FILE.read_text(encoding="utf-8") == rules_text(), stale


def test_the_rules_cost_an_old_phone_little():
    assert len(gzip.compress(rules_text().encode(), 9)) < MOST_BYTES


def test_every_pattern_is_written_in_what_both_languages_read():
    odd = [one.pattern for one in PATTERNS if ONLY_SOME_READ.search(one.pattern + one.needs)]
    assert not odd


def test_packed_words_can_be_unpacked():
    words, before = [], ""
    for shared, rest in re.findall("([A-Z])([a-z]*)", packed(["kate", "karen", "kara"])):
        before = before[: ord(shared) - ord("A")] + rest
        words.append(before)
    assert words == ["kara", "karen", "kate"]
