"""What was recorded about tension returns, in words."""

from __future__ import annotations

TENSION_WORDS = {
    "tension.begin": "Opened the form of a tension return",
    "tension.change": "Changed a tension return",
    "tension.delete": "Deleted the draft of a tension return",
    "tension.download": "Downloaded a tension return",
    "tension.edit": "Opened the form that changes a tension return",
    "tension.finish": "Finished a tension return",
    "tension.keep": "Began a tension return",
    "tension.overview": "Looked at the tension returns",
    "tension.show": "Looked at a tension return",
}
