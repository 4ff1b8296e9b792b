"""Names and figures as people read them."""

from shop.templatetags.shop_format import no_dash_first


def test_dash_of_a_name_begins_no_line() -> None:
    assert no_dash_first("Lyra Tonami – Plüschfigur") == "Lyra Tonami\N{NO-BREAK SPACE}– Plüschfigur"
    assert no_dash_first("Spinnenlilie 1–2") == "Spinnenlilie 1–2"
