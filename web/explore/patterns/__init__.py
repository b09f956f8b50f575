"""Patterns of answers: stories whose tellers placed them alike, and what their words have to do with it."""

from web.explore.patterns.agreement import AgreementLine, agreement_line

__all__ = ["AgreementLine", "agreement_line"]
