"""Writes the samples anew: one invented engagement of a library, in both layouts and both dialects.

Run from the root of the repository: `python -m tests.narratives.interchange.samples.sensemaker.make`
"""

import csv
import io
import json
import zipfile
from math import sqrt
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
HEIGHT = sqrt(3) / 2
NEXT_MORNING = 1_767_261_600_000  # 1 January 2026, 10 o'clock
Json = dict[str, Any]


def signifier(theirs: str, kind: str, order: int, title: str, content: Json, **more: Any) -> Json:
    return {
        "id": theirs,
        "name": "Name",
        "type": kind,
        "order": order,
        "title": title,
        "tooltip": "",
        "allow_na": True,
        "fragment": False,
        "required": False,
        "sticky": False,
        "error": "",
        "content": content,
        **more,
    }


def labels(*pairs: tuple[str, str]) -> Json:
    shown = {"show_image": False, "show_label": True}
    return {"labels": [{"id": one, "text": text, **shown} for one, text in pairs], "background_image": ""}


STORY = signifier("Sig-Story", "freetext", 1, "<div>What happened in the library?</div>", {"multiline": True})
STORY |= {"fragment": True, "required": True}
FELT = signifier(
    *("Sig_Felt", "triad", 2, "I was treated<br>as&hellip;"),
    labels(("Top", "a <b>guest</b>"), ("Left", "a number"), ("Right", "a nuisance")),
)
SAY = signifier("sig.say", "dyad", 3, "I had&hellip;", labels(("L", "no say"), ("R", "all the say")))
AXIS = {"x": {"name": "", "start_label": "alone", "end_label": "together"}}
AXIS |= {"y": {"name": "", "start_label": "calm", "end_label": "loud"}}
STONES = [{"id": "S1", "title": "Staff", "tooltip": "", "image": ""}, {"id": "S2", "title": "Readers &amp; I"}]
PLACE = signifier("Sig-Place", "stones", 4, "Place who was there", {"axis": AXIS, "stones": STONES})
ITEMS = [{"id": "Opt-Reader", "title": "a reader", "visible": True}, {"id": "opt-reader", "title": "a visitor"}]
ITEMS += [{"id": "Opt-Other", "title": "Somebody else", "visible": True, "other_signifier_id": "Sig-Words"}]
AM = signifier("Sig-Am", "list", 5, "I am", {"items": ITEMS, "max_responses": 1, "min_responses": 0}, sticky=True)
WORDS = signifier("Sig-Words", "freetext", 6, "Somebody else, that is", {"multiline": False})
WISHES = [{"id": "w1", "title": "longer hours"}, {"id": "w2", "title": "more quiet"}, {"id": "w3", "title": "tea"}]
WISH = signifier("Sig-Wish", "list", 7, "I wish for", {"items": WISHES, "max_responses": 0, "min_responses": 0})
PHOTO = signifier("Sig-Photo", "photo", 8, "A picture of the place", {"max_size": 3})
SAVE = signifier("Sig-Save", "save", 9, "", {"text": "Send"})
VISIT = signifier("Sig-Visit", "embedded", 10, "", {"role": "collector", "embedded_engagement": "Lib-Visit"})
LOST = signifier("Sig-Lost", "dyad", 1, "Finding my way was", labels(("easy", "easy"), ("hard", "hard")))
LINKED = {
    "id": "Lib-Visit",
    "name": "For visitors",
    "description": "A little more",
    "language": "en",
    "sections": [{"id": "sec-2", "order": 1, "title": "", "random_order": False, "signifiers": [LOST]}],
}
HEAD: Json = {
    "id": "Lib-2026",
    "name": "The library &amp; you",
    "code": "LIB",
    "description": "Ten minutes<br>at most",
    "language": "en",
    "definition_version": 4,
    "version": 0.4,
    "starts": 1_767_225_600_000,
    "expires": 1_798_761_600,
    "max_fragment": 99_999,
    "server": "",
    "fragment_signifier_id": "Sig-Story",
    "exclude_fragments": False,
    "public_access": False,
    "rules": [],
    "data_policies": {"storage": [], "retrieval": ["anonymised"]},
}
MAIN = [STORY, FELT, SAY, PLACE, AM, WORDS, WISH, PHOTO, SAVE, VISIT]
RULE = {"when": {"signifier": "Sig-Am", "is": ["opt-reader"]}}
SECTIONS: Json = {
    **HEAD,
    "linked_frameworks": [{"framework": LINKED, "data_policies": {}, "rules": [RULE]}],
    "sections": [{"id": "sec-1", "order": 1, "title": "Page 1", "random_order": False, "signifiers": MAIN}],
}
FLAT: Json = {
    **{key: [value] if isinstance(value, str | int | float) else value for key, value in HEAD.items()},
    "linked_frameworks": {},
    "signifiers": [one for one in MAIN if one is not VISIT],
}
LAYOUT = [{"settings": {"header": "blue", "sections": [{"signifiers": [
    *({"id": one["id"], "order": order} for order, one in enumerate([STORY, SAY, FELT, AM, WORDS, WISH, PLACE], 1)),
]}]}}]  # fmt: skip

