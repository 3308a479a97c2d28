# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Texts for people: found by the tools of translators, found again when they are shown."""

from __future__ import annotations

import ast
import gettext
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.texts import MARKS, SOURCE, texts

from unjam import translation

ROOT = SOURCE.parent.parent
GERMAN = ROOT / "po" / "de.po"


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A person who reads German, and the catalogue of this checkout."""
    if not (shutil.which("msgfmt") and GERMAN.exists()):
        pytest.skip("no msgfmt, or no checkout")
    place = tmp_path / "de" / "LC_MESSAGES" / "unjam.mo"
    place.parent.mkdir(parents=True)
    subprocess.run(["msgfmt", "-o", place, GERMAN], check=True)  # noqa: S607 - as po/update
    before = gettext.bindtextdomain(translation.DOMAIN)
    gettext.bindtextdomain(translation.DOMAIN, str(tmp_path))
    monkeypatch.setenv("LANGUAGE", "de")
    yield
    gettext.bindtextdomain(translation.DOMAIN, before)


def test_every_part_speaks_the_same_language(german: None) -> None:
    from unjam.actions.words import _ as of_actions
    from unjam.cli.words import _ as of_the_command_line
    from unjam.diagnosis.wording import _ as of_the_doctor

    said = {of_actions("queue"), of_the_command_line("queue"), of_the_doctor("queue")}
    assert said == {"Warteschlange"}
    assert translation.language() == "de"
    assert translation.ngettext("{n} problem found.", "{n} problems found.", 2).startswith("{n} Pr")


def test_the_language_may_change(german: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert translation._("queue") == "Warteschlange"
    monkeypatch.setenv("LANGUAGE", "en")
    assert translation._("queue") == "queue"
    assert translation.language() == "en"


def test_the_disk_is_not_searched_for_each_text(
    german: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    translation._("queue")
    monkeypatch.setattr(gettext, "find", lambda *_: pytest.fail("searched again"))
    assert translation._("printer") == "Drucker"


def test_no_text_hides_within_an_f_string() -> None:
    """There xgettext does not see it."""
    hidden = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in sorted(SOURCE.rglob("*.py"))
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for node in ast.walk(string)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS
    ]
    assert hidden == []


def test_the_template_has_every_text() -> None:
    """Whoever adds a text runs po/update."""
    template = ROOT / "po" / "unjam.pot"
    if not template.exists():
        pytest.skip("not a checkout")
    known = gettext_ids(template)
    spoken = texts("diagnosis", "actions", "cli", "auth")
    assert [text for text in spoken if text.words and text.words not in known] == []


def gettext_ids(path: Path) -> set[str]:
    """Return the texts of a .pot file."""
    ids, current = set[str](), ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        keyword, _, rest = line.partition(" ")
        if keyword in ("msgid", "msgid_plural", "msgstr", "msgstr[0]", "msgctxt", ""):
            ids.add(current)
            current = ""
        if keyword in ("msgid", "msgid_plural"):
            current = ast.literal_eval(rest)
        elif line.startswith('"') and current is not None:
            current += ast.literal_eval(line)
    return ids


@pytest.mark.parametrize("catalogue", sorted((ROOT / "po").glob("*.po")), ids=lambda p: p.stem)
def test_a_catalogue_is_sound(catalogue: Path) -> None:
    if shutil.which("msgfmt") is None:
        pytest.skip("no msgfmt")
    argv = ["msgfmt", "--check", "-o", "/dev/null", str(catalogue)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
