"""Commands for the people who run the platform."""

from __future__ import annotations

from store.commands.accounts import accounts_cli
from store.commands.areas import areas_cli
from store.commands.audit import audit_cli
from store.commands.claims import claims_cli
from store.commands.collections import collections_cli
from store.commands.decisions import decisions_cli
from store.commands.demo import demo_cli
from store.commands.frameworks import frameworks_cli
from store.commands.invitations import invitations_cli
from store.commands.narratives import narratives_cli
from store.commands.organisations import confederations_cli, organisations_cli
from store.commands.sealing import sealing_cli
from store.commands.store import store_cli

COMMANDS = (
    accounts_cli,
    areas_cli,
    audit_cli,
    claims_cli,
    collections_cli,
    confederations_cli,
    decisions_cli,
    demo_cli,
    frameworks_cli,
    invitations_cli,
    narratives_cli,
    organisations_cli,
    sealing_cli,
    store_cli,
)
