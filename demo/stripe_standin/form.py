"""Read Stripe's form encoding: `line_items[0][price_data][currency]=eur` becomes nested dictionaries."""

import re
from typing import TypeAlias
from urllib.parse import parse_qsl

from demo.stripe_standin.messages import invalid

Value: TypeAlias = "str | Nested"
Nested: TypeAlias = dict[str, Value]

MAX_FIELDS = 4000
MAX_DEPTH = 8
_KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_PART = re.compile(r"\[([^\[\]]*)\]")


def parse_form(text: str) -> Nested:
    """Nested dictionaries of strings; lists are dictionaries keyed "0", "1", … Raises `ApiError` for a key that cannot be read."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS, encoding="utf-8", errors="strict")
    except ValueError as error:  # bytes that are no UTF-8, or too many fields
        raise invalid(f"Invalid request body: {error}") from error
    result: Nested = {}
    for key, value in pairs:
        _put(result, _path(key), value, key)
    return result


def _path(key: str) -> list[str]:
    match = _KEY.fullmatch(key)
    if match is None:
        raise invalid(f"Invalid parameter name: {key}", param=key)
    path = [match[1], *_PART.findall(match[2])]
    if len(path) > MAX_DEPTH:
        raise invalid(f"Invalid parameter name, nested too deeply: {key}", param=key)
    return path


def _put(target: Nested, path: list[str], value: str, key: str) -> None:
    for index, part in enumerate(path[:-1]):
        name = part or _slot(target, path[index + 1 :])
        child = target.setdefault(name, {})
        if isinstance(child, str):
            raise invalid(f"Invalid hash: {key}", param=key)
        target = child
    name = path[-1] or str(len(target))
    if name in target and isinstance(target[name], dict):
        raise invalid(f"Invalid string: {key}", param=key)
    target[name] = value  # a repeated plain key: the last one counts


def _slot(items: Nested, rest: list[str]) -> str:
    """The place of `items[][name]`: the last element, or a new one when that already has this name."""
    last = items.get(str(len(items) - 1))
    if isinstance(last, dict) and rest[0] and rest[0] not in last:
        return str(len(items) - 1)
    return str(len(items))
