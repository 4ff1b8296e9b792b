"""All models of the shop's rooms, so that Django finds them; nothing else imports from here."""

from shop.aftersales.models import WithdrawalDeclaration
from shop.cart.models import Cart, CartLine
from shop.catalog.models import Category, Character, Manufacturer, Product, ProductImage, Series, Variant
from shop.checkout.models import CheckoutDraft
from shop.fulfillment.models import Parcel, ParcelLine
from shop.legal.models import LegalText, SellerProfile
from shop.mail.models import MailAttachment, OutgoingMail
from shop.orders.models import Order, OrderAddress, OrderEvent, OrderLine
from shop.payments.models import Payment, StripeEvent
from shop.pictures.models import Picture
from shop.pricing.models import PriceChange
from shop.shipping.models import FreeShippingRule, ShippingZone, ZoneCountry
from shop.stock.models import Stock, StockMove
from shop.tax.models import TaxRate
from shop.throttle.models import Throttle

__all__ = [
    "Cart",
    "CartLine",
    "Category",
    "Character",
    "CheckoutDraft",
    "FreeShippingRule",
    "LegalText",
    "MailAttachment",
    "Manufacturer",
    "Order",
    "OrderAddress",
    "OrderEvent",
    "OrderLine",
    "OutgoingMail",
    "Parcel",
    "ParcelLine",
    "Payment",
    "Picture",
    "PriceChange",
    "Product",
    "ProductImage",
    "SellerProfile",
    "Series",
    "ShippingZone",
    "Stock",
    "StockMove",
    "StripeEvent",
    "TaxRate",
    "Throttle",
    "Variant",
    "WithdrawalDeclaration",
    "ZoneCountry",
]
