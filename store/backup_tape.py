"""Parts one after the other in one sealed file: a tar archive (POSIX ustar) inside an age file.

Anybody with the key opens it without this program: `age -d -i KEYFILE backup.age | tar x`.
"""

from __future__ import annotations

import os
import tarfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import pyrage

from store.backup_parts import BLOCK, BackupError, is_name

Progress = Callable[[int], object]
MANIFEST = "manifest.json"
_TAR_BLOCK = 512


class Tape:
    """What is written on it as a file that can be read once, so that the whole never lies anywhere unsealed."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._held = b""

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; nothing at the end."""
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._held = piece
        size = len(self._held) if size < 0 else size
        found, self._held = self._held[:size], self._held[size:]
        return found


def part(name: str, size: int, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """One part as tar has it: a head, the bytes, and zeros up to a whole block. Raises BackupError."""
    about = tarfile.TarInfo(name)
    about.size, about.mode = size, 0o600
    yield about.tobuf(tarfile.USTAR_FORMAT)
    written = 0
    for block in blocks:
        written += len(block)
        yield block
    if written != size:
        raise BackupError(f"{name} changed while it was read. Make the backup again.")
    yield b"\0" * (-size % _TAR_BLOCK)


def end() -> bytes:
    """What stands at the end of a tape."""
    return b"\0" * 2 * _TAR_BLOCK


def seal(pieces: Iterable[bytes], to: Path, keys: Sequence[pyrage.x25519.Recipient]) -> None:
    """Write pieces into a sealed file, all of it or none: it has its name only once it is on the disk.

    Raises BackupError.
    """
    unfinished = to.with_name(f".{to.name}.part")
    unfinished.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            pyrage.encrypt_io(Tape(pieces), file, list(keys))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(to)
        sync_folder(to.parent)
    except (OSError, pyrage.EncryptError) as error:
        raise BackupError(f"{to} could not be written ({error}). Free space, or choose another folder.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def unseal(sealed: Path, to: Path, keys: Sequence[pyrage.x25519.Identity]) -> None:
    """Open a sealed file into a plain tape. Raises BackupError where it is not whole or sealed to another key."""
    try:
        with sealed.open("rb") as source, os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as plain:
            pyrage.decrypt_io(source, plain, list(keys))
    except pyrage.DecryptError as error:
        raise BackupError(
            f"{sealed.name} does not open with this key. Use the key file that it was sealed to, and "
            f"look whether the file is whole ({error})."
        ) from error
    except OSError as error:
        raise BackupError(
            f"{sealed.name} is damaged or cut off, or there is no space left ({error}). Take another backup."
        ) from error


def unpack(tape: Path, folder: Path, progress: Progress) -> list[str]:
    """Lay the parts of a plain tape out in a folder; their names. Raises BackupError at what does not belong there."""
    names: list[str] = []
    try:
        with tarfile.open(tape, "r:") as opened:
            for member in opened:
                if not member.isreg() or not (member.name == MANIFEST or is_name(member.name)):
                    raise BackupError(f"The backup holds {member.name!r}, which belongs in none. Take another one.")
                source = opened.extractfile(member)
                if source is not None:
                    _write(source, folder / member.name, progress)
                names.append(member.name)
    except tarfile.TarError as error:
        raise BackupError(f"The backup cannot be read ({error}). Take another one.") from error
    return names


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a power cut."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def _write(source: IO[bytes] | Any, to: Path, progress: Progress) -> None:
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while block := source.read(BLOCK):
            file.write(block)
            progress(len(block))
        file.flush()
        os.fsync(file.fileno())
