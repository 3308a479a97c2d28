# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Taking out of a report what identifies a person or opens a door.

The law: the same thing is always replaced by the same word, so that what belongs together is still
seen to belong together, and judging the facts again leads to the same findings. What is a number,
an enumeration or a kind of fact is left alone; only free text is rewritten. When in doubt, a word
too many is replaced.
"""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar, cast
from urllib.parse import quote, unquote

from unjam.diagnosis.facts.client import ClientDefaults
from unjam.diagnosis.facts.discovery import Announced
from unjam.diagnosis.facts.queue import Queues
from unjam.diagnosis.facts.store import Facts
from unjam.diagnosis.reading.server_address import ServerAddress
from unjam.diagnosis.sensitive import (
    COMMON,
    FIELDS,
    FIELDS_OF,
    IPV4,
    IPV6,
    MAC,
    MAIL,
    PLACES,
    SECRETS,
    URI_HOST,
    USERINFO,
    UUID,
    VOCABULARY,
    places_in,
)

T = TypeVar("T")

REMOVED = "REMOVED"
_PART = re.compile(r"[^\W_]+")

LEAST_LENGTH = 3
"""Shorter words are replaced only where their place proves them: they would hit half the language.
"""
LEAST_DIGITS = 6
"""The same for shorter numbers, which may be a port, a year or a job."""


class Redactor:
    """Learns what is to be hidden, then hides it. Pure but for its memory; no I/O."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        self._shapes: dict[str, list[tuple[int, int]]] = {}

    @property
    def replaced(self) -> Mapping[str, int]:
        """How many different things of each kind were found."""
        return dict(self._counts)

    def learn(self, kind: str, *words: str) -> None:
        """Hide these words (also percent-encoded or with backslashes) wherever they stand.

        The kind `server` is a host's, perhaps with its port.
        """
        for word in words:
            plain = (host_of(word) if kind == "server" else word).strip().strip("[]")
            if not _tells(plain) or plain.lower() in self._names:
                continue
            name = self._invent("host" if kind == "server" else kind, plain)
            escaped = re.sub(r"([\s\\\"'])", r"\\\1", plain)
            for form in {plain, unquote(plain), quote(plain, safe=""), escaped}:
                self._remember(form, name)
            if kind == "server":  # with its port it is known even where it is short
                self._remember(word, word.replace(plain, name, 1))

    def _remember(self, form: str, name: str) -> None:
        """Note a form of a word, and where in it its first part stands, to find it by that."""
        for each in {form, form.lower()}:
            self._names.setdefault(each, name)
            first = _PART.search(each)
            if first is not None and _is_replaced_anywhere(each):
                shapes = self._shapes.setdefault(first[0].lower(), [])
                if (shape := (len(each), first.start())) not in shapes:
                    shapes.append(shape)
                    shapes.sort(reverse=True)

    def learn_text(self, text: str) -> None:
        """Find what is to be hidden in free text: in URIs, in logs, in configuration."""
        if text.isalnum():
            return
        for _scheme, user, password in USERINFO.findall(text) if "://" in text else ():
            self.learn("user", unquote(user))
            self.learn("password", unquote(password))
        self.learn("host", *filter(_is_host, map(unquote, URI_HOST.findall(text))))
        for place in places_in(text, PLACES):
            for match in place.pattern.finditer(text):
                self.learn(place.kind, *_found(match))
        self.learn("serial", *UUID.findall(text))
        self.learn("mail", *MAIL.findall(text))
        self.learn("device", *MAC.findall(text))
        self.learn("address", *filter(_is_address, IPV4.findall(text) + IPV6.findall(text)))

    def learn_facts(self, facts: Facts) -> None:
        """Find what is to be hidden in facts: in fields that are known for it, and in all text."""
        for item in facts:
            for owner, field, text in _texts("", "", item):
                if kind := _kind(owner, field):
                    self.learn(kind, text.removeprefix("@") if kind == "user" else text)
                if field not in VOCABULARY:
                    self.learn_text(text)
        self.learn("printer", *_neighbours(facts), *_lost_defaults(facts))

    def text(self, text: str) -> str:
        """Return the text without what was learnt, nor anything that looks like a secret."""
        if not text.isalnum():
            text = USERINFO.sub(rf"\1{REMOVED}@", text) if "://" in text else text
            for secret in places_in(text, SECRETS):
                text = secret.pattern.sub(rf"\1{REMOVED}", text)
            for place in places_in(text, PLACES):
                text = place.pattern.sub(self._in_place, text)
        return "".join(self._hidden(text))

    def value(self, value: T, field: str = "", owner: str = "") -> T:
        """Return a fact, or any part of one, with its texts rewritten."""
        changed: Any = value
        if isinstance(value, str) and not isinstance(value, Enum):
            changed = self._field(owner, field, value)
        elif isinstance(value, tuple):
            changed = tuple(self.value(item, field, owner) for item in value)
        elif is_dataclass(value) and not isinstance(value, type):
            name = type(value).__name__
            parts = {
                f.name: self.value(getattr(value, f.name), f.name, name) for f in fields(value)
            }
            changed = replace(value, **parts)
        return cast("T", changed)

    def facts(self, facts: Facts) -> Facts:
        """Return all facts with their texts rewritten."""
        return Facts(self.value(item) for item in facts)

    def _field(self, owner: str, field: str, text: str) -> str:
        """Whole values of sensitive fields are replaced even when they are too short for text."""
        if field in VOCABULARY:
            return text
        kind = _kind(owner, field)
        word = host_of(text) if kind == "server" else text.removeprefix("@")
        known = self._known(word) if kind else None
        return text.replace(word, known, 1) if known and word else self.text(text)

    def _known(self, word: str) -> str | None:
        forms = (word, word.lower(), word.casefold())
        return next((self._names[form] for form in forms if form in self._names), None)

    def _in_place(self, match: re.Match[str]) -> str:
        """Replace in its place what could not be replaced wherever it stands."""
        whole, group = match[0], str(match.lastgroup)
        start = match.start(group) - match.start()
        end = match.end(group) - match.start()
        if group == "words":
            return whole[:start] + re.sub(r"[^\s:@]+", self._short, whole[start:end]) + whole[end:]
        return whole[:start] + self._named(whole[start:end]) + whole[end:]

    def _short(self, match: re.Match[str]) -> str:
        return self._named(match[0])

    def _named(self, raw: str) -> str:
        anywhere = _is_replaced_anywhere(raw) and self._known(raw) is not None
        return raw if anywhere else self._known(_unescaped(raw)) or raw

    def _invent(self, kind: str, word: str) -> str:
        """Return a new name of its kind, which is nobody's real one."""
        while True:
            self._counts[kind] += 1
            name = self._name(kind, word, self._counts[kind])
            if name == REMOVED or not (name == word.lower() or name in self._names):
                return name

    @staticmethod
    def _name(kind: str, word: str, number: int) -> str:
        if kind == "password":
            return REMOVED
        if kind in ("address", "host") and _is_address(word.partition("%")[0]):
            version = ipaddress.ip_address(word.partition("%")[0]).version
            return f"192.0.2.{number}" if version == 4 else f"2001:db8::{number:x}"
        if kind == "host":
            suffix = ".local" if word.lower().rstrip(".").endswith(".local") else ".example"
            return f"host{number}{suffix if '.' in word else ''}"
        return f"mail{number}@example.org" if kind == "mail" else f"{kind}{number}"

    def _hidden(self, text: str) -> Iterator[str]:
        """Yield the text in pieces, with what was learnt replaced."""
        done = 0
        for part in _PART.finditer(text):
            if found := self._word_at(text, part, done):
                start, end, name = found
                yield text[done:start]
                yield name
                done = end
        yield text[done:]

    def _word_at(self, text: str, part: re.Match[str], least: int) -> tuple[int, int, str] | None:
        """Find the longest word that was learnt and has this first part: where, and its name."""
        shapes = self._shapes.get(part[0].lower(), self._shapes.get(part[0].casefold(), []))
        for length, offset in shapes:
            start = part.start() - offset
            end = start + length
            if start >= least and _is_whole(text, start, end):
                name = self._known(text[start:end])
                if name is not None:
                    return start, end, name
        return None


