"""Tables as a German spreadsheet reads them: semicolons, decimal commas, and no cell that it takes for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal


def table(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    """A CSV with `header` on top; texts that came from people go through `text` first."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue()


def euro(cents: int) -> str:
    return decimal(Decimal(cents) / 100)


def decimal(number: Decimal) -> str:
    return f"{number:.2f}".replace(".", ",")


def text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else cell
