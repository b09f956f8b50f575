"""What was recorded about reports, in words."""

from __future__ import annotations

REPORT_WORDS = {
    "reports.again": "Asked again everything that an issue of a report stands on",
    "reports.back": "Restored an earlier state of a report",
    "reports.begin": "Began a report",
    "reports.change": "Changed a report",
    "reports.freeze": "Made an issue of a report",
    "reports.history": "Looked at the history of a report",
    "reports.issue": "Read an issue of a report",
    "reports.issue_json": "Downloaded the claims of a report",
    "reports.issue_pdf": "Downloaded an issue of a report",
    "reports.page": "Looked at the reports of a collection",
    "reports.preview": "Looked at a report as it would be read",
    "reports.preview_pdf": "Downloaded a draft of a report",
    "reports.show": "Looked at a report that is being made",
}
