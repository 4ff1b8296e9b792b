"""Stripe's bracket encoding."""

import pytest

from demo.stripe_standin.form import Nested, parse_form
from demo.stripe_standin.messages import ApiError


@pytest.mark.parametrize(
    ("text", "nested"),
    [
        ("", {}),
        ("a=1&b=", {"a": "1", "b": ""}),
        ("a[b][c]=%C3%BC+x", {"a": {"b": {"c": "ü x"}}}),
        ("a%5B0%5D%5Bn%5D=1&a%5B1%5D%5Bn%5D=2", {"a": {"0": {"n": "1"}, "1": {"n": "2"}}}),
        ("expand[]=x&expand[]=y", {"expand": {"0": "x", "1": "y"}}),
        ("i[][n]=1&i[][q]=2&i[][n]=3", {"i": {"0": {"n": "1", "q": "2"}, "1": {"n": "3"}}}),
    ],
)
def test_parse_form_nests(text: str, nested: Nested) -> None:
    assert parse_form(text) == nested


@pytest.mark.parametrize("text", ["a=1&a[b]=2", "a[b]=2&a=1", "[a]=1", "a]=1", "a[[b]]=1"])
def test_parse_form_refuses_contradictions(text: str) -> None:
    with pytest.raises(ApiError):
        parse_form(text)
