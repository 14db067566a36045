"""One master key and the keys derived from it: pseudonym, vault, landing, candidate_id, erasure, token, client.

The demo's key is marked and refused for identity numbers outside region 99. Using the keys on rows belongs
in `pipelines.intake`, on vault records in `vault`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pipelines.store.base32 import base32_names

KeyKind = Literal["demo", "production"]
_HEADER = "talent-reserve-key"
_NONCE_BYTES = 12


class KeyFileError(Exception):
    """The key file is missing, unreadable, too open or not a key."""


@dataclass(frozen=True)
class KeyRing:
    """The derived keys of one platform."""

    kind: KeyKind
    master: bytes = field(repr=False)

    @property
    def is_demo(self) -> bool:
        """Whether this is the marked demo key."""
        return self.kind == "demo"

    @property
    def token_key(self) -> bytes:
        """The key that signs access tokens."""
        return self.derive("token")

    @property
    def fingerprint(self) -> str:
        """A name for the key that tells nothing about it."""
        return self.derive("fingerprint").hex()[:16]

    def derive(self, purpose: str, length: int = 32) -> bytes:
        """Return the key for one purpose by HKDF-SHA256."""
        return _derive(self.master, purpose, length)

    def pseudonym(self, id_type: str, id_number: str) -> str:
        """Return the person_key of an identity document: 32 hexadecimal digits of a keyed hash."""
        text = f"{id_type}|{id_number}".encode()
        return hmac.new(self.derive("pseudonym"), text, hashlib.sha256).hexdigest()[:32]

    def document_key(self, number: str) -> str:
        """Return the keyed hash that stands for a certificate's number."""
        return hmac.new(self.derive("document"), number.encode(), hashlib.sha256).hexdigest()[:32]

    def erasure_mark(self, kind: Literal["document", "student"], first: str, second: str) -> str:
        """Return the keyed hash by which an erased person is known again.

        Its key is another than that of the pseudonyms, so that marks and pseudonyms cannot be joined.

        Args:
            kind: Whether an identity document or a student number is marked.
            first: The kind of document, or the institution.
            second: The number.
        """
        text = "\x1f".join((kind, first, second)).encode()
        return hmac.digest(self.derive("erasure"), text, "sha256").hex()

    def candidate_id(self, uscc: str, person_key: str) -> str:
        """Return the person as one enterprise sees it."""
        return self.candidate_namer(uscc)(person_key)

    def candidate_namer(self, uscc: str) -> Callable[[str], str]:
        """Return what turns a person_key into the person as one enterprise sees it, for many people at once."""
        cipher, bound_to = self._candidate_cipher(uscc), [uscc.encode()]

        def named(person_key: str) -> str:
            sealed = cipher.encrypt(bytes.fromhex(person_key), bound_to)
            return "c_" + base64.b32encode(sealed).decode().rstrip("=").lower()

        return named

    def candidate_ids(self, uscc: str, person_keys: Sequence[str]) -> list[str]:
        """Return many people as one enterprise sees them, in the order given."""
        cipher, bound_to = self._candidate_cipher(uscc), [uscc.encode()]
        sealed = [cipher.encrypt(bytes.fromhex(person_key), bound_to) for person_key in person_keys]
        return ["c_" + name for name in base32_names(sealed)]

    def person_key_of(self, uscc: str, candidate_id: str) -> str | None:
        """Return the person behind a candidate_id, or None when it is not one of this enterprise's."""
        text = candidate_id.removeprefix("c_").upper()
        try:
            sealed = base64.b32decode(text + "=" * (-len(text) % 8))
            person_key = self._candidate_cipher(uscc).decrypt(sealed, [uscc.encode()]).hex()
        except (ValueError, InvalidTag):
            return None
        # Base32 leaves spare bits: only the one spelling that we give is an id.
        return person_key if self.candidate_id(uscc, person_key) == candidate_id else None

    def seal(self, purpose: str, plain: bytes, context: str) -> bytes:
        """Encrypt bytes for one purpose; `context` must be given again to open them."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self.derive(purpose)).encrypt(nonce, plain, context.encode())

    def unseal(self, purpose: str, sealed: bytes, context: str) -> bytes:
        """Decrypt what `seal` made.

        Raises:
            KeyFileError: another key made it, or it was changed.
        """
        nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return AESGCM(self.derive(purpose)).decrypt(nonce, body, context.encode())
        except (InvalidTag, ValueError) as exc:
            raise KeyFileError(
                f"the {purpose} record was made with another key, or was changed / 该记录由其他密钥生成，或已被改动"
            ) from exc

    def _candidate_cipher(self, uscc: str) -> AESSIV:
        return AESSIV(self.derive(f"candidate_id:{uscc}", 64))


@lru_cache(maxsize=4096)
def _derive(master: bytes, purpose: str, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=f"talent-reserve:{purpose}".encode()).derive(master)


def demo_key() -> KeyRing:
    """Return the demo's key: the same everywhere, so that a demo city gives the same tables everywhere."""
    return KeyRing("demo", hashlib.sha256(b"talent-reserve demo city, no real person").digest())


def new_key() -> KeyRing:
    """Return a fresh production key."""
    return KeyRing("production", os.urandom(32))


def write_key(path: Path, key: KeyRing) -> None:
    """Write a key file that only its owner can read.

    Raises:
        FileExistsError: there is a key already; overwriting it would lose everything sealed with it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"{_HEADER} {key.kind}\n{base64.b64encode(key.master).decode()}\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)


def read_key(path: Path) -> KeyRing:
    """Read a key file.

    Raises:
        KeyFileError: saying what is wrong with the file and how to mend it.
    """
    if not path.exists():
        raise KeyFileError(
            f"there is no key file at {path}; restore it from its backup or name it in TALENT_KEY_FILE"
            f" / 密钥文件{path}不存在，请从备份恢复，或用 TALENT_KEY_FILE 指明"
        )
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFileError(
            f"the key file {path} can be read by others; run: chmod 600 {path}"
            f" / 密钥文件可被他人读取，请运行 chmod 600 {path}"
        )
    try:
        header, body = path.read_text(encoding="ascii").split("\n")[:2]
        word, kind = header.split(" ")
        master = base64.b64decode(body, validate=True)
    except ValueError as exc:
        raise KeyFileError(f"{path} is not a key file of this platform / {path}不是本平台的密钥文件") from exc
    except OSError as exc:
        raise KeyFileError(f"the key file {path} cannot be read: {exc.strerror} / 密钥文件{path}无法读取") from exc
    if word != _HEADER or kind not in ("demo", "production") or len(master) != 32:
        raise KeyFileError(f"{path} is not a key file of this platform / {path}不是本平台的密钥文件")
    return KeyRing("demo" if kind == "demo" else "production", master)
