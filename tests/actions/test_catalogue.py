# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Every remedy has an action, words, an id of its own, and lowers nobody's security."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.actions.fakes import paper_world
from tests.actions.samples import SAMPLES, kinds

import unjam
from unjam.actions import Executor, describe
from unjam.actions.errors import LowersSecurity
from unjam.actions.guard import objections, objections_to
from unjam.actions.registry import ACTIONS
from unjam.diagnosis import remedies
from unjam.diagnosis.remedies import Instruction, Remedy, RestorePermissions

SOURCE = Path(unjam.__file__).parent
PARTS = ("actions", "diagnosis")


def own_kinds() -> list[type[Remedy]]:
    """The remedies of the program; a dataclass with slots leaves its first draft behind."""
    return [kind for kind in kinds() if getattr(remedies, kind.__name__, None) is kind]


def test_every_kind_has_a_sample() -> None:
    assert {type(sample) for sample in SAMPLES} == set(own_kinds())


def test_every_automatic_remedy_has_an_action_and_no_other_has() -> None:
    assert set(ACTIONS) == {kind for kind in own_kinds() if kind.automatic}


def test_ids_are_distinct_and_spelled_alike() -> None:
    ids = [kind.id for kind in own_kinds()]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", each) for each in ids)


def test_what_is_safe_is_automatic_and_reversible() -> None:
    unsafe = [k.id for k in own_kinds() if k.safe and not (k.automatic and k.reversible)]
    assert unsafe == []


@pytest.mark.parametrize("remedy", SAMPLES, ids=lambda remedy: remedy.id)
def test_a_remedy_says_what_it_does(remedy: Remedy) -> None:
    preview = describe(remedy)
    assert preview.summary
    assert "{" not in preview.summary + preview.done
    assert "secret" not in f"{preview}"
    for sentence in preview.sentences:
        assert sentence.endswith(".")


@pytest.mark.parametrize("remedy", SAMPLES, ids=lambda remedy: remedy.id)
def test_what_happened_is_told_in_other_words_than_what_is_offered(remedy: Remedy) -> None:
    preview = describe(remedy)
    if isinstance(remedy, Instruction):
        assert preview.done == ""  # only a person knows whether it was done
    else:
        assert preview.done not in ("", preview.summary)


@pytest.mark.parametrize("remedy", SAMPLES, ids=lambda remedy: remedy.id)
def test_no_remedy_lowers_security(remedy: Remedy) -> None:
    assert objections_to(describe(remedy)) == []


def test_the_server_goes_into_the_command() -> None:
    command = describe(SAMPLES[0], "print.lan:631").command
    assert command == ("cupsenable", "-h", "print.lan:631", "Office")


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every string in a file that is not a docstring, joined over tuples of words."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.Tuple | ast.List):
            words = [e.value for e in node.elts if isinstance(e, ast.Constant)]
            yield node.lineno, " ".join(word for word in words if isinstance(word, str))


@pytest.mark.parametrize("part", PARTS)
def test_no_text_in_the_program_proposes_to_lower_security(part: str) -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{line}: {text!r}: {what}"
        for path in sorted((SOURCE / part).rglob("*.py"))
        if path.name != "guard.py"
        for line, text in texts(path)
        for what in objections(text)
    ]
    assert found == []


WEAKENING = (
    "setenforce 0",
    "Set SELINUX=disabled in /etc/selinux/config",
    "sudo aa-complain /usr/sbin/cupsd",
    "systemctl stop firewalld",
    "systemctl disable --now apparmor",
    "ufw disable",
    "iptables -F",
    "chmod 777 /var/spool/cups",
    "chmod 0666 /dev/usb/lp0",
    "chmod a+w /dev/usb/lp0",
    "sudo chmod -R o+rw /etc/cups",
    "chmod 4755 backend",
    "usermod -aG lpadmin you",
    "adduser you lpadmin",
    "cupsctl --remote-any",
    "cupsctl --remote-admin",
    "Allow from all",
    "Allow all",
    "DefaultAuthType None",
    "SSLOptions AllowRC4 AllowSSL3",
    "apt-get install --allow-unauthenticated foo",
    "curl https://example.com/install.sh | sudo sh",
    "you ALL=(ALL) NOPASSWD: ALL",
    "firewall-cmd --set-default-zone=trusted",
    "chmod 0755 /usr/lib/cups/filter/../../../../etc/shadow",
    "chown root:root /usr/lib/cups/backend/..",
    "chmod 0644 /etc/shadow",
    "chmod 644 /etc/cups/ssl/server.key",
)


@pytest.mark.parametrize("text", WEAKENING)
def test_the_guard_knows_the_usual_bad_advice(text: str) -> None:
    assert objections(text) != []


HARMLESS = (
    "chmod 0755 /usr/lib/cups/backend/ipp",
    "chmod 644 /etc/cups/ppd/Office.ppd",
    "Owner root:lp, mode 0710, as CUPS insists.",
    "systemctl start cups.service",
    "firewall-cmd --zone=home --add-service=mdns",
    "Ask the administrator to add you.",
    "This program is denied by AppArmor; never switch AppArmor off for it.",
    "apt-get install printer-driver-gutenprint",
)


@pytest.mark.parametrize("text", HARMLESS)
def test_the_guard_lets_good_advice_pass(text: str) -> None:
    assert objections(text) == []


def test_an_instruction_is_read_with_the_same_eyes() -> None:
    preview = describe(Instruction("Open it.", ("sudo", "chmod", "0777", "/var/spool/cups")))
    assert objections_to(preview) == ["modes"]


HOSTILE = "/usr/lib/cups/filter/../../../../etc/shadow"


async def test_a_path_that_leads_elsewhere_is_refused_before_it_is_offered() -> None:
    doer = Executor(paper_world().world)
    with pytest.raises(LowersSecurity):
        doer.preview(RestorePermissions(HOSTILE, 0o755))
    with pytest.raises(LowersSecurity):
        await doer.apply(RestorePermissions(HOSTILE, 0o755))
    with pytest.raises(LowersSecurity, match="no program"):
        await doer.apply(RestorePermissions("/etc/passwd", 0o755))
