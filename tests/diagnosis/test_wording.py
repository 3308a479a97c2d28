# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the doctor says: no jargon without its meaning, no blame, and always a next step."""

from __future__ import annotations

import ast
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from string import Formatter

import pytest
from tests.texts import SOURCE, Text, texts

from unjam.diagnosis import messages
from unjam.diagnosis.wording import Wording

GLOSSES = {
    r"CUPS(?!_)": r"print server|CUPS \{version\}",
    r"\bbackends?\b": r"program",
    r"\bfilters?\b": r"programs?\b|for the printers that you use",
    r"\bPPD\b": r"printer description",
    r"\bIPP\b": r"printing protocol|language of print servers|ways of asking|encryption|Everywhere",
    r"\bmDNS\b": r"announcements",
    r"(?<!m)\bDNS\b": r"directory of names",
    r"\bTLS\b": r"encrypt",
    r"\b[Ff]irmware\b": r"software inside|firmware update",
    r"\bfingerprint\b": r"certificate",
    r"\bAvahi\b": r"service",
    r"\bsystemd\b": r"[Ss]ervice",
    r"\bPackageKit\b": r"service",
    r"\bfirewalld\b": r"service that manages the firewall",
    r"\bD-Bus\b": r"message bus",
    r"\bSNMP\b": r"ways of asking|another way",
    r"\budev\b": r"device manager",
    r"\busblp\b": r"driver",
    r"\bUDP\b": r"announcements",
    r"\bports?\b": r"numbered entrances|number|address|service|accept connections|UDP",
    r"\bSELinux\b": r"guards programs|label",
    r"\bAppArmor\b": r"guards programs",
    r"\bKerberos\b": r"log-in service|logged in|ticket",
    r"\bcertificate\b": r"proves? who|proof of|identity|ccept|shows|fingerprint|Renew|order|check",
    r"\braw\b": r"unchanged",
    r"\bsocket\b": r"place at which|path",
    r"\bsnap\b": r"program",
}
"""A word that not everybody knows, and what has to stand beside it."""

NEVER = (
    *(r"\bspool\b", r"\bscheduler\b", r"\bdaemon\b", r"\binodes?\b", r"\bHTTP\b", r"\berrno\b"),
    *(r"\bstderr\b", r"\bEOF\b", r"\bstdout\b", r"\bpayload\b", r"\bhostname\b", r"\bdirective\b"),
    *(r"\btimeout\b", r"\bparse\b", r"\bresolve[rd]?\b", r"\bauthentication\b", r"\bURIs?\b"),
)
"""Words that have plain ones in their place."""

BLAMING = (
    *(r"\binvalid\b", r"\billegal\b", r"\bfatal\b", r"\bbad\b", r"\bfailed to\b"),
    *(r"\byou (must|should|forgot|failed|did not|have to|may not (start|change|install|use))\b",),
    *(r"\byour (mistake|error|fault)\b", r"\bmust have\b", r"\boops\b", r"\bsorry\b", r"!$"),
)
BLAME = [re.compile(way, re.IGNORECASE) for way in BLAMING]
"""Ways of speaking that make a person feel at fault, or shouted at."""

SPOKEN = list(texts("diagnosis", "actions"))


def wordings() -> Iterator[tuple[str, Wording]]:
    """Every wording there is, by the name of its constant."""
    for info in pkgutil.iter_modules(messages.__path__):
        module = import_module(f"{messages.__name__}.{info.name}")
        for name, value in vars(module).items():
            if isinstance(value, Wording):
                yield f"{info.name}.{name}", value


WORDINGS = dict(wordings())


def unexplained(text: str) -> list[str]:
    """Name what is said in a text without its meaning."""
    strange = [word for word in NEVER if re.search(word, text)]
    return strange + [
        word
        for word, gloss in GLOSSES.items()
        if re.search(word, text) and not re.search(gloss, text)
    ]


@pytest.mark.parametrize("name", WORDINGS)
def test_a_finding_is_explained_without_jargon(name: str) -> None:
    wording = WORDINGS[name]
    assert unexplained(f"{wording.summary} {wording.explanation}") == []


def test_no_other_text_of_the_doctor_has_jargon_in_it() -> None:
    whole = {words for wording in WORDINGS.values() for words in wording_texts(wording)}
    lone = [text for text in SPOKEN if text.words not in whole]
    found = {text.place: (text.words, unexplained(text.words)) for text in lone}
    assert {place: what for place, what in found.items() if what[1]} == {}


def wording_texts(wording: Wording) -> tuple[str, str]:
    """Return both texts of a wording."""
    return wording.summary, wording.explanation


@pytest.mark.parametrize("part", ["diagnosis", "actions", "cli", "auth"])
def test_nobody_is_blamed(part: str) -> None:
    found = [text for text in texts(part) for way in BLAME if way.search(text.words)]
    assert found == []


@pytest.mark.parametrize("name", WORDINGS)
def test_a_finding_is_told_in_one_line_and_then_in_sentences(name: str) -> None:
    wording = WORDINGS[name]
    assert not wording.summary.endswith(".")
    assert "\n" not in wording.summary + wording.explanation
    assert wording.explanation.endswith((".", "}"))
    assert len(wording.summary) < 100


def test_every_finding_comes_with_something_to_do() -> None:
    silent = [place for place, call in calls_of_finding() if not remedies_of(call)]
    assert silent == []


def calls_of_finding() -> Iterator[tuple[str, ast.Call]]:
    """Every call that makes a finding, in all rules."""
    for path in sorted((SOURCE / "diagnosis" / "rules").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "finding":
                yield f"{path.name}:{node.lineno}", node


def remedies_of(call: ast.Call) -> bool:
    """Whether the call names remedies, and not none."""
    given = [keyword.value for keyword in call.keywords if keyword.arg == "remedies"]
    return bool(given) and not any(isinstance(it, ast.Tuple) and not it.elts for it in given)


def test_every_message_is_said_by_somebody() -> None:
    """A constant that no rule uses is a text that nobody reads and a translator translates."""
    rules = "".join(p.read_text(encoding="utf-8") for p in (SOURCE / "diagnosis").rglob("*.py"))
    rules += "".join(p.read_text(encoding="utf-8") for p in (SOURCE / "actions").rglob("*.py"))
    said = [
        f"{info.name}.{name}"
        for info in pkgutil.iter_modules(messages.__path__)
        for name in vars(import_module(f"{messages.__name__}.{info.name}"))
        if name.isupper() and name != "N_"
    ]
    assert [name for name in said if not used(name, rules)] == []


def used(name: str, sources: str) -> bool:
    """Whether a message is named in these sources, by its module or imported by itself."""
    module, _, constant = name.partition(".")
    way = rf"\b(messages|{module})\.{constant}\b|messages\.{module} import {constant}\b"
    return bool(re.search(way, sources))


def test_placeholders_have_names() -> None:
    """Translators may then put them in another order."""
    assert [text for text in SPOKEN if "" in fields(text)] == []


def fields(text: Text) -> list[str]:
    """Return the names of a text's placeholders."""
    return [field for _, field, _, _ in Formatter().parse(text.words) if field is not None]
