# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Where names of people, machines and documents stand: in facts, in logs, in configuration.

The log's wording is cupsd's (scheduler/client.c, ipp.c and job.c, 2.3 to 2.4) and that of PAM.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FIELDS = {
    "user": "user", "allowed_users": "user", "denied_users": "user", "by_user": "user",
    "owner": "user", "group": "group", "groups": "group", "system_groups": "group",
    "host": "host", "server": "server", "title": "title", "info": "description",
    "location": "place", "uuid": "serial", "serial": "serial", "destinations": "printer",
    "unlisted": "printer", "labels": "description",
}  # fmt: skip
"""Fields whose whole value is of a kind, whatever its words are. A `server` is a host and port."""

FIELDS_OF = {
    ("Attempt", "target"): "server",
    ("Knock", "target"): "server",
    ("ClientServer", "value"): "server",
    ("ShownCertificate", "subject"): "name",
    ("ShownCertificate", "names"): "host",
}
"""The same for fields whose name has other meanings in other facts."""

VOCABULARY = frozenset(
    {
        "active", "auth_info_required", "by", "consequences", "driver", "enabled", "error",
        "error_policy", "fact", "format", "formats", "hold_until", "id", "installed",
        "kind", "like", "log_level", "media", "media_default", "media_ready",
        "media_source", "not_after", "not_before", "op_policy",
        "operation", "option", "paper", "printer_reasons", "problems", "programs", "purpose",
        "reasons", "result", "scheme", "state", "sub", "type", "unit", "variable", "version",
        "when",
    }
)  # fmt: skip
"""Fields that hold words of CUPS or of the system, even where a person is called the same."""

COMMON = frozenset(
    {
        "root", "lp", "nobody", "daemon", "anonymous", "guest", "remroot", "cups", "unknown", "all",
        "none", "localhost", "localhost.localdomain", "lpadmin", "sys", "wheel", "sudo", "adm",
        "admin", "users", "staff", "@system", "system", "@owner", "owner", "@local", "printer",
        "print", "office", "paused", "stopped", "idle", "printing", "rejecting jobs", "backend",
        "filter", "job", "file", "test", "page", "on", "off", "yes", "no", "true", "false", "media",
        "removed",
    }
)  # fmt: skip
"""Names that tell nothing of anybody."""

_QUOTED = r"""(?:\\?"(?P<double>[^"\n]*?)\\?"|'(?P<single>[^'\n]*)')"""
_NAME = r"""(?P<bare>(?:\\.|[^\s"'\\&,;()<>])+)"""
_TITLE = r"""(?P<bare>(?:\\.|[^\s"\\])+)"""
_HOST = r"""(?P<bare>[^\s"'\\&,;:()<>/\[\]]+)"""
_REST = r"""(?P<bare>\S[^\n]*)"""


def _assigned(keys: str, value: str) -> re.Pattern[str]:
    """KEY=VALUE or KEY: VALUE, quoted or not."""
    pattern = rf"""(?<![\w-])(?:{keys})["']?[ \t]?[=:][ \t]?(?:{_QUOTED}|{value})"""
    return re.compile(pattern, re.IGNORECASE)


def _said(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Place:
    """What a person or a thing of this kind is called here. The group is `words` for several.

    One of the `hints` (in lower case) is in every text that `pattern` matches: most texts have
    none of them, and a search for words is quick.
    """

    kind: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]


