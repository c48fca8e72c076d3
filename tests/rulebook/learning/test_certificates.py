import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwise.rulebook.learning.certificates import (
    ALPHABET,
    CertificateRefusal,
    CertificateStatus,
    certificate_refusals,
    new_number,
    normal_number,
    status,
)
from fieldwise.rulebook.reasons import Reason

eight_bytes = st.binary(min_size=8, max_size=8)


def test_the_alphabet_is_crockfords() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


def test_a_number_has_three_groups_of_four() -> None:
    assert new_number(b"\x00" * 8) == "FW-0000-0000-0000"
    assert new_number(b"\xff" * 8) == "FW-ZZZZ-ZZZZ-ZZZZ"


def test_every_one_of_sixty_bits_changes_the_number() -> None:
    numbers = {new_number((1 << bit).to_bytes(8)) for bit in range(60)}
    assert len(numbers) == 60
    assert new_number(b"\x00" * 8) not in numbers


def test_too_few_random_bytes_are_an_error() -> None:
    with pytest.raises(ValueError, match="8 random bytes"):
        new_number(b"1234567")


@given(eight_bytes)
def test_a_printed_number_is_normal(random_bytes: bytes) -> None:
    assert normal_number(new_number(random_bytes)) == new_number(random_bytes)


@given(eight_bytes, st.sampled_from(["", " ", "-", " - ", "–", "\t", "\u00a0"]), st.randoms())
def test_a_number_is_forgiven_how_it_was_typed(random_bytes: bytes, separator: str, random) -> None:
    printed = new_number(random_bytes)
    misread = {"0": "0oO", "1": "1iIlL"}
    typed = "".join(
        separator if letter == "-" else random.choice(misread.get(letter, letter + letter.lower()))
        for letter in printed
    )
    assert normal_number(f" {typed}\n") == printed


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "FW-",
        "7K2M-94QX-3DRB",
        "FW-7K2M-94QX-3DR",
        "FW-7K2M-94QX-3DRBB",
        "FW-7K2M-94QX-3DRU",
        "FW-7K2M-94QX-3DR\x00",
        "FW-7K2M-94QX-3DR²",
        "FW-7K2M-94QX-3DRı",
        "FW-7K2M-94QX-3DRB" + " " * 100,
        "' OR 1=1 --",
    ],
)
def test_what_is_no_number_is_nothing(typed: str) -> None:
    assert normal_number(typed) is None


@given(st.text())
def test_any_text_gives_nothing_or_a_printed_number(text: str) -> None:
    number = normal_number(text)
    assert number is None or normal_number(number) == number


def test_a_status_has_a_sentence_and_revoked_outweighs_replaced() -> None:
    assert status(revoked=False, superseded=False) is CertificateStatus.VALID
    assert status(revoked=False, superseded=True) is CertificateStatus.SUPERSEDED
    assert status(revoked=True, superseded=True) is CertificateStatus.REVOKED
    assert CertificateStatus.VALID.sentence == "This certificate is valid."
    assert CertificateStatus.SUPERSEDED.code == "superseded"


def test_nothing_stands_against_a_certificate_with_a_name_and_every_component() -> None:
    assert certificate_refusals(awarded=True, name="Dana Whitlock", missing=()) == ()


def test_a_person_without_a_name_is_told_what_to_do() -> None:
    (refusal,) = certificate_refusals(awarded=True, name="  ", missing=())
    assert refusal.code == "name_not_given"
    assert refusal.sentence == "Your name is not in the roster. Enter it, and the certificate is issued."


def test_missing_components_and_a_missing_name_are_both_told() -> None:
    missing = (Reason("component_missing", "“Risk Aversion” is not complete yet."),)
    assert certificate_refusals(awarded=True, name="", missing=missing) == (
        *missing,
        CertificateRefusal.NAME_NOT_GIVEN,
    )
    assert certificate_refusals(awarded=True, name="Dana", missing=missing) == missing


def test_a_course_that_awards_none_says_only_that() -> None:
    assert certificate_refusals(awarded=False, name="", missing=()) == (CertificateRefusal.NOT_AWARDED,)
