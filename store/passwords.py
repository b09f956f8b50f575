"""Passwords: slow salted hashes, and which passwords are refused because everybody tries them first."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from functools import cache

LEAST_CHARACTERS = 15
MOST_CHARACTERS = 512
# scrypt at 32 MiB: about a tenth of a second, the least that makes guessing dear without a denial of service.
_N, _R, _P = 2**15, 8, 1
# As letters and digits alone, since "Correct horse battery staple!" is tried as soon as its plain form.
_COMMON = frozenset(
    """
    correcthorsebatterystaple passwordpassword passwordpassword1 mypasswordispassword thisismypassword letmeinletmein
    letmeinpleasenow iloveyouiloveyou iloveyousomuch iloveyouforever qwertyuiopasdfgh qwertyuiopasdfghjkl
    qwertyuiopasdfghjklzxcvbnm asdfghjklqwertyuiop zxcvbnmasdfghjkl 1qaz2wsx3edc4rfv 1q2w3e4r5t6y7u8i 1234567890123456
    abcdefghijklmnop abcdefghijklmnopqrstuvwxyz thequickbrownfox thequickbrownfoxjumps
    thequickbrownfoxjumpsoverthelazydog maytheforcebewithyou tobeornottobethatisthequestion tobeornottobe
    administrator123 administratoradministrator changemechangeme pleasechangeme123 welcometothejungle
    winteriscoming2026 footballfootball chelseafootballclub manchesterunited liverpoolfootballclub
    youllneverwalkalone supercalifragilisticexpialidocious probationservice nationalprobationservice murmuration12345
    murmurationmurmuration
    """.split()
)
_ROWS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


def password_problem(password: str, username: str) -> str:
    """What to do about a password that may not be chosen; empty for one that may."""
    if len(password) < LEAST_CHARACTERS:
        return f"Use at least {LEAST_CHARACTERS} characters, for example four words that do not belong together"
    if len(password) > MOST_CHARACTERS:
        return f"Use a password of at most {MOST_CHARACTERS} characters"
    plain = re.sub(r"[\W_]", "", password.casefold())
    if plain in _COMMON or _is_pattern(plain):
        return "Choose another password: this one is among the first that are tried"
    name = re.sub(r"[\W_]", "", username.casefold())
    if len(name) >= 3 and len(plain.replace(name, "")) < LEAST_CHARACTERS // 2:
        return "Choose a password that is not made of your username"
    return ""


def _is_pattern(plain: str) -> bool:
    """Whether it is a run of the keyboard or the alphabet, or one short piece over and over."""
    runs = [row for line in _ROWS for row in (line * 3, line[::-1] * 3)]
    pieces = [plain[:size] for size in range(1, 9)]
    repeats = any((piece * len(plain)).startswith(plain) for piece in pieces)
    return repeats or len(set(plain)) < 5 or any(plain in run for run in runs)


def hash_password(password: str) -> str:
    """A salted scrypt hash (RFC 7914) with its parameters."""
    salt = secrets.token_bytes(16)
    return f"scrypt${_N}${_R}${_P}${salt.hex()}${_scrypt(password, salt, _N, _R, _P).hex()}"


def is_password(password: str, stored: str) -> bool:
    """Whether a password is the one that was hashed."""
    _, n, r, p, salt, digest = stored.split("$")
    return hmac.compare_digest(_scrypt(password, bytes.fromhex(salt), int(n), int(r), int(p)).hex(), digest)


@cache
def nobodys_hash() -> str:
    """A hash that no password fits, so that an unknown username takes as long as a known one."""
    return hash_password(secrets.token_hex(16))


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    encoded = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(encoded, salt=salt, n=n, r=r, p=p, maxmem=2 * 128 * n * r, dklen=32)
