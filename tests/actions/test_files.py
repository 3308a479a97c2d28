# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Personal settings: edited byte by byte, atomically, and only while they are as they were seen."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.actions.fakes import paper_world

from unjam.actions import Executor
from unjam.actions.errors import ActionError, LowersSecurity, NotPermitted, Overtaken
from unjam.diagnosis.remedies import (
    DisableDirective,
    Remedy,
    RemoveUserDestination,
    RemoveUserOption,
    ResetUserDefault,
    RestoreFile,
    SetUserDefault,
)

BEFORE = b"""# mine \xe9
Default Gone sides=two-sided-long-edge media='iso_a4_210x297mm custom' fit
Dest Office/draft print-quality=3
Dest Lab Sides=one-sided sidesish=x
"""


@pytest.fixture
def lpoptions(tmp_path: Path) -> Path:
    path = tmp_path / ".cups" / "lpoptions"
    path.parent.mkdir()
    path.write_bytes(BEFORE)
    return path


@pytest.fixture
def others() -> Callable[[Path], None]:
    """Gives a file (or link) to another user; only root can."""
    if os.geteuid() != 0:
        pytest.skip("only root gives files away")
    return lambda path: os.chown(path, 4711, -1, follow_symlinks=False)


def executor(home: Path) -> Executor:
    return Executor(paper_world(home).world)


CASES: list[tuple[Remedy, bytes]] = [
    (ResetUserDefault(), BEFORE.replace(b"Default Gone", b"Dest Gone")),
    (
        SetUserDefault("Lab"),
        BEFORE.replace(b"Default Gone", b"Dest Gone").replace(b"Dest Lab", b"Default Lab"),
    ),
    (
        SetUserDefault("New"),
        b"Default New\n" + BEFORE.replace(b"Default Gone", b"Dest Gone"),
    ),
    (
        RemoveUserOption("Gone", "media"),
        BEFORE.replace(b" media='iso_a4_210x297mm custom'", b""),
    ),
    (RemoveUserOption("Gone", "fit"), BEFORE.replace(b" fit\n", b"\n")),
    (RemoveUserOption("Lab", "sides"), BEFORE.replace(b" Sides=one-sided", b"")),
    (RemoveUserDestination("Lab"), BEFORE[: BEFORE.index(b"Dest Lab")]),
]


@pytest.mark.parametrize(("remedy", "after"), CASES, ids=lambda case: getattr(case, "id", ""))
async def test_one_line_changes_and_the_undo_restores_every_byte(
    tmp_path: Path, lpoptions: Path, remedy: Remedy, after: bytes
) -> None:
    lpoptions.chmod(0o600)
    doer = executor(tmp_path)
    applied = await doer.apply(remedy)
    assert lpoptions.read_bytes() == after
    assert stat.S_IMODE(lpoptions.stat().st_mode) == 0o600
    assert (await doer.verify(remedy)).holds
    await doer.undo(applied)
    assert lpoptions.read_bytes() == BEFORE
    assert list(lpoptions.parent.iterdir()) == [lpoptions]


async def test_a_default_without_options_goes_with_its_line(
    tmp_path: Path, lpoptions: Path
) -> None:
    lpoptions.write_bytes(b"Default Gone\n")
    await executor(tmp_path).apply(ResetUserDefault())
    assert lpoptions.read_bytes() == b""


async def test_a_file_that_is_not_there_is_made_and_unmade(tmp_path: Path) -> None:
    doer = executor(tmp_path)
    applied = await doer.apply(SetUserDefault("Office"))
    path = tmp_path / ".cups" / "lpoptions"
    assert path.read_bytes() == b"Default Office\n"
    await doer.undo(applied)
    assert not path.exists()


async def test_nothing_to_change_is_said(tmp_path: Path) -> None:
    with pytest.raises(Overtaken):
        await executor(tmp_path).apply(ResetUserDefault())


async def test_an_undo_leaves_a_file_alone_that_somebody_changed_since(
    tmp_path: Path, lpoptions: Path
) -> None:
    doer = executor(tmp_path)
    applied = await doer.apply(ResetUserDefault())
    lpoptions.write_bytes(b"Default Other\n")
    with pytest.raises(Overtaken):
        await doer.undo(applied)
    assert lpoptions.read_bytes() == b"Default Other\n"


async def test_a_link_stays_a_link(tmp_path: Path, lpoptions: Path) -> None:
    real = tmp_path / "dotfiles"
    real.write_bytes(BEFORE)
    lpoptions.unlink()
    lpoptions.symlink_to(real)
    await executor(tmp_path).apply(ResetUserDefault())
    assert lpoptions.is_symlink()
    assert real.read_bytes().startswith(b"# mine \xe9\nDest Gone")


