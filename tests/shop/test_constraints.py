"""Integrity lives in the database: each constraint of our models is broken once, and refuses by its name."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, F, Model

from blog.articles.models import Post
from blog.articles.parts import ArticlePicture, Criterion, PostProduct, RankedItem
from blog.canon.models import RightName
from blog.figures.models import ArticleDay
from blog.history.models import Autosave, OldAddress, Revision
from shop.aftersales.models import WithdrawalDeclaration, WithdrawalLine, WithdrawalSettlement
from shop.cart.models import CartLine
from shop.catalog.models import Release, Variant
from shop.catalog.slug_redirect import SlugRedirect
from shop.fulfillment.models import Parcel, ParcelLine
from shop.invoices.models import Invoice
from shop.jobs.models import Job
from shop.orders.models import Order, OrderAddress, OrderLine, OrderText
from shop.payments.models import Payment, PaymentEntry, Refund
from shop.pricing.models import PriceChange
from shop.search.models import SearchDocument, SearchMiss, SearchSynonym
from shop.shipping.models import ShippingZone
from shop.stock.models import Stock
from shop.tax.models import TaxRate
from shop.vouchers.models import Voucher, VoucherCustomer, VoucherUse
from shop.vouchers.redeem import redeem
from tests.factories import (
    AT,
    LONG_AGO,
    a_cart,
    a_free_shipping_rule,
    a_legal_text,
    a_picture,
    a_post,
    a_product,
    a_release,
    a_series,
    a_staff_member,
    a_tax_rate,
    a_variant,
    a_voucher,
    a_zone,
    an_order,
)


def _update(model: type[Model], **values: Any) -> Callable[[], object]:
    return lambda: model._default_manager.update(**values)


def _again(model: type[Model], **values: Any) -> Callable[[], object]:
    """The last row once more."""

    def copy() -> None:
        row = model._default_manager.order_by("pk").values().last()
        assert row is not None
        model._default_manager.create(**{**row, "id": None, **values})

    return copy


def _a_parcel() -> None:
    order = an_order(paid=True)
    parcel = Parcel.objects.create(order=order, carrier="DHL Paket", shipped_at=AT)
    ParcelLine.objects.create(parcel=parcel, order_line=order.lines.get(), quantity=1)


def _a_paid_order() -> None:
    an_order(paid=True)


def _twice_the_number() -> None:
    first = Invoice.objects.get()
    same = {"series": first.series, "value": first.value, "order_id": first.order_id, "total": 1, "data": {}, "issued_at": AT}
    Invoice.objects.create(kind="cancellation", original=first, number="x", key="x", **same)


def _a_used_voucher() -> None:
    redeem(voucher=a_voucher(), reference="SR-AAAA-BBBB", email="jana@example.org", at=AT)


def _a_settlement() -> None:
    order = an_order(paid=True)
    declaration = WithdrawalDeclaration.objects.create(name="Jana", contract=order.number, email="j@example.org", declared_at=AT)
    settlement = WithdrawalSettlement.objects.create(declaration=declaration, order=order, amount=1, with_shipping=False, at=AT)
    WithdrawalLine.objects.create(settlement=settlement, order_line=order.lines.get(), quantity=1)


def _a_linked_post() -> None:
    PostProduct.objects.create(post=a_post(score=78), product=a_product())


def _a_ranking() -> None:
    RankedItem.objects.create(post=a_post(), place=1, title_de="Lumi", alt_de="Lumi von vorn", picture=a_picture())


def _a_written_post() -> None:
    """With all that is kept of its past, and of what is being typed."""
    post, by = a_post(), a_staff_member()
    Criterion.objects.create(post=post, score=80)
    ArticlePicture.objects.create(post=post, number=1, picture=a_picture(), alt_de="Lumi von vorn")
    ArticleDay.objects.create(post=post, on=AT.date())
    Revision.objects.create(post=post, version=1, data={}, at=AT)
    OldAddress.objects.create(post=post, language="de", slug="alt")
    Autosave.objects.create(post=post, by=by, data={}, at=AT)


def _a_right_name() -> None:
    RightName.objects.create(words="Rouge Metal", post=a_post(), at=AT)


def _a_name_right_everywhere() -> None:
    RightName.objects.create(words="Rouge Metal", at=AT)


def _a_new_post_being_typed() -> None:
    Autosave.objects.create(by=a_staff_member(), data={}, at=AT)


def _a_series_review() -> None:
    a_post(subject="series", reviewed_series=a_series())


def _a_filled_cart() -> None:
    a_cart(lines=[(a_variant(), 1)])


def _a_dated_variant() -> None:
    a_variant(release=a_release(released_on=date(2027, 3, 1), deliver_by=date(2027, 4, 30)))


def _an_old_address() -> None:
    SlugRedirect.objects.create(kind="product", old_slug="lumi", target_id=1)


def _a_document() -> None:
    SearchDocument.objects.create(id=1, kind="series", object_id=1, title_de="Nullsektor 9", title_en="Nullsektor 9")


def _a_synonym() -> None:
    SearchSynonym.objects.create(words="mr", meaning="Metallic Rouge")


def _a_miss() -> None:
    SearchMiss.objects.create(query="drachenei", language="de", last_on=date(2026, 11, 23))


BROKEN: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {  # constraint: a valid row, and what breaks it
    "delivery_is_not_promised_before_the_release": (_a_dated_variant, _update(Release, deliver_by=date(2027, 2, 28))),
    "a_product_has_one_first_run": (_a_dated_variant, _again(Release)),
    "a_release_has_each_size_once": (_a_dated_variant, _again(Variant, sku="OTHER")),
    "a_thing_is_indexed_once_per_language": (_a_document, _again(SearchDocument, id=2)),
    "a_synonym_is_kept_once": (_a_synonym, _again(SearchSynonym, words="MR")),
    "a_miss_is_counted_in_one_row": (_a_miss, _again(SearchMiss)),
    "an_old_address_leads_to_one_place": (_an_old_address, _again(SlugRedirect, target_id=2)),
    "a_product_has_each_size_once": (a_variant, _again(Variant, sku="OTHER")),
    "a_price_is_not_negative": (a_variant, _update(Variant, price=-1)),
    "an_rrp_is_above_zero": (a_variant, _update(Variant, rrp=0)),
    "no_more_is_reserved_than_is_on_hand": (a_variant, _update(Stock, reserved=F("on_hand") + 1)),
    "no_more_is_preordered_than_was_allocated": (a_variant, _update(Stock, preordered=1)),
    "a_price_begins_at_one_moment": (a_variant, _again(PriceChange, cents=1)),
    "a_shipping_price_is_not_negative": (a_zone, _update(ShippingZone, price=-1)),
    "shipping_days_are_in_order": (a_zone, _update(ShippingZone, days_min=5)),
    "free_shipping_begins_above_zero": (a_free_shipping_rule, lambda: a_free_shipping_rule(threshold="0.00", country="AT", is_active=False)),
    "one_free_shipping_rule_is_active": (a_free_shipping_rule, lambda: a_free_shipping_rule(country="AT")),
    "one_tax_rate_per_country_kind_and_day": (a_tax_rate, _again(TaxRate, percent=7)),
    "a_tax_rate_is_a_percentage": (a_tax_rate, _update(TaxRate, percent="-0.01")),
    "a_legal_text_begins_at_one_moment": (a_legal_text, lambda: a_legal_text(valid_from=LONG_AGO)),
    "a_cart_holds_each_variant_once": (_a_filled_cart, _again(CartLine)),
    "a_cart_line_holds_one_to_ten": (_a_filled_cart, _update(CartLine, quantity=11)),
    "an_order_adds_up": (an_order, _update(Order, total=F("total") + 1)),
    "a_discount_is_not_above_the_goods": (
        an_order, _update(Order, discount=F("goods") + 1, shipping=1, total=0),
    ),
    "an_order_has_one_address_of_a_kind": (an_order, _again(OrderAddress)),
    "an_order_holds_each_variant_once": (an_order, _again(OrderLine)),
    "an_order_line_holds_something": (an_order, _update(OrderLine, quantity=0, gross=0, net=0, tax=0)),
    "an_order_line_is_unit_times_quantity": (an_order, _update(OrderLine, unit=F("unit") + 1)),
    "an_order_line_is_net_plus_tax_plus_discount": (an_order, _update(OrderLine, net=F("net") - 1)),
    "no_more_is_shipped_than_was_ordered": (an_order, _update(OrderLine, shipped=F("quantity"), released=1)),
    "no_more_is_taken_back_than_was_ordered": (an_order, _update(OrderLine, withdrawn=F("quantity") + 1)),
    "an_order_names_each_text_once": (an_order, _again(OrderText)),
    "money_that_comes_is_positive_and_money_that_goes_negative": (
        an_order, lambda: PaymentEntry.objects.create(payment=Payment.objects.get(), kind="given_back", amount=1, reference="x", at=AT),
    ),
    "a_refund_gives_something_back": (
        an_order, lambda: Refund.objects.create(payment=Payment.objects.get(), key="x", amount=0, created_at=AT, changed_at=AT),
    ),
    "an_invoice_number_is_given_once": (_a_paid_order, _twice_the_number),
    "an_order_has_one_invoice": (_a_paid_order, _again(Invoice, number="x", key="x", value=2)),
    "a_cancellation_names_its_invoice": (_a_paid_order, _again(Invoice, number="x", key="x", value=2, kind="cancellation")),
    "a_job_is_queued_once_for_each_object": (an_order, _again(Job)),
    "no_voucher_is_used_too_often": (lambda: a_voucher(limit=1), _update(Voucher, used=2)),
    "a_voucher_is_worth_something": (a_voucher, _update(Voucher, percent=0)),
    "a_customer_has_one_counter_for_a_voucher": (_a_used_voucher, _again(VoucherCustomer)),
    "an_order_uses_a_voucher_once": (_a_used_voucher, _again(VoucherUse)),
    "a_deduction_has_a_reason": (_a_settlement, _update(WithdrawalSettlement, deduction=1, reason="")),
    "a_settlement_names_each_line_once": (_a_settlement, _again(WithdrawalLine)),
    "a_withdrawal_line_holds_something": (_a_settlement, _update(WithdrawalLine, quantity=0)),
    "an_order_has_one_open_payment": (an_order, _again(Payment, state="processing")),
    "no_more_is_refunded_than_was_received": (an_order, _update(Payment, refunded=1)),
    "a_parcel_holds_each_line_once": (_a_parcel, _again(ParcelLine)),
    "a_parcel_line_holds_something": (_a_parcel, _update(ParcelLine, quantity=0)),
    "a_score_is_at_most_ten": (_a_linked_post, _update(Post, score=101)),
    "an_article_names_each_product_once": (_a_linked_post, _again(PostProduct)),
    "an_article_is_there_in_a_language": (a_post, _update(Post, slug_de=None, slug_en=None)),
    "an_article_with_an_address_has_a_title_de": (a_post, _update(Post, title_de="")),
    "an_article_with_an_address_has_a_title_en": (a_post, _update(Post, slug_en="")),
    "a_reviewed_series_is_named": (_a_series_review, _update(Post, reviewed_series=None)),
    "a_reviewed_season_is_numbered": (_a_series_review, _update(Post, subject="season")),
    "a_reviewed_episode_is_numbered": (_a_series_review, _update(Post, subject="episode")),
    "a_reviewed_product_is_named": (_a_series_review, _update(Post, subject="product")),
    "a_criterion_scores_at_most_ten": (_a_written_post, _update(Criterion, score=101)),
    "a_text_has_each_picture_number_once": (_a_written_post, _again(ArticlePicture)),
    "a_picture_in_a_text_is_described": (_a_written_post, _update(ArticlePicture, alt_de="")),
    "a_ranking_gives_each_place_once": (_a_ranking, _again(RankedItem)),
    "a_ranking_begins_with_the_first_place": (_a_ranking, _update(RankedItem, place=0)),
    "a_ranked_picture_is_described": (_a_ranking, _update(RankedItem, alt_de="")),
    "an_article_has_each_day_once": (_a_written_post, _again(ArticleDay)),
    "an_article_has_each_version_once": (_a_written_post, _again(Revision)),
    "an_old_address_of_an_article_leads_to_one": (_a_written_post, _again(OldAddress)),
    "everybody_has_one_autosave_of_an_article": (_a_written_post, _again(Autosave)),
    "a_name_is_right_once_in_an_article": (_a_right_name, _again(RightName, words="ROUGE metal")),
    "a_name_is_right_once_everywhere": (_a_name_right_everywhere, _again(RightName, words="ROUGE metal")),
    "everybody_has_one_autosave_of_a_new_article": (_a_new_post_being_typed, _again(Autosave)),
}  # fmt: skip


def _models() -> list[type[Model]]:
    return [model for app in ("shop", "blog") for model in apps.get_app_config(app).get_models()]


def _is_named(constraint: str, error: IntegrityError) -> bool:
    """PostgreSQL says the name of any constraint; SQLite says the columns of a unique one."""
    (model, found) = next((m, c) for m in _models() for c in m._meta.constraints if c.name == constraint)
    if isinstance(found, CheckConstraint) or constraint in str(error):
        return constraint in str(error)
    columns = [model._meta.get_field(field).column for field in found.fields]  # type: ignore[attr-defined]
    return str(error) == "UNIQUE constraint failed: " + ", ".join(f"{model._meta.db_table}.{column}" for column in columns)


@pytest.mark.django_db
@pytest.mark.parametrize("constraint", BROKEN)
def test_constraint_refuses_by_its_name(constraint: str) -> None:
    make_valid, break_it = BROKEN[constraint]
    make_valid()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        break_it()
    assert _is_named(constraint, refusal.value), str(refusal.value)


def test_every_constraint_of_our_models_is_tried() -> None:
    assert {constraint.name for model in _models() for constraint in model._meta.constraints} == set(BROKEN)


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["reserved", "preordered"])  # and what they are not above is not either
def test_stock_is_never_negative(column: str) -> None:
    a_variant(on_hand=5, reserved=1, preorder_limit=5, preordered=1)
    with pytest.raises(IntegrityError, match=column), transaction.atomic():
        Stock.objects.update(**{column: -1})


@pytest.mark.django_db
def test_cart_is_ordered_once() -> None:
    order = an_order()
    with pytest.raises(IntegrityError, match="cart_id"), transaction.atomic():
        Order.objects.create(**{**Order.objects.values().get(), "id": None, "number": "SR-2", "token": "t"})
    assert Order.objects.get() == order
