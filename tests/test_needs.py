"""A missing browser or database is skipped at home and fails in CI."""

import pytest

from tests.needs import demand, find_chromium


@pytest.mark.parametrize("ci", [True, False])
def test_demand_met(*, ci: bool) -> None:
    demand(found=True, what="Chromium", ci=ci)


def test_demand_not_met_at_home() -> None:
    with pytest.raises(pytest.skip.Exception, match="Chromium is missing"):
        demand(found=False, what="Chromium is missing", ci=False)


def test_demand_not_met_in_ci() -> None:
    with pytest.raises(pytest.fail.Exception, match="Chromium is missing"):
        demand(found=False, what="Chromium is missing", ci=True)


def test_find_chromium_on_an_empty_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert find_chromium() is None
