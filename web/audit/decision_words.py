"""What was recorded about members' decisions, in words: that somebody voted, and never what."""

from __future__ import annotations

DECISION_WORDS = {
    "decisions.add_member": "Put somebody on the roll of voters",
    "decisions.ballot": "Opened a ballot",
    "decisions.begin": "Began the charter",
    "decisions.cast": "Voted or was asked to confirm it",
    "decisions.charter": "Looked at the charter",
    "decisions.choose": "Looked at what can be proposed",
    "decisions.form": "Opened the form of a proposal",
    "decisions.overview": "Looked at what members decide",
    "decisions.propose": "Proposed a change",
    "decisions.remark": "Said something about a proposal",
    "decisions.remove_member": "Took somebody off the roll of voters",
    "decisions.roll": "Looked at the roll of voters",
    "decisions.show": "Looked at a proposal",
    "decisions.take_back": "Took back a proposal",
    "decisions.texts": "Looked at the texts that can be proposed anew",
}
