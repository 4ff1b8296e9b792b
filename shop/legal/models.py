"""Who sells, and the texts that a sale rests on."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from shop.legal.iban import valid_iban


class SellerProfile(models.Model):
    """The seller's identity (DDG § 5, MStV § 18 (2)) and bank account. There is one row."""

    name = models.CharField(_("name with legal form"), max_length=120)
    represented_by = models.CharField(_("represented by"), max_length=120, blank=True)
    street = models.CharField(_("street and number"), max_length=120)
    postcode = models.CharField(_("postcode"), max_length=12)
    city = models.CharField(_("city"), max_length=80)
    country = models.CharField(_("country"), max_length=2, default="DE")
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=40)
    register_court = models.CharField(_("register court"), max_length=80, blank=True)
    register_number = models.CharField(_("register number"), max_length=40, blank=True)
    vat_id = models.CharField(_("VAT ID"), max_length=20, blank=True)
    editor = models.CharField(_("responsible for the magazine"), max_length=200, help_text=_("Name and address, MStV § 18 (2)."))
    account_holder = models.CharField(
        _("account holder"), max_length=70, help_text=_("Exactly as the bank knows it: banks compare it with the IBAN.")
    )
    iban = models.CharField(_("IBAN"), max_length=34, validators=[valid_iban])
    bic = models.CharField(_("BIC"), max_length=11, blank=True)

    class Meta:
        verbose_name = _("seller")
        verbose_name_plural = _("seller")

    def __str__(self) -> str:
        return self.name

    @property
    def iban_groups(self) -> str:
        """The IBAN in groups of four, as it stands on paper."""
        return " ".join(self.iban[i : i + 4] for i in range(0, len(self.iban), 4))


class LegalKind(models.TextChoices):
    """The address of each text on the site; the imprint and the shipping page are made from data instead."""

    TERMS = "terms", _("Terms and conditions")
    PRIVACY = "privacy", _("Privacy")
    WITHDRAWAL = "withdrawal", _("Right of withdrawal")
    WARRANTY = "warranty", _("Legal guarantee rights")
    ACCESSIBILITY = "accessibility", _("Accessibility")


class LegalText(models.Model):
    """One version of one text. A version that is in force is not edited: a new one is added."""

    kind = models.CharField(_("kind"), max_length=20, choices=LegalKind)
    valid_from = models.DateTimeField(_("valid from"))
    body = TranslatedField(models.TextField(_("text"), help_text=_("HTML with headings, paragraphs and lists.")))

    class Meta:
        ordering = ["kind", "-valid_from"]
        verbose_name = _("legal text")
        verbose_name_plural = _("legal texts")
        constraints = [models.UniqueConstraint(fields=["kind", "valid_from"], name="a_legal_text_begins_at_one_moment")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.valid_from:%Y-%m-%d})"