@pytest.mark.parametrize("way", ["{home}/.cups/../lpoptions", "lpoptions", "{home}/../x.crt"])
async def test_a_roundabout_way_is_not_taken(tmp_path: Path, lpoptions: Path, way: str) -> None:
    """A name from the network may be in it."""
    with pytest.raises(ActionError, match=r"no.* settings file"):
        await executor(tmp_path).apply(RestoreFile(way.format(home=tmp_path), b"x", None))
    assert [each.name for each in lpoptions.parent.iterdir()] == ["lpoptions"]


async def test_other_files_are_never_touched(tmp_path: Path) -> None:
    other = tmp_path / "passwd"
    other.write_text("Default x\n")
    with pytest.raises(ActionError, match=r"no.* settings file"):
        await executor(tmp_path).apply(ResetUserDefault(str(other)))
    assert other.read_text() == "Default x\n"


async def test_a_link_that_somebody_else_made_is_not_followed(
    tmp_path: Path, lpoptions: Path, others: Callable[[Path], None]
) -> None:
    real = tmp_path / "precious"
    real.write_bytes(BEFORE)
    lpoptions.unlink()
    lpoptions.symlink_to(real)
    others(lpoptions)
    with pytest.raises(NotPermitted, match="somebody else"):
        await executor(tmp_path).apply(ResetUserDefault())
    assert real.read_bytes() == BEFORE


@pytest.mark.parametrize("whose", ["target", "directory", "file"])
async def test_what_belongs_to_somebody_else_is_left_alone(
    tmp_path: Path, lpoptions: Path, others: Callable[[Path], None], whose: str
) -> None:
    if whose == "target":
        real = tmp_path / "theirs"
        lpoptions.rename(real)
        lpoptions.symlink_to(real)
        others(real)
    else:
        others(lpoptions if whose == "file" else lpoptions.parent)
    with pytest.raises(NotPermitted, match="somebody else"):
        await executor(tmp_path).apply(ResetUserDefault())
    assert lpoptions.read_bytes() == BEFORE


@pytest.mark.parametrize("content", [b"old", None])
async def test_no_link_in_the_place_of_a_certificate_is_followed(
    tmp_path: Path, content: bytes | None
) -> None:
    real = tmp_path / "precious"
    if content is not None:
        real.write_bytes(content)
    link = tmp_path / "printer.crt"
    link.symlink_to(real)
    with pytest.raises(ActionError, match="ordinary"):
        await executor(tmp_path).apply(RestoreFile(str(link), b"new", content))
    with pytest.raises(ActionError, match="ordinary"):
        await executor(tmp_path).apply(RestoreFile(str(link), b"new", None))
    assert (real.read_bytes() if real.exists() else None) == content
    assert link.is_symlink()


async def test_what_is_no_small_file_is_left_alone(tmp_path: Path, lpoptions: Path) -> None:
    lpoptions.write_bytes(b"Default Office\n" + b"#" * (1 << 20))
    with pytest.raises(ActionError, match="ordinary"):
        await executor(tmp_path).apply(ResetUserDefault())
    lpoptions.unlink()
    os.mkfifo(lpoptions)
    with pytest.raises(ActionError, match="ordinary"):
        await executor(tmp_path).apply(ResetUserDefault())


@pytest.mark.rights_matter
async def test_without_the_right_to_write_it_says_so(tmp_path: Path, lpoptions: Path) -> None:
    lpoptions.parent.chmod(0o500)
    try:
        with pytest.raises(NotPermitted):
            await executor(tmp_path).apply(ResetUserDefault())
        assert lpoptions.read_bytes() == BEFORE
    finally:
        lpoptions.parent.chmod(0o700)


async def test_a_directive_becomes_a_comment_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "client.conf"
    path.write_text("User me\n  ServerName nowhere.invalid\nEncryption IfRequested\n")
    remedy = DisableDirective(str(path), "ServerName nowhere.invalid")
    doer = executor(tmp_path)
    applied = await doer.apply(remedy)
    assert path.read_text() == "User me\n#  ServerName nowhere.invalid\nEncryption IfRequested\n"
    assert (await doer.verify(remedy)).holds
    with pytest.raises(Overtaken):
        await doer.apply(remedy)
    await doer.undo(applied)
    assert not (await doer.verify(remedy)).holds


@pytest.mark.parametrize(
    "line", ["Encryption Required", "ValidateCerts Yes", "", "AllowAnyRoot No"]
)
async def test_no_other_line_is_taken_out(tmp_path: Path, line: str) -> None:
    path = tmp_path / "client.conf"
    path.write_text(f"ServerName x\n{line}\n")
    with pytest.raises(LowersSecurity):
        await executor(tmp_path).apply(DisableDirective(str(path), line))
    assert path.read_text() == f"ServerName x\n{line}\n"
