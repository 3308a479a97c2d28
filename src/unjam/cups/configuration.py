# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

r"""cupsd.conf as text: which directives stand outside of sections, and how to change them.

As cupsd reads it (cupsFileGetConf): the first "#" of a line begins a comment, unless it is written
"\#", and names know no difference of case.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Final

_DIRECTIVE: Final = re.compile(r"^\s*([A-Za-z][A-Za-z0-9]*)\s+(.*?)\s*$")
_OPENS: Final = re.compile(r"^\s*<\s*([A-Za-z]+)(?:\s+(.*?))?\s*>\s*$")
_CLOSES: Final = re.compile(r"^\s*</")


def _lines(text: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each line: as it is, without its comment, and the sections that it stands in."""
    sections: tuple[str, ...] = ()
    for line in io.StringIO(text, newline=""):
        content = _content(line)
        yield line, content, sections
        opened = _OPENS.match(content)
        if opened:
            sections = (*sections, f"{opened[1]} {opened[2] or ''}".strip())
        elif _CLOSES.match(content):
            sections = sections[:-1]


def _content(line: str) -> str:
    before, sign, after = line.partition("#")
    return f"{before[:-1]}#{after}" if sign and before.endswith("\\") else before


def _directive(content: str) -> tuple[str, str] | None:
    """Name and value, or None for a line that has none."""
    match = _DIRECTIVE.match(content)
    return None if match is None else (match[1], match[2])


def settings(text: str) -> dict[str, str]:
    """Directives outside of any section; a name that comes twice is joined by newlines."""
    spelt: dict[str, str] = {}
    found: dict[str, str] = {}
    for _, content, sections in _lines(text):
        directive = None if sections else _directive(content)
        if directive is not None:
            name = spelt.setdefault(directive[0].lower(), directive[0])
            found[name] = f"{found[name]}\n{directive[1]}" if name in found else directive[1]
    return found | _switches(text, {name.lower(): value for name, value in found.items()})


def _switches(text: str, found: Mapping[str, str]) -> dict[str, str]:
    """The five switches of libcups (cupsAdminGetServerSettings); `found` by names in lower case."""
    listens = "\n".join(found.get(name, "") for name in ("port", "listen", "sslport", "ssllisten"))
    remote = any(
        line and not line.startswith(("/", "localhost", "127.", "[::1]"))
        for line in listens.split("\n")
    )
    root = _allows(text, "Location /")
    admin = _allows(text, "Location /admin")
    debug = _last(found, "loglevel", "warn") in {"debug", "debug2"}
    browsing = _last(found, "browsing", "yes") in {"yes", "on", "true", "1"}
    return {
        "_debug_logging": str(int(debug)),
        "_remote_admin": str(int(remote and bool(admin))),
        "_remote_any": str(int("all" in root)),
        "_share_printers": str(int(remote and browsing and bool(root))),
        "_user_cancel_any": str(int(_cancel_is_free(text))),
    }


def _last(found: Mapping[str, str], name: str, default: str) -> str:
    """What counts of a directive that may stand there twice, in lower case."""
    return found.get(name, default).split("\n")[-1].lower()


def _allows(text: str, section: str) -> set[str]:
    """Whom a location's Allow lines let in, besides this machine."""
    allowed: set[str] = set()
    for _, content, sections in _lines(text):
        name, value = _directive(content) or ("", "")
        if name.lower() == "allow" and sections and sections[-1].lower() == section.lower():
            allowed.add(value.lower().removeprefix("from "))
    return allowed - {"localhost", "127.0.0.1"}


def _cancel_is_free(text: str) -> bool:
    """Whether the default policy has a limit for Cancel-Job that requires nothing."""
    limit = any(
        section.startswith("Limit") and "Cancel-Job" in section.split()
        for _, _, sections in _lines(text)
        for section in sections
    )
    required = any(
        content.split()[:1] == ["Require"]
        for _, content, sections in _lines(text)
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
    left = {name.lower(): _written(name, value) for name, value in wanted.items()}
    names = frozenset(left)
    last = ""
    for line, content, sections in _lines(text):
        name = "" if sections else (_directive(content) or ("", ""))[0].lower()
        last = left.pop(name, "") if name in names else line
        yield last
    if last and not last.endswith("\n"):
        yield "\n"
    yield from left.values()


def _written(name: str, value: str) -> str:
    """A directive's line; nothing for one that is to go."""
    escaped = value.replace("#", "\\#", 1)
    return f"{name} {escaped}\n" if value else ""
