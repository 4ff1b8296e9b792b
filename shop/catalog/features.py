"""The essential features of goods as one line of text, as the last page of a checkout must show them (BGB § 312j (2))."""

from django.utils.translation import gettext, override

from shop.catalog.models import ReleaseKind, Variant


def features(variant: Variant, *, language: str) -> str:
    """Such as 'Nullsektor 9 · Kurogane Works · scale 1/7 · 24 cm · PVC, ABS'; a re-release says that it is one.

    Needs the release, and the product with series, manufacturer and scale, loaded.
    """
    product = variant.product
    is_rerun = variant.release is not None and variant.release.kind == ReleaseKind.RERUN
    with override(language):
        parts = [
            product.series.name if product.series else "",
            product.manufacturer.name,
            gettext("scale %(scale)s") % {"scale": product.scale.name} if product.scale else "",
            height(product.height_mm, language=language),
            getattr(product, f"material_{language}"),
            gettext("re-release") if is_rerun else "",
        ]
    return " · ".join(part for part in parts if part)


def height(millimeters: int | None, *, language: str) -> str:
    """A height as collectors say it: '24.5 cm', in German '24,5 cm'; empty without one."""
    if not millimeters:
        return ""
    whole, tenth = divmod(millimeters, 10)
    if not tenth:
        return f"{whole} cm"
    return f"{whole}{',' if language == 'de' else '.'}{tenth} cm"