# id, language, story, felt (top, left, right), say, stones, who, other words, wishes, finding the way
ROWS: list[tuple[Any, ...]] = [
    ("cap-1", "en", "The desk was empty,\nso I rang \"the bell\".", (0.3, 0.45, 0.25), 0.75, {"S1": (0.2, 0.9)},
     "Opt-Reader", "", ("w1",), None),
    ("cap-2", "cy", "Roedd hi’n dawel iawn.", None, 0.1, {"S1": (0.5, 0.5), "S2": (1.0, 0.0)},
     "opt-reader", "", ("w1", "w3"), 0.8),
    ("CAP-3", "en", "=SUM(tea) was the label on the tin.", (1.0, 0.0, 0.0), None, {},
     "Opt-Other", "a plumber", (), None),
    ("cap-4", "en", "Nobody asked me anything.", (0.123456789012345, 0.7, 0.176543210987655), 0.0, {},
     "", "", ("w2",), None),
]  # fmt: skip


def dialect_a(row: tuple[Any, ...], at: int) -> dict[str, str]:
    theirs, language, story, felt, say, stones, who, other, wishes, way = row
    found = {"id": theirs, "project_id": "Lib-2026", "version": "0.4", "language": language}
    found |= {"server_upload_time": str(at), "Sig-Story": story}
    top, left, right = felt or (0, 0, 0)
    found |= cells("Sig_Felt", felt, _percentX=right + top / 2, _percentY=top, _Top=top, _Left=left, _Right=right)
    found |= cells("sig.say", say is not None, _percentX=say, _L=1 - (say or 0), _R=say)
    for stone in ("S1", "S2"):
        place = stones.get(stone, (0, 0))
        found |= cells(f"Sig-Place_{stone}", stone in stones, _percentX=place[0], _percentY=place[1])
        found.pop(f"Sig-Place_{stone}_NA")
    found |= {"Sig-Am": who, "Sig-Words": other, **{f"Sig-Wish_{one}": "1" if one in wishes else "" for one in W}}
    found |= {"Sig-Photo": "", **cells("Sig-Lost", way is not None, _percentX=way, _easy=1 - (way or 0), _hard=way)}
    found["Sig_Felt_NA"] = "1" if felt is None else ""
    return {**found, "definition_version": "4", "responder_id": "", "meta_platform_verion": "7"}


def dialect_b(row: tuple[Any, ...], at: int) -> dict[str, str]:
    theirs, language, story, felt, say, stones, who, other, wishes, way = row
    found = {"FragmentID": theirs, "EntryYrMth": "2026-01", "language": language, "server_upload_time": str(at)}
    top, left, right = felt or (0, 0, 0)
    parts = {"_Top": top * 100, "_Left": left * 100, "_Right": right * 100}
    found |= {"Sig-Story": story, **cells("Sig_Felt", felt, X=right + top / 2, Y=top * HEIGHT, **parts)}
    found |= cells("sig.say", say is not None, X=say, _L=1 - (say or 0), _R=say, XR=(say or 0) * 100)
    for stone in ("S1", "S2"):
        place = stones.get(stone, (0, 0))
        found |= cells(f"Sig-Place_{stone}", stone in stones, XRight=place[0], YTop=place[1])
        found.pop(f"Sig-Place_{stone}_NA")
    found |= {"Sig-Am": who, "Sig-Words": other, **{f"Sig-Wish_{one}": "1" if one in wishes else "" for one in W}}
    found |= {"Sig_Felt_Zone": "", **cells("Sig-Lost", way is not None, X=way, _easy=1 - (way or 0), _hard=way)}
    found["Sig_Felt_NA"] = "1" if felt is None else ""
    return {**found, "NarrID": theirs.upper()}


W = ("w1", "w2", "w3")


def cells(theirs: str, is_answered: Any, **numbers: Any) -> dict[str, str]:
    found = {f"{theirs}{name}": repr(float(value or 0)) if is_answered else "" for name, value in numbers.items()}
    return {**found, f"{theirs}_NA": ""}


def write(name: str, rows: list[dict[str, str]]) -> None:
    held = io.StringIO()
    writer = csv.DictWriter(held, rows[0], quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    (HERE / name).write_bytes(b"\xef\xbb\xbf" + held.getvalue().encode())


def main() -> None:
    for name, document in (("sections.json", SECTIONS), ("flat.json", FLAT)):
        (HERE / name).write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    with zipfile.ZipFile(HERE / "download.zip", "w") as archive:
        for name, content in (("framework_definition.json", SECTIONS), ("layout.json", LAYOUT)):
            archive.writestr(zipfile.ZipInfo(name), json.dumps(content))
    for name, dialect in (("api.csv", dialect_a), ("workbench.csv", dialect_b)):
        write(name, [dialect(row, NEXT_MORNING + 86_400_000 * day) for day, row in enumerate(ROWS)])


if __name__ == "__main__":
    main()
