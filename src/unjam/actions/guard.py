# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""No remedy lowers security: what would is refused, whoever proposes it.

Everything that a remedy would do is in its preview: its words and its command. They are searched
for the known ways of making printing work by making the system weaker. The tests search every
text and every remedy in this program with the same eyes; the executor looks again at run time.
"""

from __future__ import annotations

import re

from unjam.actions.model import Preview
from unjam.actions.words import _

REFUSED = {
    r"\bsetenforce\s+(0|permissive)\b|\bSELINUX\s*=\s*(disabled|permissive)": "SELinux",
    r"\bsemanage\s+permissive\b": "SELinux",
    r"\baa-(disable|complain|teardown)\b|apparmor=0|\bapparmor_parser\s+(?-i:-R)": "AppArmor",
    r"\b(stop|disable|mask)\b.*\b(apparmor|firewalld|ufw|nftables|iptables)\b": "protection",
    r"\bufw\s+disable\b|\b(iptables|nft)\b.*(-F|\bflush\b)|--set-target=ACCEPT": "firewall",
    r"--set-default-zone=trusted|--zone=trusted\s+--add|--zone=trusted\b.*--change": "firewall",
    r"\b(chmod|mode)\b.*(?<![-./\w])([0-7]{2,4}[2367]|0?[2467][0-7]{3})(?![-/\w]|\.\w)": "modes",
    r"\bchmod\b.*([ao]\+\w*w|\+\w*s\b)": "modes",
    r"\b(chmod|chown)\b.*/\.\.(/|\s|$)": "modes",
    r"\b(chmod|chown)\b.*(/etc/(g?shadow|sudoers|ssh|pam\.d)|/cups/ssl|/\.ssh)\b": "secrets",
    r"\b(usermod|gpasswd|adduser|addgroup)\b.*\b(lpadmin|sys|root|wheel|sudo|admin)\b": "groups",
    r"--remote-(any|admin)\b": "remote access",
    r"\bAllow\s+(from\s+)?(all|any)\b|\bDefaultAuthType\s+None\b": "access rules",
    r"\bEncryption\s+Never\b|\bAllowAnyRoot\s+Yes\b|\bValidateCerts\s+No\b": "encryption",
    r"\bSSLOptions\b.*\b(AllowSSL3|AllowRC4|AllowDH)\b|\bSSLOptions\s+None\b": "encryption",
    r"--(allow-unauthenticated|nogpgcheck|no-gpg-checks|force-yes)\b": "package signatures",
    r"\b(curl|wget)\b.*\|\s*(sudo\s+)?(ba|z)?sh\b": "unchecked downloads",
    r"\bNOPASSWD\b|\bpolkit\.Result\.YES\b": "rights",
    r"\bpasswd\s+-d\b|\bPermitRootLogin\s+yes\b": "passwords",
}
"""A regular expression over texts and commands, and what it would weaken."""


def objections(*texts: str) -> list[str]:
    """Return what these texts would weaken; empty for harmless ones."""
    found = []
    for pattern, what in REFUSED.items():
        if any(re.search(pattern, text, re.IGNORECASE) for text in texts):
            found.append(what)
    return found


def objections_to(preview: Preview) -> list[str]:
    """Return what carrying this out would weaken."""
    return objections(preview.summary, *preview.sentences, " ".join(preview.command))


def refusal(what: list[str]) -> str:
    """Return the sentence that says why not."""
    message = _("Refused: this would make the system less safe ({what}).")
    return message.format(what=", ".join(what))
