"""The invoice for machines: UN/CEFACT Cross Industry Invoice in the profile EN 16931 (Factur-X, ZUGFeRD).

BT and BG numbers are those of EN 16931-1. The prices of the shop are gross; the net amounts come from the document and are never
computed again: a unit price (BT-146) has as many decimals as its line's net amount (BT-131) needs to follow from it.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from lxml import etree
from lxml.builder import ElementMaker

from shop.invoices.document import Charge, InvoiceDocument, Line, Party, SellerParty, TaxGroup
from shop.invoices.payment_words import payment_words
from shop.invoices.words import WORDS
from shop.money import split_gross

PROFILE = "urn:cen.eu:en16931:2017"
_UNCEFACT = "urn:un:unece:uncefact:data"
_SPACES = {
    "rsm": f"{_UNCEFACT}:standard:CrossIndustryInvoice:100",
    "ram": f"{_UNCEFACT}:standard:ReusableAggregateBusinessInformationEntity:100",
    "qdt": f"{_UNCEFACT}:standard:QualifiedDataType:100",
    "udt": f"{_UNCEFACT}:standard:UnqualifiedDataType:100",
}
_RSM, _RAM, _QDT, _UDT = (ElementMaker(namespace=space, nsmap=_SPACES) for space in _SPACES.values())
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2
_NO_NAME = "–"  # for a name of illegal characters alone: the standard wants one
_PIECE = "H87"  # UN/ECE recommendation 20
_TYPE_CODES = {"invoice": "380", "cancellation": "381"}  # UNTDID 1001
_MEANS_CODES = {"transfer": "58", "card": "48"}  # UNTDID 4461: SEPA credit transfer, bank card
_MEANS_UNDEFINED = "1"  # UNTDID 4461: a refund goes to an account that this document does not know


def invoice_xml(document: InvoiceDocument) -> bytes:
    """The document as CII in UTF-8; the same document gives the same bytes."""
    root = _RSM.CrossIndustryInvoice(
        _RSM.ExchangedDocumentContext(_RAM.GuidelineSpecifiedDocumentContextParameter(_RAM.ID(PROFILE))),
        _RSM.ExchangedDocument(
            _RAM.ID(_legal(document.number)),
            _RAM.TypeCode(_TYPE_CODES[document.kind]),
            _RAM.IssueDateTime(_day(document.issued_on)),
            *(_RAM.IncludedNote(_RAM.Content(note)) for note in _notes(document)),
        ),
        _RSM.SupplyChainTradeTransaction(
            *(_line(document, line) for line in document.lines),
            _agreement(document),
            _delivery(document),
            _settlement(document),
        ),
    )
    xml: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return xml


def _legal(text: str) -> str:
    """`text` without what XML 1.0 cannot hold."""
    return _ILLEGAL.sub("", text).strip()


def _optional(tag: str, text: str, **attributes: str) -> list[etree._Element]:
    """An element of ram, or none: empty elements are not allowed."""
    return [_RAM(tag, _legal(text), **attributes)] if _legal(text) else []


def _amount(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"


def _day(day: date) -> etree._Element:
    return _UDT.DateTimeString(f"{day:%Y%m%d}", format="102")


def _notes(document: InvoiceDocument) -> Iterator[str]:
    words = WORDS[document.language]
    if document.treatment == "oss":
        yield words["oss"].format(country=document.tax_country)
    if _legal(document.reason):
        yield words["reason"].format(reason=_legal(document.reason))


def _category(document: InvoiceDocument, rate: Decimal) -> str:
    """The VAT category (UNTDID 5305). G presupposes a VAT ID (BR-G-02); an exporter without one says E with the same reason."""
    if document.treatment == "export":
        return "G" if document.seller.vat_id else "E"
    if document.treatment == "small_business":
        return "E"
    return "S" if rate else "Z"


def _vat(document: InvoiceDocument, rate: Decimal, *, tag: str) -> etree._Element:
    return _RAM(
        tag,
        _RAM.TypeCode("VAT"),
        _RAM.CategoryCode(_category(document, rate)),
        _RAM.RateApplicablePercent(f"{rate:.2f}"),
    )


def _line(document: InvoiceDocument, line: Line) -> etree._Element:
    allowance = split_gross(line.discount, line.rate).net
    # One decimal more than the quantity has digits keeps quantity x price within half a cent of the net amount.
    price = f"{Decimal(line.net + allowance) / (100 * line.quantity):.{2 + len(str(line.quantity))}f}"
    return _RAM.IncludedSupplyChainTradeLineItem(
        _RAM.AssociatedDocumentLineDocument(_RAM.LineID(str(line.position))),
        _RAM.SpecifiedTradeProduct(
            *_optional("SellerAssignedID", line.sku),
            _RAM.Name(_legal(line.name) or _NO_NAME),
            *_optional("Description", line.features),
        ),
        _RAM.SpecifiedLineTradeAgreement(_RAM.NetPriceProductTradePrice(_RAM.ChargeAmount(price))),
        _RAM.SpecifiedLineTradeDelivery(_RAM.BilledQuantity(str(line.quantity), unitCode=_PIECE)),
        _RAM.SpecifiedLineTradeSettlement(
            _vat(document, line.rate, tag="ApplicableTradeTax"),
            *([_discount(document, allowance)] if line.discount else []),
            _RAM.SpecifiedTradeSettlementLineMonetarySummation(_RAM.LineTotalAmount(_amount(line.net))),
        ),
    )


def _discount(document: InvoiceDocument, net: int) -> etree._Element:
    """BG-27, the allowance of a line; 95 is UNTDID 5189's discount."""
    return _RAM.SpecifiedTradeAllowanceCharge(
        _RAM.ChargeIndicator(_UDT.Indicator("false")),
        _RAM.ActualAmount(_amount(net)),
        _RAM.ReasonCode("95"),
        _RAM.Reason(WORDS[document.language]["discount"]),
    )


