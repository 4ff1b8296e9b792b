"""`make bench-orders`: orders per second under load, each a whole guest purchase over HTTP. Exit 1 when anything went wrong.

With `--oscar PYTHON` (see benchmarks/oscar/README.md) django-oscar is measured beside it, round by round in turn.
"""

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.load import ONE_PIECE, Round, Shop, buy, percentile, rush, verdict
from benchmarks.oscar.target import open_oscar
from benchmarks.production import set_up
from benchmarks.serve import WORKERS

SPREAD, HOT = "many goods", "one SKU"
HEAD = (
    f"{'shop':11} {'round':11} {'buyers':>6} {'orders':>6} {'refused':>7} {'orders/s':>8} "
    f"{'flow p50':>9} {'p95':>8} {'POST p50':>9} {'p95':>8}  errors"
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-orders", description=__doc__)
    parser.add_argument("--buyers", type=int, nargs="+", default=[1, 8, 16], metavar="N", help="rounds with N at once (1 8 16)")
    parser.add_argument("--purchases", type=int, default=160, help="purchases in a round at most (160)")
    parser.add_argument("--seconds", type=float, default=30, help="no purchase of a round begins later (30)")
    parser.add_argument("--repeat", type=int, default=1, help="how often the rounds are run, in turn (1)")
    parser.add_argument("--hot", action="store_true", help="everybody buys the same SKU, in every round")
    parser.add_argument("--rush", type=int, default=50, help="buyers of the last piece (50)")
    parser.add_argument("--rushes", type=int, default=3, help="how often there is a last piece (3)")
    parser.add_argument("--threads", type=int, default=4, help="threads of each of the 2 gunicorn workers (4)")
    parser.add_argument("--oscar", metavar="PYTHON", help="the python of an environment with django-oscar, to compare with")
    return parser.parse_args()


def line(r: Round) -> str:
    times = [percentile(values, percent) * 1000 for values in (r.flows, r.posts) for percent in (50, 95)]
    flow = "        –        –" if r.kind == ONE_PIECE else f"{times[0]:7.0f}ms {times[1]:6.0f}ms"
    errors = ", ".join(f"{status} x {n}" for status, n in r.errors.items()) or "0"
    return (
        f"{r.shop:11} {r.kind:11} {r.buyers:6} {r.orders:6} {r.refused:7} {r.per_second:8.1f} "
        f"{flow} {times[2]:7.0f}ms {times[3]:6.0f}ms  {errors}"
    )


def run_rounds(shops: list[Shop], options: argparse.Namespace) -> dict[str, list[Round]]:
    """All rounds, each of them with every shop before the next begins."""
    rounds: dict[str, list[Round]] = {shop.name: [] for shop in shops}

    def note(result: Round) -> None:
        rounds[result.shop].append(result)
        print(line(result), flush=True)

    kinds = [(HOT if options.hot else SPREAD, n) for n in options.buyers]
    if not options.hot:
        kinds.append((HOT, max(options.buyers)))
    limits = {"purchases": options.purchases, "most_seconds": options.seconds}
    for shop in shops:  # templates are compiled and connections opened before anything is counted
        note(buy(shop, kind="warm-up", buyers=WORKERS * options.threads, purchases=16, most_seconds=10, products=shop.products))
    for _repeat in range(options.repeat):
        for kind, buyers in kinds:
            for shop in shops:
                goods = shop.products[:1] if kind == HOT else shop.products
                note(buy(shop, kind=kind, buyers=buyers, products=goods, **limits))
    for number in range(options.rushes):
        for shop in shops:
            note(rush(shop, buyers=options.rush, product=shop.last_pieces[number]))
    return rounds


def ratios(ours: list[Round], theirs: list[Round]) -> list[str]:
    """Orders a second beside the other shop's: the mean of all rounds of a kind, of those rounds that had no errors."""
    words = []
    for kind, buyers in dict.fromkeys((r.kind, r.buyers) for r in ours if r.kind in {SPREAD, HOT}):
        means = []
        for rounds in (ours, theirs):
            same = [r for r in rounds if (r.kind, r.buyers) == (kind, buyers)]
            means.append(sum(r.orders for r in same) / sum(r.seconds for r in same))
        times = f"{means[0] / means[1]:.1f} times" if means[1] else "no order there"
        words.append(f"{kind}, {buyers} buyers: {means[0]:.1f} against {means[1]:.1f} orders/s: {times}")
    return words


def main() -> int:
    options = arguments()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sternregal-bench-")))
        set_up(folder)
        from benchmarks.sternregal import open_shop

        ours = stack.enter_context(open_shop(folder, threads=options.threads, single=options.rushes))
        shops: list[Shop] = [ours]
        if options.oscar:
            oscar = open_oscar(folder, python=options.oscar, threads=options.threads, single=options.rushes)
            shops.append(stack.enter_context(oscar))
        print(f"{os.environ['DATABASE_URL'].partition(':')[0]}, load average {os.getloadavg()[0]:.1f}\n\n{HEAD}")
        rounds = run_rounds(shops, options)
        print()
        wrong = {shop.name: verdict(shop, rounds[shop.name]) for shop in shops}
    print(f"verify_books took {ours.books_seconds * 1000:.0f} ms")
    for name, problems in wrong.items():
        print(f"{name}: " + ("nothing oversold, the books add up" if not problems else "WRONG"))
        print("".join(f"  {problem}\n" for problem in problems[:20]), end="")
    if options.oscar:
        print("\n".join(ratios(rounds[ours.name], rounds[shops[1].name])))
    return 1 if wrong[ours.name] else 0


if __name__ == "__main__":
    sys.exit(main())
