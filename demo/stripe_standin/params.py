"""Turn the strings of a request into values, and refuse what Stripe would refuse, by the SDK's annotations."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any, get_args, get_origin

from demo.stripe_standin.form import Nested, Value
from demo.stripe_standin.messages import ApiError, Json, invalid
from demo.stripe_standin.shapes import is_hash, literal_values, param_fields, params_class, required_params, union_members

MAX_METADATA = (50, 40, 500)  # keys, characters of a key, characters of a value


def read_params(name: str, raw: Nested) -> Json:
    """The values in `raw` for the request called `name`, e.g. "RefundCreateParams". Raises `ApiError` (400) in Stripe's shape."""
    return _read_hash(raw, params_class(name), "")


def unknown_param(path: str) -> ApiError:
    """The refusal of a parameter that does not exist."""
    return invalid(f"Received unknown parameter: {path}", param=path, code="parameter_unknown")


def missing_param(path: str) -> ApiError:
    """The refusal of a request without something that it needs."""
    return invalid(f"Missing required param: {path}.", param=path, code="parameter_missing")


def _read_hash(raw: Nested, hash_class: Any, path: str) -> Json:
    fields = param_fields(hash_class)
    result: Json = {}
    for name, value in raw.items():
        place = f"{path}[{name}]" if path else name
        if name not in fields:
            raise unknown_param(place)
        result[name] = _read_value(value, fields[name], hash_class.__module__, place)
    for name in required_params(hash_class):
        if name not in result:
            raise missing_param(f"{path}[{name}]" if path else name)
    return result


def _read_value(raw: Value, members: list[Any], module: str, path: str) -> Any:
    if isinstance(raw, str):
        return _read_text(raw, members, path)
    for member in members:
        if is_hash(member):
            return _read_hash(raw, member, path)
        if get_origin(member) is list:
            return _read_list(raw, union_members(get_args(member)[0], module), module, path)
        if get_origin(member) is dict:
            return _read_map(raw, path)
    raise invalid(f"Invalid string: {raw}", param=path)


def _read_list(raw: Nested, members: list[Any], module: str, path: str) -> list[Any]:
    if not all(re.fullmatch(r"[0-9]{1,4}", key) for key in raw):
        raise invalid("Invalid array", param=path)
    return [_read_value(raw[key], members, module, f"{path}[{key}]") for key in sorted(raw, key=int)]


def _read_map(raw: Nested, path: str) -> dict[str, str]:
    keys, key_length, value_length = MAX_METADATA
    if len(raw) > keys:
        raise invalid(f"You can only have {keys} keys in {path}.", param=path)
    result: dict[str, str] = {}
    for key, value in raw.items():
        if not isinstance(value, str):
            raise invalid(f"Metadata values must be strings, but for key {key} you passed in a value of type hash.", param=path)
        if len(key) > key_length or len(value) > value_length:
            raise invalid(f"Metadata keys can have up to {key_length} characters, values up to {value_length}.", param=path)
        result[key] = value
    return result


def _read_text(raw: str, members: list[Any], path: str) -> Any:
    literals = literal_values(members)
    if literals and raw in literals:
        return raw
    if raw == "":
        raise invalid(
            f"You passed an empty string for '{path}'. We assume empty values are an attempt to unset a parameter; however "
            f"'{path}' cannot be unset. You should remove '{path}' from your request or supply a non-empty value.",
            param=path,
            code="parameter_invalid_empty",
        )
    if any(literals):  # Literal[""] alone only means that the parameter may be unset
        raise invalid(f"Invalid {path}: must be one of {', '.join(map(str, literals))}", param=path)
    for kind, read in ((bool, _read_bool), (int, _read_int), (Decimal, _read_decimal)):
        if kind in members:
            return read(raw, path)
    if str in members or Any in members:
        return raw
    expects_list = any(get_origin(member) is list for member in members)
    raise invalid("Invalid array" if expects_list else "Invalid object", param=path)


def _read_bool(raw: str, path: str) -> bool:
    if raw not in ("true", "false"):
        raise invalid(f"Invalid boolean: {raw}", param=path)
    return raw == "true"


def _read_int(raw: str, path: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,18}", raw):
        raise invalid(f"Invalid integer: {raw}", param=path, code="parameter_invalid_integer")
    return int(raw)


def _read_decimal(raw: str, path: str) -> str:
    try:
        Decimal(raw)
    except InvalidOperation as error:
        raise invalid(f"Invalid decimal: {raw}", param=path) from error
    return raw
