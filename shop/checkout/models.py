"""What a guest has told the checkout so far. It hangs on the cart and becomes part of the order."""

from django.db import models

from shop.cart.models import Cart
from shop.customers.address import Address
from shop.payments.models import PaymentMethod


class CheckoutDraft(models.Model):
    cart = models.OneToOneField(Cart, models.CASCADE, related_name="checkout")
    email = models.EmailField()
    delivery = models.JSONField()
    billing = models.JSONField(null=True, blank=True)
    payment_method = models.CharField(max_length=20, choices=PaymentMethod, blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.email

    @property
    def delivery_address(self) -> Address:
        return Address.from_dict(self.delivery)

    @property
    def billing_address(self) -> Address | None:
        return Address.from_dict(self.billing) if self.billing else None
