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
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import quote, unquote

from unjam.diagnosis.facts.store import Facts

T = TypeVar("T")

REMOVED = "REMOVED"
SENSITIVE_FIELDS = {
    "user": "user", "allowed_users": "user", "denied_users": "user", "groups": "group",
    "host": "host", "title": "title", "info": "description", "location": "place", "uuid": "serial",
}  # fmt: skip
"""Fields of facts whose whole value is of a kind, whatever its words are."""
COMMON = frozenset(
    {
        "root", "lp", "nobody", "daemon", "anonymous", "guest", "remroot", "cups", "unknown", "all",
        "none", "localhost", "localhost.localdomain", "lpadmin", "sys", "wheel", "sudo", "adm",
        "admin", "users", "staff", "@system", "printer", "print", "office",
    }
)  # fmt: skip
"""Names that tell nothing of anybody."""

_USERINFO = re.compile(r"([a-z][a-z0-9+.-]*://)([^\s/@:]+)(?::([^\s/@]*))?@", re.IGNORECASE)
_URI_HOST = re.compile(
    r"[a-z][a-z0-9+.-]*://(?:[^\s/@]*@)?(\[[^\]\s]+\]|[^\s/?#:\"'<>]+)", re.IGNORECASE
)
_SERIAL = re.compile(
    r"(?:serial|uuid|serialnumber|SN|SERN)[=:]\s*(?!serial|uuid)([A-Za-z0-9-]{4,})", re.IGNORECASE
)
_UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_MAC = re.compile(r"\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b", re.IGNORECASE)
_MAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_IPV4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:.])", re.IGNORECASE)
_NAMED_SECRET = re.compile(
    r"((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|cookie|credentials|auth-info)"
    r"\w*[\"']?\s*[=:]\s*[\"']?)([^\s\"'&;,]+)",
    re.IGNORECASE,
)
_SCHEME_SECRET = re.compile(
    r"\b((?:Basic|Bearer|Digest|Negotiate|AuthRef|PeerCred)\s+)([A-Za-z0-9+/=_.~-]{8,})"
)
_LOG_USER = re.compile(
    r"(?:requesting-user-name|user|username|owner|Username)[ =:]+\"?([\w.@\\-]{2,})"
)
_HOME = re.compile(r"(/(?:home|Users)/)([^/\s\"']+)")

LEAST_LENGTH = 3
"""Shorter words are not replaced inside of other text: they would hit half the language."""


class Redactor:
    """Learns what is to be hidden, then hides it. Pure but for its memory; no I/O."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        self._pattern: re.Pattern[str] | None = None

    @property
    def replaced(self) -> Mapping[str, int]:
        """How many different things of each kind were found."""
        return dict(self._counts)

    def learn(self, kind: str, *words: str) -> None:
        """Hide these words (and their percent-encoded forms) wherever they stand."""
        for word in words:
            plain = word.strip().strip("[]")
            if not plain or plain.lower() in COMMON or plain.lower() in self._names:
                continue
            if _is_loopback(plain):
                continue
            self._counts[kind] += 1
            name = self._invent(kind, plain)
            for form in {plain, unquote(plain), quote(plain, safe="")}:
                self._names.setdefault(form.lower(), name)
            self._pattern = None

    def learn_text(self, text: str) -> None:
        """Find what is to be hidden in free text: in URIs, in logs, in configuration."""
        for _scheme, user, password in _USERINFO.findall(text):
            self.learn("user", unquote(user))
            self.learn("password", unquote(password))
        self.learn("host", *(h for h in map(unquote, _URI_HOST.findall(text)) if _is_host(h)))
        self.learn("serial", *_SERIAL.findall(text), *_UUID.findall(text))
        self.learn("user", *_LOG_USER.findall(text), *(name for _home, name in _HOME.findall(text)))
        self.learn("mail", *_MAIL.findall(text))
        self.learn("device", *_MAC.findall(text))
        self.learn("address", *filter(_is_address, _IPV4.findall(text) + _IPV6.findall(text)))

    def learn_facts(self, facts: Facts) -> None:
        """Find what is to be hidden in facts: in fields that are known for it, and in all text."""
        for item in facts:
            for field, text in _texts("", item):
                if kind := SENSITIVE_FIELDS.get(field):
                    self.learn(kind, text.removeprefix("@") if kind == "user" else text)
                self.learn_text(text)

    def text(self, text: str) -> str:
        """Return the text without what was learnt, nor anything that looks like a secret."""
        text = _USERINFO.sub(rf"\1{REMOVED}@", text)
        text = _NAMED_SECRET.sub(rf"\1{REMOVED}", text)
        text = _SCHEME_SECRET.sub(rf"\1{REMOVED}", text)
        return self._compiled().sub(lambda match: self._names[match[0].lower()], text)

    def value(self, value: T, field: str = "") -> T:
        """Return a fact, or any part of one, with its texts rewritten."""
        changed: Any = value
        if isinstance(value, str) and not isinstance(value, Enum):
            changed = self._field(field, value)
        elif isinstance(value, tuple):
            changed = tuple(self.value(item, field) for item in value)
        elif is_dataclass(value) and not isinstance(value, type):
            parts = {f.name: self.value(getattr(value, f.name), f.name) for f in fields(value)}
            changed = replace(value, **parts)
        return changed  # type: ignore[no-any-return]

    def facts(self, facts: Facts) -> Facts:
        """Return all facts with their texts rewritten."""
        return Facts(self.value(item) for item in facts)

    def _field(self, field: str, text: str) -> str:
        """Whole values of sensitive fields are replaced even when they are too short for text."""
        known = self._names.get(text.lower()) if field in SENSITIVE_FIELDS else None
        return known or self.text(text)

    def _invent(self, kind: str, word: str) -> str:
        number = self._counts[kind]
        if kind == "password":
            return REMOVED
        if kind in ("address", "host") and _is_address(word.partition("%")[0]):
            version = ipaddress.ip_address(word.partition("%")[0]).version
            return f"192.0.2.{number}" if version == 4 else f"2001:db8::{number:x}"
        if kind == "host":
            suffix = ".local" if word.lower().rstrip(".").endswith(".local") else ".example"
            return f"host{number}{suffix if '.' in word else ''}"
        return f"mail{number}@example.org" if kind == "mail" else f"{kind}{number}"

    def _compiled(self) -> re.Pattern[str]:
        if self._pattern is None:
            words = sorted(
                (w for w in self._names if len(w) >= LEAST_LENGTH), key=len, reverse=True
            )
            alternatives = "|".join(map(re.escape, words)) or r"(?!)"
            self._pattern = re.compile(rf"(?<![\w])(?:{alternatives})(?![\w])", re.IGNORECASE)
        return self._pattern


def _texts(field: str, value: object) -> Iterable[tuple[str, str]]:
    if type(value) is str:
        yield field, value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(field, item)
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from _texts(part.name, getattr(value, part.name))


def _is_address(text: str) -> bool:
    try:
        return not ipaddress.ip_address(text).is_unspecified
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
