"""The choices of a facet are checkboxes, and nothing that staff typed is markup in them."""

from dataclasses import dataclass

from shop.templatetags.facets import facet_choices


@dataclass(frozen=True)
class Choice:
    value: str
    title: str
    count: str
    chosen: bool


def test_choice_is_a_named_checkbox_with_its_count() -> None:
    assert facet_choices("series", [Choice("lumi", "Lumi", "1.234", chosen=True)]) == (
        '<ul class="facet__choices" role="list"><li><label class="facet__choice" for="series-lumi">'
        '<input type="checkbox" id="series-lumi" name="series" value="lumi" checked> '
        '<span class="facet__name">Lumi</span> <span class="facet__count">1.234</span></label></li></ul>'
    )


def test_nothing_typed_is_markup() -> None:
    text = facet_choices('"><i>', [Choice('"><b>', "<script>alert(1)</script>", "<u>", chosen=False)])
    assert [tag for tag in ("<i>", "<b>", "<script>", "<u>", "checked") if tag in text] == []
    assert "&lt;script&gt;" in text
