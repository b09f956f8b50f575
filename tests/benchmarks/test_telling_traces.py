"""What the proofs of the respondent's side search with finds what is there."""

from benchmarks.phones import Phone
from benchmarks.server import Served
from benchmarks.telling_far import STORIES, readable
from benchmarks.telling_traces import MARKS, QUERY, SOUGHT, files_holding


def test_a_mark_is_found_in_any_file_however_deep(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "stories.db-wal").write_bytes(b"\0\1canary\2")
    (tmp_path / "clean").write_bytes(b"nothing")
    assert files_holding(tmp_path, [b"canary", b"heron"]) == ["b'canary' in a/stories.db-wal"]


def test_every_mark_that_is_sent_is_looked_for():
    for mark in (*MARKS.values(), QUERY):
        assert any(sought.decode() in mark for sought in SOUGHT), mark


def test_a_word_of_a_story_is_found_in_both_ways_in_which_browsers_write(tmp_path):
    for place, how in enumerate(("utf-8", "utf-16-le")):
        (tmp_path / str(place)).write_bytes(b"\0\xff" + STORIES[0].encode(how))
        assert readable(tmp_path / str(place))
    (tmp_path / "sealed").write_bytes(bytes(range(256)))
    assert not readable(tmp_path / "sealed")


def test_a_request_to_another_site_is_noted(tmp_path):
    phone = Phone(Served(tmp_path, 8000), None, None)
    for address in ("http://127.0.0.1:8000/share", "data:image/png;base64,", "blob:http://127.0.0.1:8000/1"):
        phone.note_request(address)
    assert phone.outside == set()
    phone.note_request("https://fonts.example.com/a.woff2")
    assert phone.outside == {"https://fonts.example.com/a.woff2"}
