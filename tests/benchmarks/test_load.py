"""The measurement finds what it looks for: shops that lose, double or refuse orders are called wrong."""

from collections import Counter

import pytest

from benchmarks.browser import FormReader
from benchmarks.load import ONE_PIECE, Round, buy, percentile, rush, verdict


class FakeBrowser:
    def __init__(self) -> None:
        self.statuses = {200: 1}


class FakeBuyer:
    def __init__(self, shop: "FakeShop") -> None:
        self.browser = FakeBrowser()
        self.shop = shop
        self.product = ""

    def prepare(self, product: str) -> None:
        self.product = product

    def order(self) -> float | None:
        if self.shop.fault == "breaks":
            raise ConnectionResetError
        if self.product in self.shop.last_pieces and self.shop.pieces[self.product] and self.shop.fault != "oversells":
            return None
        if self.shop.fault != "loses":
            self.shop.pieces[self.product] += 1
        return 0.001

    def finish(self) -> None:
        pass


class FakeShop:
    """A shop that is right, or has one `fault`."""

    name = "Fake"

    def __init__(self, fault: str = "") -> None:
        self.fault = fault
        self.products = ["plenty"]
        self.last_pieces = ["single"]
        self.pieces = Counter[str]()

    def buyer(self, number: int) -> FakeBuyer:
        return FakeBuyer(self)

    def sold(self) -> dict[str, int]:
        return dict(self.pieces)

    def books(self) -> list[str]:
        return ["a contradiction"] if self.fault == "books" else []


def rounds_of(shop: FakeShop) -> list[Round]:
    many = buy(shop, kind="many goods", buyers=2, purchases=6, most_seconds=10, products=shop.products)
    return [
        many,
        rush(shop, buyers=1, product="single"),
    ]


def test_a_right_shop_has_nothing_wrong() -> None:
    shop = FakeShop()
    rounds = rounds_of(shop)
    assert (rounds[0].orders, rounds[1].orders, verdict(shop, rounds)) == (6, 1, [])


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("loses", "7 pieces were ordered, the database holds 0"),
        ("breaks", "many goods, 2 buyers: ConnectionResetError x 6"),
        ("books", "a contradiction"),
    ],
)
def test_a_fault_is_named(fault: str, said: str) -> None:
    shop = FakeShop(fault)
    assert said in verdict(shop, rounds_of(shop))


def test_a_piece_sold_twice_is_named() -> None:
    shop = FakeShop("oversells")
    rounds = [rush(shop, buyers=5, product="single")]
    assert (rounds[0].orders, verdict(shop, rounds)) == (
        5,
        ["of one piece of single, 5 were sold", "a single piece was not sold exactly once"],
    )


def test_server_errors_are_errors_and_refusals_are_not() -> None:
    seen = Round("Fake", ONE_PIECE, 3, statuses=Counter({"200": 4, "409": 2, "500": 1}))
    assert seen.errors == {"500": 1}


def test_percentiles_are_values_that_were_seen() -> None:
    values = [float(n) for n in range(1, 21)]
    assert (percentile(values, 50), percentile(values, 95), percentile([], 50)) == (10.0, 19.0, 0.0)


def test_a_form_is_read_as_a_browser_would_send_it() -> None:
    reader = FormReader()
    reader.feed(
        '<form action="/search"><input name="q"></form>'
        '<form method="post" action="/buy"><input type="hidden" name="token" value="t"><input type="radio" name="size" value="S">'
        '<input type="radio" name="size" value="M" checked><select name="country"><option value="AT"><option value="DE" selected></select>'
        "</form>"
    )
    assert [(form.action, form.values) for form in reader.forms] == [("/buy", {"token": "t", "size": "M", "country": "DE"})]
