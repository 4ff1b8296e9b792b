"""Stripe's own shapes, read from the annotations that its SDK carries, so that the stand-in cannot drift away from the API.

The annotations hold forward references to names that exist only while type checking, so `typing.get_type_hints` fails with
NameError; here each one is resolved by itself, and a name that nobody knows counts as `Any`.
"""

import builtins
import sys
from decimal import Decimal
from functools import lru_cache
from types import ModuleType, NoneType, UnionType
from typing import Any, ForwardRef, Literal, NotRequired, Required, TypeVar, Union, get_args, get_origin

from demo.stripe_standin.messages import Json


@lru_cache
def sdk() -> ModuleType:
    """The `stripe` package."""
    import stripe  # noqa: PLC0415 -- costs 0.4 s, which whoever only starts the server or reads its state need not pay

    return stripe


class _Names(dict[str, Any]):
    """Names as they stand in one module of the SDK; falls back to Python's own, the SDK's top level, then to `Any`."""

    def __missing__(self, name: str) -> Any:
        if name == "UntypedStripeObject":
            return sys.modules["stripe._stripe_object"].UntypedStripeObject
        for home in (builtins, sdk(), sdk().checkout):
            if hasattr(home, name):
                return getattr(home, name)
        return Any


def _resolved(annotation: Any, module: str) -> Any:
    """`annotation` with its outermost forward reference replaced by what it names."""
    if isinstance(annotation, ForwardRef):
        annotation = annotation.__forward_arg__
    if isinstance(annotation, str):
        names = _Names(vars(sys.modules[module]))
        return eval(annotation, {}, names)  # noqa: S307 -- the text is the installed SDK's own source
    return annotation


def union_members(annotation: Any, module: str) -> list[Any]:
    """The alternatives in `annotation`, flat and resolved; NotRequired, Required and Optional are taken off."""
    annotation = _resolved(annotation, module)
    if get_origin(annotation) in (Union, UnionType, NotRequired, Required):
        return [member for part in get_args(annotation) for member in union_members(part, module)]
    return [annotation]


def is_hash(annotation: Any) -> bool:
    """Whether it is a TypedDict; `typing.is_typeddict` does not know those of typing_extensions, which the SDK uses."""
    return isinstance(annotation, type) and issubclass(annotation, dict) and hasattr(annotation, "__required_keys__")


def literal_values(members: list[Any]) -> list[Any]:
    """All values that the `Literal`s among `members` allow; the SDK adds `str` for values of future versions, which we refuse."""
    return [value for member in members if get_origin(member) is Literal for value in get_args(member)]


@lru_cache
def params_class(name: str) -> Any:
    """The TypedDict of a request, e.g. "checkout.SessionCreateParams"."""
    import stripe.params.checkout  # noqa: PLC0415 -- see `sdk`

    found: Any = stripe.params
    for part in name.split("."):
        found = getattr(found, part)
    return found


@lru_cache
def param_fields(hash_class: Any) -> dict[str, list[Any]]:
    """name -> alternatives of each parameter in a TypedDict of the SDK, without the options of the client (api_key and so on)."""
    options = sdk()._request_options.RequestOptions.__annotations__  # noqa: SLF001 -- it has no public name
    return {
        name: union_members(annotation, hash_class.__module__)
        for name, annotation in hash_class.__annotations__.items()
        if name not in options
    }


def required_params(hash_class: Any) -> list[str]:
    """The names that a TypedDict of the SDK demands, in its order."""
    return [name for name in param_fields(hash_class) if name in hash_class.__required_keys__]


@lru_cache
def object_classes() -> dict[str, Any]:
    """Stripe's name of an object -> the SDK's class, for every object that the stand-in answers with."""
    stripe = sdk()
    classes = [
        stripe.checkout.Session, stripe.PaymentIntent, stripe.Charge, stripe.Refund, stripe.Event, stripe.LineItem, stripe.Price,
        stripe.ListObject, stripe.Dispute, stripe.BalanceTransaction,
    ]  # fmt: skip
    return {found.OBJECT_NAME: found for found in classes}


def problems(thing: Json, path: str = "") -> list[str]:
    """What in a whole response object is not as the SDK says: unknown or missing keys, wrong types, values outside a Literal."""
    name = thing.get("object")
    if name not in object_classes():
        return [f"{path or 'response'}: unknown object {name!r}"]
    found = _object_problems(thing, object_classes()[name], path or str(name))
    if name == "event":
        found += problems(thing["data"]["object"], f"{path or 'event'}.data.object")
    return found


def _object_problems(thing: Json, cls: Any, path: str) -> list[str]:
    fields = {name: note for name, note in cls.__annotations__.items() if name != "OBJECT_NAME"}
    known = {*fields, "object"} if "OBJECT_NAME" in vars(cls) else set(fields)
    found = [f"{path}.{name}: unknown key" for name in thing if name not in known]
    for name, annotation in fields.items():
        members = union_members(annotation, cls.__module__)
        if name in thing:
            found += _value_problems(thing[name], members, cls.__module__, f"{path}.{name}")
        elif NoneType not in members:
            found.append(f"{path}.{name}: missing")
    return found


def _value_problems(value: Any, members: list[Any], module: str, path: str) -> list[str]:
    literals = literal_values(members)
    if literals and value is not None and not isinstance(value, dict):
        return [] if value in literals else [f"{path}: {value!r} is not one of {literals}"]
    attempts = [_member_problems(value, member, module, path) for member in members if get_origin(member) is not Literal]
    fitting = [found for found in attempts if found is not None]
    misfit = [f"{path}: {value!r} does not fit {' or '.join(map(str, members))}"]
    return min(fitting, key=len, default=misfit)


def _member_problems(value: Any, member: Any, module: str, path: str) -> list[str] | None:
    """What is wrong within `value` if it is a `member` at all; None if it is something else."""
    origin = get_origin(member) or member
    if origin is Any or isinstance(origin, TypeVar):
        return problems(value, path) if isinstance(value, dict) and "object" in value else []
    if origin is NoneType:
        return [] if value is None else None
    if origin in (int, bool, str, float, Decimal):
        expected = str if origin is Decimal else origin  # Stripe writes decimals as strings
        return [] if type(value) is expected else None  # exact, because True is an int
    if origin is list and isinstance(value, list):
        inner = union_members(get_args(member)[0], module) if get_args(member) else [Any]
        return [p for index, item in enumerate(value) for p in _value_problems(item, inner, module, f"{path}[{index}]")]
    return _nested_problems(value, origin, path) if isinstance(value, dict) else None


def _nested_problems(value: Json, cls: Any, path: str) -> list[str] | None:
    if "object" in value and "OBJECT_NAME" in vars(cls):
        return problems(value, path) if value["object"] == cls.OBJECT_NAME else None
    if not getattr(cls, "__annotations__", None) or cls.__name__ == "UntypedStripeObject":
        return []  # metadata and the like: any keys
    return _object_problems(value, cls, path)
