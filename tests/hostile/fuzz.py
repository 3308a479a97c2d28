# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The decoder against libcups: the same messages refused, the same values read.

    python -m tests.hostile.fuzz [--count N] [--seed N] [--keep DIRECTORY]

Mutates the messages of the corpus and compares what our decoder and `ippReadIO` make of each. A
difference is printed, kept as a file, and ends the run with status 1.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from unjam.cups._libcups.body import Body
from unjam.cups._libcups.records import Malformed, Reply
from unjam.cups.model import IntRange, LanguageString, OutOfBand, Resolution
from unjam.cups.syntax import ENUMS, is_set

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
OUT_OF_BAND = {int(member) for member in OutOfBand}
ANYTHING = object()
"""Stands for a value that libcups does not hand out."""


class Oracle:
    """libcups, built into a small library."""

    def __init__(self, directory: Path) -> None:
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            raise FileNotFoundError("no C compiler")
        library = directory / "oracle.so"
        command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(library)]
        subprocess.run([*command, str(HERE / "oracle.c"), "-lcups"], check=True)
        self._describe = ctypes.CDLL(str(library)).describe
        self._describe.restype = ctypes.c_size_t
        size = ctypes.c_size_t
        self._describe.argtypes = [ctypes.c_char_p, size, ctypes.c_void_p, size]
        self._room = 1 << 20
        self._text = ctypes.create_string_buffer(self._room)

    def read(self, data: bytes) -> Any:
        """Return what libcups makes of the message: a list, or None where it refuses."""
        used = self._describe(data, len(data), self._text, self._room)
        if used >= self._room:
            self._room = used + 1
            self._text = ctypes.create_string_buffer(self._room)
            return self.read(data)
        found = json.loads(ctypes.string_at(self._text, used))
        return found if isinstance(found, list) else None


# What we must make of what libcups made of it


def text(value: str | None) -> object:
    return ANYTHING if value is None else bytes.fromhex(value).decode(errors="replace")


def octets(value: str | None) -> object:
    return ANYTHING if value is None else bytes.fromhex(value)


def date(value: str) -> object:
    return _Date(bytes.fromhex(value))


class _Date:
    """Equals the datetime of these eleven octets, or the octets where they are no date."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, datetime):
            return other == self._raw
        raw = self._raw
        offset = other.utcoffset()
        assert offset is not None
        minutes = (raw[9] * 60 + raw[10]) * (-1 if raw[8] == ord("-") else 1)
        seen = (other.year, other.month, other.day, other.hour, other.minute, other.second)
        said = (raw[0] << 8 | raw[1], *raw[2:6], min(raw[6], 59))
        return seen == said and offset.total_seconds() == minutes * 60

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"date {self._raw.hex()}"


CONVERT: dict[int, Callable[[Any], object]] = {
    0x31: date,
    0x32: lambda value: Resolution(*value),
    0x33: lambda value: IntRange(*value),
    0x34: lambda value: members(value["members"]),
    0x35: lambda value: _WithLanguage(*map(text, value)),
    0x36: lambda value: _WithLanguage(*map(text, value)),
}


class _WithLanguage:
    """Equals a text in this language; a plain string of the same set has the first one's."""

    def __init__(self, value: object, language: object) -> None:
        self._value = value
        self._language = language

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LanguageString) and self._language not in (ANYTHING, other.language):
            return False
        return self._value is ANYTHING or other == self._value

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{self._value!r} in {self._language!r}"


def one(name: str, tag: int, value: Any) -> object:
    if tag in OUT_OF_BAND:
        return OutOfBand(tag)
    if tag in CONVERT:
        return CONVERT[tag](value)
    if tag == 0x23 and name in ENUMS and not isinstance(value, list):
        return value
    if isinstance(value, int):
        return value
    return text(value) if 0x41 <= tag <= 0x49 else octets(value)


def shaped(name: str, tag: int, values: Sequence[Any]) -> object:
    """Return an attribute's value in the shape that its registered syntax gives it."""
    found = [one(name, tag, value) for value in values]
    registered = is_set(name)
    if tag in OUT_OF_BAND or (registered is False and found):
        return found[0]
    return found if registered is True or len(found) != 1 else found[0]


