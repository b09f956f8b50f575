"""What was recorded about public pages and objectives, in words."""

from __future__ import annotations

PUBLISHING_WORDS = {
    "publishing.add_to_draft": "Changed the objectives of a draft",
    "publishing.declare": "Declared an objective",
    "publishing.delete": "Deleted an objective",
    "publishing.listing": "Changed whether search engines may name a public page",
    "publishing.new": "Opened the form that declares an objective",
    "publishing.of_draft": "Looked at the objectives of a draft",
    "publishing.page": "Looked at what a public page shows",
    "publishing.preview": "Looked at a public page as everybody would see it",
    "publishing.remove_from_draft": "Changed the objectives of a draft, or took one out",
    "publishing.sentence": "Opened the form that says what everybody is told of a probe",
    "publishing.switch": "Switched a public page on or off",
    "publishing.tell": "Changed what everybody is told of a probe",
}
