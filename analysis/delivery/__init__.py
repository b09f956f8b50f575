"""Telling people outside of the platform about alerts: out of the outbox, by e-mail and webhook."""
