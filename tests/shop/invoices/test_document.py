"""Invoice documents: kept as JSON without loss, refused where they contradict themselves or lack what the law wants."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from shop.invoices.document import InvoiceDocument, InvoiceDoesNotAddUp, InvoiceIncomplete, TaxGroup
from tests.shop.invoices.documents import FIGURE, KEYRING, MANGA, R7, R19, R20, a_document, a_party, a_seller, many_kinds


@pytest.mark.parametrize("document", many_kinds().values(), ids=many_kinds())
def test_document_comes_back_from_json_as_it_was(document: InvoiceDocument) -> None:
    assert InvoiceDocument.from_dict(json.loads(json.dumps(document.to_dict()))) == document


def test_dictionary_holds_what_json_can() -> None:
    data = a_document(items=[FIGURE], shipping=0).to_dict()
    assert (data["issued_on"], data["paid_on"], data["delivered_on"]) == ("2026-11-23", "2026-11-23", None)
    assert data["taxes"] == [{"rate": "19.00", "net": 109_16, "tax": 20_74, "gross": 129_90}]
    assert data["lines"][0]["rate"] == "19.00"


def test_what_is_due_is_the_total_less_what_is_paid() -> None:
    assert a_document(items=[FIGURE], shipping=0, paid=29_90).due == 100_00


def test_mixed_rates_share_the_shipping_by_value() -> None:
    document = a_document(items=[FIGURE, KEYRING, MANGA], shipping=5_00)
    assert [(charge.rate, charge.total) for charge in document.charges] == [(R19, 4_56), (R7, 44)]
    assert [(group.rate, group.gross) for group in document.taxes] == [(R19, 161_31), (R7, 15_44)]


def _changed(**fields: Any) -> dict[str, Any]:
    """The fields of a document whose first line was changed."""
    document = a_document(items=[FIGURE, KEYRING])
    return {"lines": (replace(document.lines[0], **fields), *document.lines[1:])}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"total": 161_66}, "net and tax: 16165 is not 16166"),
        ({"net": 135_85, "tax": 25_80}, "net of the rates: 13584 is not 13585"),
        ({"net": 135_83}, "net of the rates: 13584 is not 13583"),
        ({"tax": 25_80}, "tax of the rates: 2581 is not 2580"),
        ({"paid": 161_66}, "16166 paid are more than 16165"),
        ({"paid": -1}, "below zero"),
        ({"charges": ()}, "19.00 %: net: 13172 is not 13584"),
        (_changed(quantity=0, gross=0, total=0), "line 1: the quantity is 0"),
        (_changed(unit=129_89), "line 1: unit x quantity: 12989 is not 12990"),
        (_changed(discount=1), "line 1: gross less discount: 12989 is not 12990"),
        (_changed(net=109_17), "line 1: net and tax: 12991 is not 12990"),
        (_changed(net=109_17, tax=20_73), "19.00 %: net: 13585 is not 13584"),
        (_changed(discount=-10, total=130_00, net=109_26), "19.00 %: net: 13594 is not 13584"),
        (_changed(rate=R7), "not each rate of the lines and charges once"),
        ({"taxes": ()}, "not each rate of the lines and charges once"),
        ({"treatment": "small_business"}, "small_business knows no tax"),
        ({"treatment": "export"}, "export knows no tax"),
        ({"taxes": (TaxGroup(rate=R19, net=135_84, tax=25_81, gross=161_66),)}, "19.00 %: net and tax: 16165 is not 16166"),
    ],
)
def test_document_that_does_not_add_up_is_refused(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(InvoiceDoesNotAddUp) as refused:
        a_document(**fields)
    assert words in str(refused.value)


def test_taxes_that_name_a_rate_twice_are_refused() -> None:
    group = a_document().taxes[0]
    with pytest.raises(InvoiceDoesNotAddUp, match="once"):
        a_document(taxes=(group, group))


def test_charge_that_does_not_add_up_is_refused() -> None:
    charge = a_document().charges[0]
    with pytest.raises(InvoiceDoesNotAddUp, match="Versand: net and tax: 491 is not 490"):
        a_document(charges=(replace(charge, net=charge.net + 1),))


def test_tax_of_another_rate_is_refused_although_the_sums_agree() -> None:
    document = a_document(items=[FIGURE], shipping=0)
    with pytest.raises(InvoiceDoesNotAddUp, match="contain 2165 of tax, not 2074"):
        replace(document, lines=(replace(document.lines[0], rate=R20),), taxes=(replace(document.taxes[0], rate=R20),))


@pytest.mark.parametrize(("off", "accepted"), [(0, True), (1, True), (-1, True), (2, False)])
def test_tax_may_be_a_cent_off_what_the_gross_contains(off: int, accepted: bool) -> None:
    document = a_document(items=[FIGURE], shipping=0)
    line, group = document.lines[0], document.taxes[0]
    moved = {"net": line.net - off, "tax": line.tax + off}
    fields: dict[str, Any] = {"lines": (replace(line, **moved),), "taxes": (replace(group, **moved),), **moved}
    if accepted:
        assert replace(document, **fields).tax == document.tax + off
    else:
        with pytest.raises(InvoiceDoesNotAddUp, match="of tax, not"):
            replace(document, **fields)


def test_negative_discount_is_refused() -> None:
    with pytest.raises(InvoiceDoesNotAddUp, match="below zero"):
        a_document(items=[("Lumi", 100_00, 1, -1_00, R19)])


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"number": ""}, "invoice lacks number"),
        ({"lines": ()}, "RE-2026-000123 lacks lines"),
        ({"seller": a_seller(name="", country="")}, "lacks seller.name, seller.country"),
        ({"seller": a_seller(vat_id="", tax_number="")}, "lacks seller.vat_id or seller.tax_number"),
        ({"buyer": a_party(name="", country="")}, "lacks buyer.name, buyer.country"),
        ({"delivery": a_party(country="")}, "lacks delivery.country"),
        ({"tax_country": ""}, "lacks tax_country"),
        ({"kind": "cancellation"}, "lacks original_number, original_on"),
        ({"kind": "cancellation", "original_number": "RE-2026-000122"}, "lacks original_on"),
    ],
)
def test_document_without_what_the_law_wants_is_refused(fields: dict[str, Any], missing: str) -> None:
    with pytest.raises(InvoiceIncomplete) as refused:
        a_document(**fields)
    assert missing in str(refused.value)


def test_cancellation_names_its_invoice() -> None:
    document = a_document(kind="cancellation", original_number="RE-2026-000122", original_on=date(2026, 11, 20))
    assert (document.is_cancellation, a_document().is_cancellation) == (True, False)
