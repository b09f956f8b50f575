"""What was recorded about sentences that can be asked again, in words."""

from __future__ import annotations

CLAIM_WORDS = {
    "claims.add": "Made a claim",
    "claims.again": "Asked again what a claim stands on",
    "claims.claim": "Looked at a claim",
    "claims.claim_json": "Downloaded a claim",
    "claims.delete": "Deleted a claim",
    "claims.new": "Opened the form that makes a claim",
    "claims.page": "Looked at the claims",
}
