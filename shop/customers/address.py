"""A postal address as a value: what a form makes, a checkout remembers and an order freezes."""

from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, kw_only=True)
class Address:
    name: str
    street: str
    postcode: str
    city: str
    country: str
    extra: str = ""

    @classmethod
    def from_dict(cls, values: dict[str, str]) -> "Address":
        return cls(**{field.name: values.get(field.name, "") for field in fields(cls)})

    def to_dict(self) -> dict[str, str]:
        return asdict(self)