def host_of(server: str) -> str:
    """Return the host of a print server's address; nothing for a socket's path, or what is none."""
    try:
        return ServerAddress.parse(server).host
    except ValueError:
        return ""


def _kind(owner: str, field: str) -> str | None:
    return FIELDS_OF.get((owner, field)) or FIELDS.get(field)


def _found(match: re.Match[str]) -> Iterator[str]:
    """Yield what a context names."""
    text = match[str(match.lastgroup)]
    if match.lastgroup != "words":
        yield _unescaped(text)
        return
    for word in text.split():
        if not (word.startswith(("/", "*")) or word.isdigit()):
            yield word.removeprefix("@").rpartition(":")[0] or word.removeprefix("@")


def _neighbours(facts: Facts) -> Iterator[str]:
    """Yield under which names others announce their printers, unless that is only a model."""
    models = " ".join(text.lower() for item in facts for text in _models(item))
    for announced in facts.of(Announced):
        for name in announced.names:
            own = any(q.label in name and q.is_announced_as(name) for q in announced.shared)
            if not own and name.lower() not in models:
                yield name


def _models(item: object) -> Iterator[str]:
    return (text for _owner, field, text in _texts("", "", item) if field == "make_and_model")


def _lost_defaults(facts: Facts) -> Iterator[str]:
    """Yield what a default names that is no queue: it may be anything that a person typed."""
    queues = facts.get(Queues)
    if not isinstance(queues, Queues):
        return
    known = {name.lower() for name in (*queues.names, *queues.classes)}
    for defaults in facts.of(ClientDefaults):
        yield from (s.queue for s in defaults.settings if s.queue.lower() not in known)


def _texts(owner: str, field: str, value: object) -> Iterable[tuple[str, str, str]]:
    """Yield each text with the class and the field that it stands in."""
    if type(value) is str:
        yield owner, field, value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(owner, field, item)
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from _texts(type(value).__name__, part.name, getattr(value, part.name))


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _is_replaced_anywhere(word: str) -> bool:
    return len(word) >= (LEAST_DIGITS if word.isdigit() else LEAST_LENGTH)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on before or after; and what is followed by "://" is a scheme."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum() or text.startswith("://", end))


def _tells(word: str) -> bool:
    """Whether a word may tell who or where somebody is."""
    if word.lower() in COMMON or not any(map(str.isalnum, word)):
        return False
    return not (_is_loopback(word) or _is_unspecified(word))


def _is_address(text: str) -> bool:
    try:
        return not ipaddress.ip_address(text).is_unspecified
    except ValueError:
        return False


def _is_unspecified(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).is_unspecified
    except ValueError:
        return False


def _is_loopback(text: str) -> bool:
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return text.lower() in ("localhost", "ip6-localhost")


def _is_host(text: str) -> bool:
    """A host, and not a device's name as in usb://HP/LaserJet or parallel:/dev/lp0."""
    return "." in text or "[" in text or _is_address(text)
