"""An IBAN is taken when its form, its country's length and its check digits are right."""

import pytest
from django.core.exceptions import ValidationError

from shop.legal.iban import LENGTHS, remainder, valid_iban
from tests.factories import a_seller

GERMAN = "DE02120300000000202051"


def _made(country: str) -> str:
    """An IBAN of `country` with zeros for an account and the check digits that fit it."""
    account = "0" * (LENGTHS[country] - 4)
    return f"{country}{98 - remainder(f'{country}00{account}'):02}{account}"


def _fault(iban: str) -> str | None:
    """The code of what is wrong."""
    try:
        valid_iban(iban)
    except ValidationError as error:
        return error.code
    return None


# Examples of the SWIFT registry, among them letters in the account and the shortest and longest of SEPA.
@pytest.mark.parametrize(
    "iban",
    [GERMAN, "GB29NWBK60161331926819", "NO9386011117947", "MT84MALT011000012345MTLCAST001S", "FR1420041010050500013M02606"],
)
def test_iban_that_a_bank_gave_out_is_taken(iban: str) -> None:
    assert _fault(iban) is None


@pytest.mark.parametrize("country", sorted(LENGTHS))
def test_iban_of_each_country_has_its_length(country: str) -> None:
    iban = _made(country)
    assert (_fault(iban), _fault(f"{iban}0")) == (None, "iban_length")


@pytest.mark.parametrize("place", range(2, len(GERMAN)))
def test_one_changed_digit_is_refused(place: int) -> None:
    changed = GERMAN[:place] + str((int(GERMAN[place]) + 1) % 10) + GERMAN[place + 1 :]
    assert _fault(changed) == "iban_check_digits"


def test_two_digits_that_changed_places_are_refused() -> None:
    assert _fault("DE02210300000000202051") == "iban_check_digits"


@pytest.mark.parametrize("digits", ["00", "01", "99"])
def test_check_digits_that_no_bank_gives_out_are_refused(digits: str) -> None:
    remainders = {"00": 97, "01": 98, "99": 2}  # what they stand for, mod 97
    account = next(a for n in range(97) if remainder(f"DE{digits}{(a := f'{n:018}')}") == 1)
    assert _fault(f"DE{digits}{account}") == "iban_check_digits"
    assert _fault(f"DE{remainders[digits]:02}{account}") is None


@pytest.mark.parametrize(
    ("iban", "code"),
    [
        ("", "iban_form"),
        ("DE02 1203 0000 0000 2020 51", "iban_form"),
        ("de02120300000000202051", "iban_form"),
        ("DE02120300000000202051\n", "iban_form"),
        ("DE0212030000000020205१", "iban_form"),
        ("DE0212030000000020205", "iban_length"),
        ("US02120300000000202051", "iban_country"),
    ],
)
def test_what_is_no_iban_of_sepa_is_refused(iban: str, code: str) -> None:
    assert _fault(iban) == code


@pytest.mark.django_db
def test_seller_with_a_mistyped_iban_is_refused() -> None:
    a_seller().full_clean()
    with pytest.raises(ValidationError) as refused:
        a_seller(iban="DE02120300000000202052").full_clean()
    assert [(field, [fault.code for fault in faults]) for field, faults in refused.value.error_dict.items()] == [
        ("iban", ["iban_check_digits"])
    ]
