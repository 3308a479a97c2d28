# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""From a rule's verdict to a finding that a person understands.

Texts are marked with N_ where they stand and translated when the finding is made. The faces bind
the text domain (`gettext.bindtextdomain("unjam", …)`); without that the texts are in English.
"""

from __future__ import annotations

import gettext
import os
from dataclasses import dataclass
from functools import lru_cache

from unjam.diagnosis.model import Evidence, Finding, Severity, Subject
from unjam.diagnosis.remedies import Remedy

DOMAIN = "unjam"


def N_(text: str) -> str:  # noqa: N802 - the customary name, which xgettext looks for
    """Mark a text for translation; it is translated later, by `_`."""
    return text


def _(text: str) -> str:
    """Translate a text into the person's language."""
    return _translated(text, tuple(map(os.environ.get, _CHOOSE)), gettext.bindtextdomain(DOMAIN))


@lru_cache(maxsize=4096)
def _translated(text: str, _languages: tuple[str | None, ...], _directory: str) -> str:
    """Ask gettext once: it searches the disk for each text that has no catalogue."""
    return gettext.dgettext(DOMAIN, text)


_CHOOSE = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that gettext follows."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a finding says: one line, and a paragraph with the next step.

    Both are format strings; the rule passes the values by name.
    """

    summary: str
    explanation: str


def finding(
    id: str,  # noqa: A002 - the catalogue's word
    severity: Severity,
    subject: Subject,
    wording: Wording,
    *,
    evidence: tuple[Evidence, ...],
    remedies: tuple[Remedy, ...] = (),
    **values: object,
) -> Finding:
    """Put a finding into the person's words."""
    summary = _(wording.summary).format(**values)
    explanation = _(wording.explanation).format(**values)
    return Finding(id, severity, subject, summary, explanation, evidence, remedies)
