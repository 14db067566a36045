"""The master key: its file, the keys derived from it, pseudonyms, candidate ids and sealing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.store.keys import KeyFileError, KeyRing, demo_key, new_key, read_key, write_key

ONE, OTHER = "91990000MA9T10005A", "91990000MA9T10006B"
PERSON = "00112233445566778899aabbccddeeff"


def test_a_written_key_is_read_back_and_its_file_is_for_the_owner_only(tmp_path: Path) -> None:
    key = new_key()
    write_key(tmp_path / "keys" / "master.key", key)
    assert read_key(tmp_path / "keys" / "master.key") == key
    assert (tmp_path / "keys" / "master.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_key_that_others_can_read_is_refused_with_the_cure(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    write_key(path, new_key())
    path.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        read_key(path)


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    write_key(path, demo_key())
    with pytest.raises(FileExistsError):
        write_key(path, new_key())
    assert read_key(path) == demo_key()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"talent-reserve-key production",
        b"talent-reserve-key production\nnot base64!\n",
        b"talent-reserve-key production\nc2hvcnQ=\n",
        b"other-key production\n" + b"A" * 43 + b"=\n",
        b"talent-reserve-key test\n" + b"A" * 43 + b"=\n",
        b"\xff\xfe\x00",
    ],
)
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "master.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="not a key file"):
        read_key(path)


def test_a_missing_key_file_says_how_to_name_it(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="TALENT_KEY_FILE"):
        read_key(tmp_path / "none")


def test_the_demo_key_is_marked_in_its_file_and_the_same_everywhere(tmp_path: Path) -> None:
    write_key(tmp_path / "demo.key", demo_key())
    assert read_key(tmp_path / "demo.key").is_demo
    assert demo_key() == demo_key()
    assert not new_key().is_demo


def test_every_purpose_has_its_own_key() -> None:
    key = demo_key()
    purposes = ("pseudonym", "vault", "landing", "candidate_id", "erasure", "token", "client", "document")
    assert len({key.derive(purpose) for purpose in purposes}) == len(purposes)
    assert key.master not in {key.derive(purpose) for purpose in purposes}
    assert len(key.derive("vault", 64)) == 64


def test_two_masters_share_no_derived_key() -> None:
    assert new_key().derive("vault") != new_key().derive("vault")
    assert new_key().fingerprint != new_key().fingerprint


def test_a_pseudonym_depends_on_key_kind_and_number_and_tells_none_of_them() -> None:
    key = demo_key()
    person = key.pseudonym("resident_id", "990000200602280018")
    assert person == key.pseudonym("resident_id", "990000200602280018")
    assert len(person) == 32
    assert int(person, 16) > 0
    assert person != key.pseudonym("passport", "990000200602280018")
    assert person != new_key().pseudonym("resident_id", "990000200602280018")
    assert "20060228" not in person


def test_the_type_and_number_cannot_be_shifted_into_each_other() -> None:
    key = demo_key()
    assert key.pseudonym("a", "bc") != key.pseudonym("ab", "c")


@given(person=st.binary(min_size=16, max_size=16))
def test_a_candidate_id_differs_per_enterprise_and_opens_only_for_its_own(person: bytes) -> None:
    key, text = demo_key(), person.hex()
    mine, theirs = key.candidate_id(ONE, text), key.candidate_id(OTHER, text)
    assert mine != theirs
    assert mine == key.candidate_id(ONE, text)
    assert text not in mine
    assert key.person_key_of(ONE, mine) == text
    assert key.person_key_of(OTHER, mine) is None


@given(place=st.integers(min_value=2, max_value=53), sign=st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_candidate_id_with_one_sign_changed_opens_nothing(place: int, sign: str) -> None:
    key = demo_key()
    given_id = key.candidate_id(ONE, PERSON)
    place = min(place, len(given_id) - 1)
    changed = given_id[:place] + sign + given_id[place + 1 :]
    assert key.person_key_of(ONE, changed) == (PERSON if changed == given_id else None)


def test_only_the_one_spelling_of_a_candidate_id_is_taken() -> None:
    key = demo_key()
    given_id = key.candidate_id(ONE, PERSON)
    for other in (given_id.upper(), given_id.removeprefix("c_"), given_id + "=", "c_", "", "c_学", "c_1"):
        assert key.person_key_of(ONE, other) is None


def test_what_is_sealed_opens_with_the_same_key_purpose_and_context_only() -> None:
    key = new_key()
    sealed = key.seal("vault", b"plain", "here")
    assert key.unseal("vault", sealed, "here") == b"plain"
    assert b"plain" not in sealed
    for other, purpose, context in ((new_key(), "vault", "here"), (key, "landing", "here"), (key, "vault", "there")):
        with pytest.raises(KeyFileError):
            other.unseal(purpose, sealed, context)


@pytest.mark.parametrize("place", [0, 11, 12, 20, -1])
def test_a_sealed_record_with_one_bit_changed_is_refused(place: int) -> None:
    key = new_key()
    sealed = bytearray(key.seal("vault", b"plain text", ""))
    sealed[place] ^= 1
    with pytest.raises(KeyFileError):
        key.unseal("vault", bytes(sealed), "")


@pytest.mark.parametrize("length", [0, 5, 12, 20])
def test_a_sealed_record_that_was_cut_short_is_refused(length: int) -> None:
    key = new_key()
    with pytest.raises(KeyFileError):
        key.unseal("vault", key.seal("vault", b"plain text", "")[:length], "")


def test_sealing_twice_gives_two_different_records() -> None:
    key: KeyRing = new_key()
    assert key.seal("vault", b"plain", "") != key.seal("vault", b"plain", "")
