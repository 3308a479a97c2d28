# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: ANN401 - JSON, driven by annotations

"""Facts as JSON and back, without loss: a bundle is judged again later, elsewhere.

The annotations of the dataclasses are the schema. What a newer or older version wrote and this one
does not know is not guessed: `ValueError` names it.
"""

from __future__ import annotations

import pkgutil
import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any, Union, get_args, get_origin, get_type_hints

from unjam.diagnosis.facts.base import Fact
from unjam.diagnosis.facts.store import Facts
from unjam.diagnosis.model import Unknown

Json = Mapping[str, Any]


def to_json(facts: Facts) -> list[dict[str, Any]]:
    """Return each fact and each `Unknown` as a JSON object with the name of its class."""
    return [{"@type": type(item).__name__, **_encode(item)} for item in facts]


def from_json(items: Sequence[Json]) -> Facts:
    """Read what `to_json` wrote. Raises ValueError for anything else."""
    return Facts(_item(item) for item in items)


def _item(item: Json) -> Fact | Unknown:
    name = str(item.get("@type"))
    kind: type[Any] | None = Unknown if name == "Unknown" else _kinds().get(name)
    if kind is None:
        raise ValueError(f"no such kind of fact: {name}")
    try:
        made: Fact | Unknown = _decode(kind, {k: v for k, v in item.items() if k != "@type"})
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a {name}: {error}") from error
    return made


@cache
def _kinds() -> dict[str, type[Fact]]:
    """Return all classes of facts by name, from the modules of this package."""
    from unjam.diagnosis import facts

    for info in pkgutil.iter_modules(facts.__path__, facts.__name__ + "."):
        import_module(info.name)
    return {kind.__name__: kind for kind in _subclasses(Fact)}


def _subclasses(kind: type[Fact]) -> list[type[Fact]]:
    return [s for child in kind.__subclasses__() for s in (child, *_subclasses(child))]


def _encode(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _encode(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def _decode(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin is tuple:
        return _decode_tuple(get_args(kind), value)
    if origin in (Union, types.UnionType):
        return _decode_union(get_args(kind), value)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _decode(hints[name], item) for name, item in value.items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return _decode_plain(kind, value)


def _decode_tuple(members: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if len(members) == 2 and members[1] is Ellipsis:
        return tuple(_decode(members[0], item) for item in value)
    return tuple(_decode(kind, item) for kind, item in zip(members, value, strict=True))


def _decode_union(members: tuple[Any, ...], value: Any) -> Any:
    if value is None and type(None) in members:
        return None
    others = [kind for kind in members if kind is not type(None)]
    fitting = [kind for kind in others if isinstance(kind, type) and type(value) is kind]
    return _decode((fitting or others)[0], value)


def _decode_plain(kind: Any, value: Any) -> Any:
    if kind is float and type(value) is int:
        return float(value)
    if kind not in (str, int, float, bool) or type(value) is not kind:
        raise TypeError(f"{value!r} is no {getattr(kind, '__name__', kind)}")
    return value


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)
