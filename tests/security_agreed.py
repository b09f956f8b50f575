"""Places that are safe for a reason that no rule of `security_rules` can see."""

from collections.abc import Mapping

# File and rule, and why it is safe there.
AGREED: Mapping[tuple[str, str], str] = {
    ("store/two_step.py", "weak_hashes"): "RFC 6238: what every authenticator can do; collisions do not matter",
    ("store/bulk_deletion.py", "sql_of_values"): "names of tables and columns, read from the schema itself",
    ("store/caseload.py", "sql_of_values"): "parameters numbered by the program",
    ("store/audit_anchor.py", "secrets_compared_in_haste"): "two files of the same process; nobody asks for it",
    ("store/outcomes.py", "secrets_compared_in_haste"): "two hashes, once the 128-bit key of the sending was found",
    ("web/staff/invitation.py", "secrets_compared_in_haste"): "a password with its repetition in the same form",
    ("analysis/delivery/https.py", "unguarded_requests"): "the guard itself: it calls the address that it looked at",
    ("analysis/delivery/webhook.py", "unguarded_requests"): "through analysis/delivery/https.py",
    ("analysis/delivery/mail.py", "unguarded_requests"): "the mail server of the settings alone",
    ("examples/client/murmuration.py", "unguarded_requests"): "runs elsewhere: it calls the site that it was told of",
    ("narratives/webhook_address.py", "unguarded_requests"): "looks up the addresses that the guard refuses",
    ("web/staff/oidc.py", "unguarded_requests"): "the provider of the settings alone, over https",
}

# What bandit asks about and is no breach, by file and test.
AGREED_WITH_BANDIT: Mapping[tuple[str, str], str] = {
    ("models/embedding.py", "B615"): "only looks into this machine's cache: local_files_only",
    ("store/backup_key.py", "B107"): "no passphrase is the default, and then none is used",
    ("store/backup_parts.py", "B105"): "the name of a file",
    ("store/two_step.py", "B303"): "RFC 6238: what every authenticator can do; collisions do not matter",
    ("web/audit/words.py", "B105"): "a sentence about a password",
    ("web/explore/live.py", "B106"): "a part of a page without forms needs no token",
    ("web/routes/feed.py", "B405"): "writes a feed, and reads none",
    ("web/staff/account.py", "B105"): "a sentence about a password",
}
