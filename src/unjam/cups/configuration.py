# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""cupsd.conf as text: which directives stand outside of sections, and how to change them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

_DIRECTIVE: Final = re.compile(r"^\s*([A-Za-z][A-Za-z0-9]*)\s+(.*?)\s*$")
_OPENS: Final = re.compile(r"^\s*<\s*([A-Za-z]+)(?:\s+(.*?))?\s*>\s*$")
_CLOSES: Final = re.compile(r"^\s*</")


def _lines(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each line with the sections that it stands in."""
    sections: tuple[str, ...] = ()
    for line in text.splitlines(keepends=True):
        if _CLOSES.match(line):
            yield line, sections
            sections = sections[:-1]
            continue
        yield line, sections
        opened = _OPENS.match(line)
        if opened:
            sections = (*sections, f"{opened[1]} {opened[2] or ''}".strip())


def settings(text: str) -> dict[str, str]:
    """Directives outside of any section; a name that comes twice is joined by newlines."""
    found: dict[str, str] = {}
    for line, sections in _lines(text):
        match = _DIRECTIVE.match(line)
        if match and not sections and not line.lstrip().startswith("#"):
            name, value = match.groups()
            found[name] = f"{found[name]}\n{value}" if name in found else value
    return found | _switches(text, found)


def _switches(text: str, found: Mapping[str, str]) -> dict[str, str]:
    """The five switches of libcups (cupsAdminGetServerSettings)."""
    listens = "\n".join(found.get(name, "") for name in ("Port", "Listen", "SSLPort", "SSLListen"))
    remote = any(
        line and not line.startswith(("/", "localhost", "127.", "[::1]"))
        for line in listens.split("\n")
    )
    root = _allows(text, "Location /")
    admin = _allows(text, "Location /admin")
    debug = found.get("LogLevel", "").lower() in {"debug", "debug2"}
    browsing = found.get("Browsing", "Yes").lower() in {"yes", "on", "true", "1"}
    return {
        "_debug_logging": str(int(debug)),
        "_remote_admin": str(int(remote and bool(admin))),
        "_remote_any": str(int("all" in root)),
        "_share_printers": str(int(remote and browsing and bool(root))),
        "_user_cancel_any": str(int(_cancel_is_free(text))),
    }


def _allows(text: str, section: str) -> set[str]:
    """Whom a location's Allow lines let in, besides this machine."""
    allowed: set[str] = set()
    for line, sections in _lines(text):
        match = _DIRECTIVE.match(line)
        if match and sections and sections[-1] == section and match[1].lower() == "allow":
            allowed.add(match[2].lower().removeprefix("from "))
    return allowed - {"localhost", "127.0.0.1"}


def _cancel_is_free(text: str) -> bool:
    """Whether the default policy has a limit for Cancel-Job that requires nothing."""
    limit = any(
        section.startswith("Limit") and "Cancel-Job" in section.split()
        for _, sections in _lines(text)
        for section in sections
    )
    required = any(
        line.split()[:1] == ["Require"]
        for line, sections in _lines(text)
        if sections and "Cancel-Job" in sections[-1].split()
    )
    return limit and not required


def changed(text: str, new: Mapping[str, str]) -> str:
    """The file with these directives set: in place where they stand, at the end otherwise.

    An empty value takes a directive out. Raises `ValueError` for what is no directive's name, a
    value that would begin another line, and libcups' switches other than `_debug_logging`.
    """
    wanted = dict(new)
    if "_debug_logging" in wanted:
        wanted["LogLevel"] = "debug" if wanted.pop("_debug_logging") == "1" else "warn"
    for name, value in wanted.items():
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name):
            raise ValueError(f"{name!r} is no directive of cupsd.conf that can be set")
        if "\n" in value or "\r" in value:
            raise ValueError(f"{name}: a directive is one line")
    return "".join(_rewritten(text, wanted))


def _rewritten(text: str, wanted: Mapping[str, str]) -> Iterator[str]:
    written: set[str] = set()
    last = ""
    for line, sections in _lines(text):
        match = _DIRECTIVE.match(line)
        name = match[1] if match and not sections and not line.lstrip().startswith("#") else None
        if name is None or name not in wanted:
            yield line
            last = line
        elif name not in written:
            written.add(name)
            if wanted[name]:
                last = f"{name} {wanted[name]}\n"
                yield last
    if last and not last.endswith("\n"):
        yield "\n"
    for name, value in wanted.items():
        if name not in written and value:
            yield f"{name} {value}\n"