def _agreement(document: InvoiceDocument) -> etree._Element:
    return _RAM.ApplicableHeaderTradeAgreement(
        _seller(document.seller),
        _RAM.BuyerTradeParty(
            _RAM.Name(_legal(document.buyer.name) or _NO_NAME),
            _address(document.buyer),
            *_email(document.buyer),
        ),
        # The number is ours: BT-14, not the buyer's own reference BT-13.
        *(_RAM.SellerOrderReferencedDocument(number) for number in _optional("IssuerAssignedID", document.order_number)),
    )


def _seller(seller: SellerParty) -> etree._Element:
    contact = [
        *(_RAM.TelephoneUniversalCommunication(number) for number in _optional("CompleteNumber", seller.phone)),
        *(_RAM.EmailURIUniversalCommunication(address) for address in _optional("URIID", seller.email)),
    ]
    numbers = [*_optional("ID", seller.vat_id, schemeID="VA"), *_optional("ID", seller.tax_number, schemeID="FC")]
    return _RAM.SellerTradeParty(
        *([] if seller.vat_id else _optional("ID", seller.tax_number)),  # BR-CO-26 wants BT-29 where there is no VAT ID
        _RAM.Name(_legal(seller.name) or _NO_NAME),
        *_optional("Description", seller.register),
        *([_RAM.DefinedTradeContact(*contact)] if contact else []),
        _address(seller),
        *_email(seller),
        *(_RAM.SpecifiedTaxRegistration(number) for number in numbers),
    )


def _email(party: Party) -> list[etree._Element]:
    """The electronic address, BT-34 and BT-49; EM is the code for e-mail."""
    return [_RAM.URIUniversalCommunication(address) for address in _optional("URIID", party.email, schemeID="EM")]


def _address(party: Party) -> etree._Element:
    return _RAM.PostalTradeAddress(
        *_optional("PostcodeCode", party.postcode),
        *_optional("LineOne", party.street),
        *_optional("LineTwo", party.extra),
        *_optional("CityName", party.city),
        _RAM.CountryID(party.country),
    )