PLACES = (
    Place(
        "user",
        ("user", "groupname", "login", "logname", "owner", "argv[2]", "principal"),
        _assigned(
            r"job-originating-user-name|requesting-user-name|auth_username|remote_user|groupname"
            r"|r?user(?:[-_ ]?name)?|log(?:in|name)"
            r"|owner|argv\[2\]|(?:default )?principal",
            _NAME,
        ),
    ),
    Place("user", ('by "',), _said(r'\bby "(?P<double>[^"\n]*)"')),
    Place("user", ('jobs ("',), _said(r'\bjobs \("(?P<double>[^"\n]*)"\)')),
    Place(
        "user",
        ('authorized as "', 'authorised as "', 'user "'),
        _said(r'\b(?:authori[sz]ed as|user) "(?P<double>[^"\n]*)"'),
    ),
    Place(
        "user",
        ("authorized as ", "authorised as "),
        _said(r"\bauthori[sz]ed as (?P<bare>[^\s\"']+)"),
    ),
    Place(
        "user",
        ("user", "group"),
        _said(r"^\s*(?:user|group|systemgroup)[ \t]+(?P<bare>\S+)[ \t]*$"),
    ),
    Place(
        "user",
        ("require",),
        _said(r"^\s*require[ \t]+(?:user|group)[ \t]+(?P<words>[^\n#]+)"),
    ),
    Place("user", ("/home/", "/users/"), _said(r"/(?:home|users)/(?P<bare>[^/\s\"']+)")),
    Place("title", ("argv[3]",), _said(r'argv\[3\]="(?P<double>.*)"\r?$')),
    Place(
        "title",
        ("document-name", "job-name", "title"),
        _assigned(r"document-name(?:-supplied)?|job-name|job-title|title", _TITLE),
    ),
    Place(
        "host",
        ("host",),
        _assigned(r"job-originating-host-name|rhost|hostname|remote_host|client[-_]host", _HOST),
    ),
    Place(
        "host",
        (" from ",),
        _said(r'(?:\baccepted|\brequest|\bconnecti(?:on|ng)|\)) from "?(?P<bare>[\w.-]*\w)'),
    ),
    Place("host", ("invalid host",), _said(r'invalid host: field "(?P<bare>[^"\n:]+)')),
    Place(
        "host",
        ("server", "listen", "browse"),
        _said(
            r"^\s*#?(?:servername|serveralias|listen|ssllisten|browsepoll|browseallow|browsedeny"
            r"|browserelay|browseaddress)[ \t]+(?P<words>[^\n#]+)"
        ),
    ),
    Place(
        "host",
        ("allow", "deny"),
        _said(r"^\s*(?:allow|deny)(?:[ \t]+from)?[ \t]+(?P<bare>[^\s:/]+)[ \t]*$"),
    ),
    Place("host", ("cups_server=",), _said(r"\bCUPS_SERVER=[\"']?(?P<bare>[^\s\"':]+)")),
    Place(
        "host",
        ("://",),
        _said(
            r"\b(?:ipps?|https?|socket|lpd|smb|ftp|snmp|ldaps?)://(?:[^\s/@]*@)?"
            r"(?P<bare>[^\s/?#:\"'<>\[\](),]+)"
        ),
    ),
    Place("host", (" @ ",), _said(r"\S @ (?P<bare>[\w.-]*\w)")),
    Place(
        "serial",
        ("serial", "sn:", "sn=", "sern"),
        _said(r"(?:\bserial(?:[-_ ]?number)?|\bSE?R?N)[=:][ \t]*(?!serial|uuid)(?P<bare>[\w.-]+)"),
    ),
    Place("serial", ("uuid=",), _said(r"\buuid=(?:urn:uuid:)?(?P<bare>[\w-]+)")),
    Place("description", ("printer_info",), _assigned(r"printer_info", _NAME)),
    Place("place", ("printer_location",), _assigned(r"printer_location", _NAME)),
    Place(
        "description",
        ("printer-info", "printer-dns"),
        _said(rf"^(?:printer-info|printer-dns-sd-name): {_REST}$"),
    ),
    Place(
        "place",
        ("printer-location", "printer-geo"),
        _said(rf"^(?:printer-location|printer-geo-location): {_REST}$"),
    ),
    Place("name", ("printer-org",), _said(rf"^printer-organi[sz]ation(?:al-unit)?: {_REST}$")),
    Place(
        "name",
        ("printer-contact", "printer-owner"),
        _said(rf"^printer-(?:contact|owner)-col: {_REST}$"),
    ),
)
"""What is called by a name here is learnt, and hidden even where the name is short."""

USERINFO = re.compile(r"([a-z][a-z0-9+.-]*://)([^\s/@:]+)(?::([^\s/@]*))?@", re.IGNORECASE)
URI_HOST = re.compile(
    r"[a-z][a-z0-9+.-]*://(?:[^\s/@]*@)?(\[[^\]\s]+\]|[^\s/?#:\"'<>]+)", re.IGNORECASE
)
UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
MAC = re.compile(r"\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b", re.IGNORECASE)
MAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
IPV4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
IPV6 = re.compile(r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:.])", re.IGNORECASE)

_VALUE = r"""(?:"[^"\n]*"?|'[^'\n]*'?|(?:\\.|[^\s"'\\])+)"""
_NAMES = (
    r"(?:pass(?:word|wd|phrase|code)|pwd|secret|token|api[_-]?key|cookie|credentials)\w*"
    r"|auth-info|(?<![a-z])pass(?![a-z])"
)
NAMED_SECRET = re.compile(
    rf"((?:{_NAMES})[\"']?[ \t]*(?:[=:][ \t]*|[ \t](?=[\"']))){_VALUE}", re.IGNORECASE
)
SCHEME_SECRET = re.compile(
    r"\b((?i:Basic|Bearer|Digest|Negotiate|AuthRef|PeerCred)[ \t]+)"
    r"(?=\S*(?:[0-9=+/]|[a-z][A-Z]))[A-Za-z0-9+/=_.~-]{8,}"
)
HEADER_SECRET = re.compile(r"(authorization:[ \t]*\w+[ \t]+)\S+", re.IGNORECASE)
SECRETS = (
    Place(
        "password",
        ("pass", "pwd", "secret", "token", "api", "cookie", "credentials", "auth-info"),
        NAMED_SECRET,
    ),
    Place(
        "password",
        ("basic", "bearer", "digest", "negotiate", "authref", "peercred"),
        SCHEME_SECRET,
    ),
    Place("password", ("authorization:",), HEADER_SECRET),
)
"""What opens a door, after a first group that stays."""

_HINTS = re.compile("|".join(re.escape(h) for place in (*PLACES, *SECRETS) for h in place.hints))


def places_in(text: str, among: tuple[Place, ...]) -> Iterator[Place]:
    """Yield the places that a text may have."""
    lower = text.lower()
    if _HINTS.search(lower):
        yield from (place for place in among if any(hint in lower for hint in place.hints))