def members(attributes: Sequence[Any]) -> dict[str, object]:
    """Return attributes by name; the first of a name counts."""
    found: dict[str, object] = {}
    for name, tag, values in attributes:
        plain = bytes.fromhex(name).decode(errors="replace")
        if plain not in found:
            found[plain] = shaped(plain, tag, values)
    return found


def same(ours: object, theirs: object) -> bool:
    if theirs is ANYTHING:
        return True
    if isinstance(theirs, dict) and isinstance(ours, dict):
        return list(ours) == list(theirs) and all(same(ours[key], theirs[key]) for key in theirs)
    if isinstance(theirs, list) and isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return bool(theirs == ours)


def read(data: bytes) -> Any:
    try:
        reply = Reply(Body(data))
    except Malformed:
        return None
    groups = [[tag, record.to_dict()] for tag, record in reply.groups]
    version = list(reply.version)
    return [len(data) - len(reply.data), version, reply.status, reply.request_id, groups]


def difference(oracle: Oracle, data: bytes) -> str | None:
    """Return what our decoder and libcups make differently of a message, or None."""
    theirs, ours = oracle.read(data), read(data)
    if theirs is None or ours is None:
        if (theirs is None) == (ours is None):
            return None
        return "only we refuse it" if ours is None else "only libcups refuses it"
    if theirs[:4] != ours[:4]:
        return f"header: we {ours[:4]}, libcups {theirs[:4]}"
    mine, expected = ours[4], [[group, members(attributes)] for group, attributes in theirs[4]]
    if [group for group, _ in mine] != [group for group, _ in expected]:
        mine, expected = merged(mine), merged(expected)
    if [group for group, _ in mine] != [group for group, _ in expected]:
        return f"groups: we {[g for g, _ in mine]}, libcups {[g for g, _ in expected]}"
    for (group, record), (_, wanted) in zip(mine, expected, strict=True):
        if not same(record, wanted):
            return f"group {group}: {first_difference(record, wanted)}"
    return None


def merged(groups: list[Any]) -> list[Any]:
    """Return the groups with neighbours of one kind made one.

    Explained difference: where an empty group of another kind stands between two groups of one
    kind, libcups keeps no trace of it, and its two groups run together. We keep them apart.
    """
    found: list[Any] = []
    for group, record in groups:
        if found and found[-1][0] == group:
            known = found[-1][1]
            found[-1] = [group, known | {k: v for k, v in record.items() if k not in known}]
        else:
            found.append([group, record])
    return found


def first_difference(ours: dict[str, object], theirs: dict[str, object]) -> str:
    if list(ours) != list(theirs):
        return f"we have {list(ours)}, libcups {list(theirs)}"
    name = next(name for name in theirs if not same(ours[name], theirs[name]))
    return f"{name}: we {ours[name]!r}, libcups {theirs[name]!r}"


# Mutations

TAGS = (
    *range(0x0B),
    *range(0x10, 0x18),
    *(0x20, 0x21, 0x22, 0x23, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38),
    *range(0x40, 0x4B),
    *(0x50, 0x7F, 0x80, 0xFF),
)
LENGTHS = (0, 1, 2, 4, 8, 9, 11, 63, 64, 255, 256, 1023, 32766, 32767, 32768, 32769, 65535)


def boundaries(data: bytes) -> list[int]:
    """Return where attributes seem to begin, reading without any check."""
    found, at = [], 8
    while at + 5 <= len(data):
        found.append(at)
        if data[at] < 0x10:
            at += 1
            continue
        at += 3 + int.from_bytes(data[at + 1 : at + 3])
        at += 2 + int.from_bytes(data[at : at + 2])
    return found or [0]


def flip(rng: random.Random, data: bytearray) -> None:
    data[rng.randrange(len(data))] = rng.randrange(256)


def retag(rng: random.Random, data: bytearray) -> None:
    data[rng.choice(boundaries(bytes(data)))] = rng.choice(TAGS)


