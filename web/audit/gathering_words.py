"""What was recorded about boards and workshops, in words."""

from __future__ import annotations

GATHERING_WORDS = {
    "boards.change": "Moved something on a board",
    "boards.page": "Looked at how readings are gathered",
    "boards.themes": "Looked at how observations are gathered",
    "workshops.add": "Planned a workshop",
    "workshops.ask_to_delete": "Asked whether a workshop is to go",
    "workshops.change": "Opened the plan of a workshop",
    "workshops.delete": "Deleted a workshop",
    "workshops.keep_record": "Wrote the record of a workshop",
    "workshops.keep_taken": "Chose what a workshop takes along",
    "workshops.new": "Began to plan a workshop",
    "workshops.overview": "Looked at the workshops",
    "workshops.pack": "Downloaded the pack of a workshop",
    "workshops.page": "Looked at a workshop",
    "workshops.record": "Opened the record of a workshop",
    "workshops.record_file": "Downloaded the record of a workshop",
    "workshops.save": "Changed the plan of a workshop",
    "workshops.take": "Looked at what a workshop can take along",
}
