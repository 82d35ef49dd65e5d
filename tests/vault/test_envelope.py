import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredskab.vault import envelope
from beredskab.vault.envelope import CannotOpen

CHILD = uuid.UUID("11111111-1111-4111-8111-111111111111")
OTHER = uuid.UUID("22222222-2222-4222-8222-222222222222")
KEY = bytes(range(32))


@given(st.text())
def test_what_was_typed_comes_back(text: str) -> None:
    assert envelope.decrypt(KEY, CHILD, "Q6", envelope.encrypt(KEY, CHILD, "Q6", text)) == text


@pytest.mark.parametrize(
    ("subject", "field", "key"), [(OTHER, "Q6", KEY), (CHILD, "Q7", KEY), (CHILD, "Q6", KEY[::-1])]
)
def test_a_ciphertext_opens_only_where_it_was_made(subject: uuid.UUID, field: str, key: bytes) -> None:
    blob = envelope.encrypt(KEY, CHILD, "Q6", "Far slog mig")
    with pytest.raises(CannotOpen):
        envelope.decrypt(key, subject, field, blob)


def test_a_changed_byte_is_noticed() -> None:
    blob = bytearray(envelope.encrypt(KEY, CHILD, "Q6", "Far slog mig"))
    blob[-1] ^= 1
    with pytest.raises(CannotOpen):
        envelope.decrypt(KEY, CHILD, "Q6", bytes(blob))


def test_an_unknown_schema_is_refused() -> None:
    with pytest.raises(CannotOpen):
        envelope.decrypt(KEY, CHILD, "Q6", b"")
    with pytest.raises(CannotOpen):
        envelope.decrypt(KEY, CHILD, "Q6", b"\x07" + bytes(40))


def test_the_length_says_little() -> None:
    sizes = {len(envelope.encrypt(KEY, CHILD, "Q6", "a" * length)) for length in (0, 1, 100, 252)}
    assert len(sizes) == 1
    assert len(envelope.encrypt(KEY, CHILD, "Q6", "a" * 253)) > sizes.pop()
    assert (
        envelope.decrypt(KEY, CHILD, "Q6", envelope.encrypt(KEY, CHILD, "Q6", "a" * 70_000)) == "a" * 70_000
    )


def test_a_sealed_key_opens_for_its_holder_alone() -> None:
    private, public = envelope.new_pair()
    stranger, _public = envelope.new_pair()
    sealed = envelope.seal(KEY, public)
    assert envelope.unseal(sealed, private) == KEY
    with pytest.raises(CannotOpen):
        envelope.unseal(sealed, stranger)