def resize(rng: random.Random, data: bytearray) -> None:
    at = rng.choice(boundaries(bytes(data))) + 1
    if rng.random() < 0.7 and at + 2 <= len(data):
        at += 2 + int.from_bytes(data[at : at + 2])
    if at + 2 <= len(data):
        data[at : at + 2] = rng.choice(LENGTHS).to_bytes(2)


def cut(rng: random.Random, data: bytearray) -> None:
    del data[rng.randrange(len(data)) :]


def remove(rng: random.Random, data: bytearray) -> None:
    at = rng.randrange(len(data))
    del data[at : at + rng.choice((1, 1, 2, 5, 20))]


def insert(rng: random.Random, data: bytearray) -> None:
    at = rng.randrange(len(data))
    data[at:at] = rng.randbytes(rng.choice((1, 1, 2, 5)))


def drop_attribute(rng: random.Random, data: bytearray) -> None:
    begins = boundaries(bytes(data))
    which = rng.randrange(len(begins))
    del data[begins[which] : begins[which + 1] if which + 1 < len(begins) else len(data)]


def copy_attribute(rng: random.Random, data: bytearray) -> None:
    begins = [*boundaries(bytes(data)), len(data)]
    which, to = rng.randrange(len(begins) - 1), rng.choice(begins)
    data[to:to] = data[begins[which] : begins[which + 1]]


def unname(rng: random.Random, data: bytearray) -> None:
    """Make an attribute a further value of the one before it."""
    at = rng.choice(boundaries(bytes(data)))
    length = int.from_bytes(data[at + 1 : at + 3])
    data[at + 1 : at + 3 + length] = b"\0\0"


def put_attribute(rng: random.Random, data: bytearray) -> None:
    value = rng.randbytes(rng.choice((0, 0, 1, 4, 8, 9, 11)))
    name = rng.choice((b"", b"", b"x", b"job-state", b"media-col", b"auth-info"))
    made = bytes([rng.choice(TAGS)]) + len(name).to_bytes(2) + name + len(value).to_bytes(2) + value
    at = rng.choice(boundaries(bytes(data)))
    data[at:at] = made


MUTATIONS = (
    *(flip, retag, retag, resize, resize, cut, remove, insert),
    *(drop_attribute, copy_attribute, copy_attribute, unname, put_attribute, put_attribute),
)


def mutate(rng: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Return a mutated message."""
    data = bytearray(rng.choice(seeds))
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 5))):
        if data:
            rng.choice(MUTATIONS)(rng, data)
    return bytes(data)


def corpus() -> list[bytes]:
    return [path.read_bytes() for path in sorted(CORPUS.glob("*.ipp"))]


def run(oracle: Oracle, count: int, seed: int) -> Iterator[tuple[bytes, str]]:
    """Yield the messages that are read differently, and how."""
    rng = random.Random(seed)  # noqa: S311 - the same seed, the same messages
    seeds = corpus()
    weights = [1 / (200 + len(data)) for data in seeds]
    for _ in range(count):
        data = mutate(rng, rng.choices(seeds, weights))
        found = difference(oracle, data)
        if found is not None:
            yield data, found


def main() -> int:
    parser = argparse.ArgumentParser(description="Fuzz the decoder against libcups.")
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "unjam-fuzz")
    parser.add_argument("--most", type=int, default=20, help="stop after so many differences")
    options = parser.parse_args()
    options.keep.mkdir(exist_ok=True)
    found, begun = 0, time.monotonic()
    with tempfile.TemporaryDirectory() as directory:
        for data, how in run(Oracle(Path(directory)), options.count, options.seed):
            found += 1
            path = options.keep / f"{hashlib.sha256(data).hexdigest()[:16]}.ipp"
            path.write_bytes(data)
            print(f"{path}: {how}", flush=True)  # noqa: T201
            if found == options.most:
                break
    spent = time.monotonic() - begun
    count, seed = options.count, options.seed
    print(f"{count} messages, seed {seed}: {found} differences, {spent:.0f} s")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
