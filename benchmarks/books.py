"""`make bench-books`: how long `verify_books` takes at 10,000 and 100,000 orders. Exit 1 when it finds anything, or takes too long."""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.production import set_up

PROMISE = 10.0  # seconds at 100,000 orders


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-books", description=__doc__)
    parser.add_argument("--orders", type=int, nargs="+", default=[10_000, 100_000], metavar="N", help="sizes (10000 100000)")
    parser.add_argument(
        "--document", type=int, default=2_000, help="bytes of each invoice's PDF (2000; a real one has some 50,000)"
    )
    return parser.parse_args()


def main() -> int:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="sternregal-bench-") as folder:
        set_up(Path(folder))
        from benchmarks.history import Pencil
        from shop.books.invoices import verify_invoices
        from shop.books.orders import verify_orders
        from shop.books.payments import verify_payments
        from shop.books.stock import verify_stock
        from shop.books.vouchers import verify_vouchers

        pencil = Pencil(document=b"%PDF" + os.urandom(max(1, options.document - 4)))
        parts = {
            "stock": verify_stock,
            "orders": lambda: verify_orders(at=pencil.at),
            "payments": verify_payments,
            "invoices": verify_invoices,
            "vouchers": verify_vouchers,
        }
        print(f"{os.environ['DATABASE_URL'].partition(':')[0]}, load average {os.getloadavg()[0]:.1f}")
        slow = wrong = False
        for size in sorted(options.orders):
            pencil.write_until(size)
            seconds, problems, cpu = {}, [], process_time()
            for name, check in parts.items():
                begun = perf_counter()
                problems += list(check())
                seconds[name] = perf_counter() - begun
            total = sum(seconds.values())
            each = ", ".join(f"{name} {value:.2f}" for name, value in seconds.items())
            cpu = process_time() - cpu
            print(
                f"{size:7} orders: verify_books {total:.2f} s, CPU {cpu:.2f} s ({each}), {len(problems)} contradictions", flush=True
            )
            print("".join(f"  {problem}\n" for problem in problems[:10]), end="")
            wrong |= bool(problems)
            slow |= total > PROMISE * max(1, size / 100_000)
    if slow:
        print(f"Slower than the promise of {PROMISE:.0f} s at 100,000 orders.")
    return 1 if wrong or slow else 0


if __name__ == "__main__":
    sys.exit(main())