def _delivery(document: InvoiceDocument) -> etree._Element:
    day = document.delivered_on
    return _RAM.ApplicableHeaderTradeDelivery(
        _RAM.ShipToTradeParty(*_optional("Name", document.delivery.name), _address(document.delivery)),
        *([_RAM.ActualDeliverySupplyChainEvent(_RAM.OccurrenceDateTime(_day(day)))] if day else []),
    )


def _settlement(document: InvoiceDocument) -> etree._Element:
    return _RAM.ApplicableHeaderTradeSettlement(
        *_optional("PaymentReference", document.order_number),
        _RAM.InvoiceCurrencyCode(document.currency),
        _means(document),
        *(_tax_group(document, group) for group in document.taxes),
        *(_charge(document, charge) for charge in document.charges),
        _RAM.SpecifiedTradePaymentTerms(_RAM.Description(_legal(payment_words(document)))),
        _totals(document),
        *_original(document),
    )


def _means(document: InvoiceDocument) -> etree._Element:
    """BG-16. A transfer names the seller's account (BR-61), unless the money goes the other way."""
    seller = document.seller
    to_seller = not document.is_cancellation and (document.means == "card" or bool(seller.iban))
    account = [
        _RAM.PayeePartyCreditorFinancialAccount(iban, *_optional("AccountName", seller.account_holder))
        for iban in _optional("IBANID", seller.iban)
    ] + [_RAM.PayeeSpecifiedCreditorFinancialInstitution(bic) for bic in _optional("BICID", seller.bic)]
    return _RAM.SpecifiedTradeSettlementPaymentMeans(
        _RAM.TypeCode(_MEANS_CODES[document.means] if to_seller else _MEANS_UNDEFINED),
        *_optional("Information", document.method),
        *(account if to_seller and document.means == "transfer" else []),
    )


def _tax_group(document: InvoiceDocument, group: TaxGroup) -> etree._Element:
    category = _category(document, group.rate)
    reason = WORDS[document.language].get(document.treatment, "") if category in "GE" else ""
    return _RAM.ApplicableTradeTax(
        _RAM.CalculatedAmount(_amount(group.tax)),
        _RAM.TypeCode("VAT"),
        *_optional("ExemptionReason", reason),
        _RAM.BasisAmount(_amount(group.net)),
        _RAM.CategoryCode(category),
        *([_RAM.ExemptionReasonCode("VATEX-EU-G")] if category == "G" else []),
        _RAM.RateApplicablePercent(f"{group.rate:.2f}"),
    )


def _charge(document: InvoiceDocument, charge: Charge) -> etree._Element:
    """BG-21, a charge of the whole document; DL is UNTDID 7161's delivery."""
    return _RAM.SpecifiedTradeAllowanceCharge(
        _RAM.ChargeIndicator(_UDT.Indicator("true")),
        _RAM.ActualAmount(_amount(charge.net)),
        _RAM.ReasonCode("DL"),
        *_optional("Reason", charge.label),
        _vat(document, charge.rate, tag="CategoryTradeTax"),
    )


def _totals(document: InvoiceDocument) -> etree._Element:
    return _RAM.SpecifiedTradeSettlementHeaderMonetarySummation(
        _RAM.LineTotalAmount(_amount(sum(line.net for line in document.lines))),
        _RAM.ChargeTotalAmount(_amount(sum(charge.net for charge in document.charges))),
        _RAM.TaxBasisTotalAmount(_amount(document.net)),
        _RAM.TaxTotalAmount(_amount(document.tax), currencyID=document.currency),
        _RAM.GrandTotalAmount(_amount(document.total)),
        _RAM.TotalPrepaidAmount(_amount(document.paid)),
        _RAM.DuePayableAmount(_amount(document.due)),
    )


def _original(document: InvoiceDocument) -> Iterator[etree._Element]:
    """BG-3, the invoice that a cancellation takes back."""
    if document.is_cancellation and document.original_on:
        yield _RAM.InvoiceReferencedDocument(
            *_optional("IssuerAssignedID", document.original_number),
            _RAM.FormattedIssueDateTime(_QDT.DateTimeString(f"{document.original_on:%Y%m%d}", format="102")),
        )
