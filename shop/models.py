"""All models of the shop's rooms, so that Django finds them; nothing else imports from here."""

from shop.aftersales.models import WithdrawalDeclaration, WithdrawalLine, WithdrawalSettlement
from shop.alerts.models import Alert
from shop.cart.models import Cart, CartLine
from shop.catalog.models import (
    Category,
    Character,
    Manufacturer,
    Product,
    ProductImage,
    ProductLine,
    Release,
    Scale,
    Sculptor,
    Series,
    Variant,
)
from shop.catalog.slug_redirect import SlugRedirect
from shop.checkout.models import CheckoutDraft
from shop.fulfillment.models import Parcel, ParcelLine
from shop.invoices.models import Counter, Invoice, InvoiceDocument
from shop.jobs.models import Job
from shop.legal.models import LegalText, SellerProfile
from shop.listing.models import CatalogChange
from shop.mail.models import MailAttachment, OutgoingMail
from shop.orders.models import Order, OrderAddress, OrderEvent, OrderLine, OrderText
from shop.payments.models import Dispute, Payment, PaymentEntry, Refund, StripeEvent
from shop.pictures.models import Picture
from shop.pricing.models import PriceChange
from shop.search.models import SearchDirty, SearchDocument, SearchGram, SearchMiss, SearchSynonym, SearchTerm
from shop.shipping.models import FreeShippingRule, ShippingZone, ZoneCountry
from shop.stock.models import Stock, StockMove
from shop.tax.models import TaxProfile, TaxRate
from shop.throttle.models import Throttle
from shop.vouchers.models import Voucher, VoucherCustomer, VoucherUse

__all__ = [
    "Alert",
    "Cart",
    "CartLine",
    "CatalogChange",
    "Category",
    "Character",
    "CheckoutDraft",
    "Counter",
    "Dispute",
    "FreeShippingRule",
    "Invoice",
    "InvoiceDocument",
    "Job",
    "LegalText",
    "MailAttachment",
    "Manufacturer",
    "Order",
    "OrderAddress",
    "OrderEvent",
    "OrderLine",
    "OrderText",
    "OutgoingMail",
    "Parcel",
    "ParcelLine",
    "Payment",
    "PaymentEntry",
    "Picture",
    "PriceChange",
    "Product",
    "ProductImage",
    "ProductLine",
    "Refund",
    "Release",
    "Scale",
    "Sculptor",
    "SearchDirty",
    "SearchDocument",
    "SearchGram",
    "SearchMiss",
    "SearchSynonym",
    "SearchTerm",
    "SellerProfile",
    "Series",
    "ShippingZone",
    "SlugRedirect",
    "Stock",
    "StockMove",
    "StripeEvent",
    "TaxProfile",
    "TaxRate",
    "Throttle",
    "Variant",
    "Voucher",
    "VoucherCustomer",
    "VoucherUse",
    "WithdrawalDeclaration",
    "WithdrawalLine",
    "WithdrawalSettlement",
    "ZoneCountry",
]
