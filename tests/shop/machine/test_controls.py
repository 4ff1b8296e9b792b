"""Faults planted on purpose: the machine finds each, so it would find them in earnest."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase

from shop.aftersales import cancel_order
from shop.checkout import apply_session, place_order, settle_payment
from shop.payments import refund
from shop.stock.reserve import release
from tests.shop.machine.machine import Shop
from tests.shop.machine.run import run
from tests.shop.machine.world import BooksDoNotAddUp


def _nothing(*_args: Any, **_named: Any) -> None:
    return None


def _release_twice(**named: Any) -> None:
    release(**named)
    try:
        release(**named)
    except Exception:  # nothing is left to be released; the fault stays as quiet as it can
        return


FAULTS: dict[str, tuple[object, str, Callable[..., Any], str]] = {
    "goods are released twice": (cancel_order, "release", _release_twice, "S2 "),
    "an order reserves nothing": (place_order, "reserve_all", _nothing, "S2 "),
    "a refund forgets the ledger": (refund, "_enter", _nothing, "M2 "),
    "a paid order gets no invoice": (settle_payment, "issue_invoice", _nothing, "I2 "),
    "money that comes late is kept": (settle_payment, "_settle_late", _nothing, "M3 "),
    "refunds of the dashboard leave the invoice alone": (apply_session, "_mirror_refunds", _nothing, "M3 "),
    "a voucher is not given back": (cancel_order, "give_back", _nothing, "V2 "),
}


@pytest.mark.django_db
@pytest.mark.usefixtures("machine_room")
@pytest.mark.parametrize("fault", FAULTS)
def test_planted_fault_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, name, broken, rule = FAULTS[fault]
    monkeypatch.setattr(where, name, broken)
    machine: type[Shop] = type("Shop", (Shop,), {"steps": 0})
    with pytest.raises(BooksDoNotAddUp, match=rule):
        run(machine, examples=15, start=1, phases=(Phase.generate,))
