"""A contradiction in the books."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`rule` names what does not hold, `where` the row, `what` the two figures that should agree."""

    rule: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.where}: {self.what}"


def compare(rule: str, where: object, expected: object, found: object) -> list[Problem]:
    """No problem where the two agree."""
    return [] if expected == found else [Problem(rule, str(where), f"expected {expected}, found {found}")]
