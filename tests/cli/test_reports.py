# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Reports and bundles: readable, harmless, whole or not at all, and the same when judged again."""

from __future__ import annotations

import json
import os
import stat
import threading
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tests.cli.patients import BROKEN, HEALTHY, NASTIEST
from tests.cli.program import doctor, unjam, validator
from tests.conftest import SandboxFactory

from unjam.cli import report_html, report_markdown
from unjam.cli.bundles import judge_file
from unjam.cli.failure import WrongUsageError
from unjam.diagnosis.model import Diagnosis
from unjam.sandbox import Queue, Sandbox

MADE = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
VOID = {"meta"}


class Page(HTMLParser):
    """Which tags there are, and whether they close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("patient", [HEALTHY, BROKEN, NASTIEST])
def test_html_is_well_formed_and_inert(patient: Diagnosis) -> None:
    text = report_html.page([patient, HEALTHY], MADE)
    page = Page(text)
    assert page.open == []
    assert not set(page.seen) & {"script", "img", "iframe", "link", "object", "a"}
    assert "\x1b" not in text
    for finding in patient.findings:
        assert finding.id in page.words


@pytest.mark.parametrize("patient", [HEALTHY, BROKEN, NASTIEST])
def test_markdown_means_what_it_says_and_nothing_else(patient: Diagnosis) -> None:
    text = report_markdown.page([patient], MADE)
    assert "\x1b" not in text
    html = MarkdownIt().render(text)
    assert "<script>" not in html
    assert "<em>" not in html
    assert html.count("<h1>") == 1
    assert html.count("<h3>") == len(patient.findings)


@pytest.mark.parametrize("name", ["page.html", "page.md"])
def test_a_report_is_written_beside_the_usual_output(
    sandbox: SandboxFactory, tmp_path: Path, name: str
) -> None:
    box = sandbox(faults=("queue-stopped",))
    path = tmp_path / name
    ran = doctor("--report", path, box=box)
    assert ran.ids == ["QUEUE_STOPPED"]
    assert "QUEUE_STOPPED" in path.read_text().replace("\\", "")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("names", [False, True])
def test_a_report_names_nobody_unless_asked_to(
    sandbox: SandboxFactory, tmp_path: Path, *, names: bool
) -> None:
    uri = "ipp://ann:sesame@printer-of-ann.example:631/ipp/print"
    box = sandbox((Queue("Office", device_uri=uri),), printers=0)
    box.cups.print("Office")
    path = tmp_path / "page.md"
    ran = doctor("--report", path, *(["--names"] if names else []), box=box)
    assert ran.ids == ["DEVICE_NAME_UNRESOLVED"]
    page = path.read_text()
    assert "Office" in page
    assert "sesame" not in page
    assert ("printer-of-ann" in page.replace("\\", "")) is names
    assert ("host" in ran.err) is not names


def test_names_alone_are_no_report(healthy_box: Sandbox) -> None:
    ran = unjam("doctor", "--names", box=healthy_box)
    assert (ran.status, ran.out) == (2, "")


def test_reports_that_cannot_be(healthy_box: Sandbox, tmp_path: Path) -> None:
    ran = unjam("doctor", "--report", tmp_path / "page.docx", box=healthy_box)
    assert (ran.status, ran.out) == (2, "")
    ran = unjam("doctor", "--report", tmp_path / "none" / "page.html", box=healthy_box)
    assert (ran.status, ran.out) == (3, "")
    assert "could not be written" in ran.err


def test_a_bundle_is_private_and_judged_again_the_same(
    sandbox: SandboxFactory, tmp_path: Path
) -> None:
    box = sandbox(("Office", "Lab"), faults=("filter-missing@Office", "queue-rejecting@Lab"))
    path = tmp_path / "bundle.json"
    live = unjam("doctor", "--json", "--bundle", path, box=box)
    assert "Replaced everywhere" in live.err
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = unjam("doctor", "--offline", path, "--json")
    validator().validate(again.document)
    assert (again.status, sorted(again.ids)) == (live.status, sorted(live.ids))
    text = unjam("doctor", "--offline", path)
    assert "FILTER_MISSING" in text.out
    assert "--fix" not in text.out


def test_what_is_no_bundle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    for text in ("{}", "[1]", '{"unjam_bundle": 99}', "[" * 100_000, "\x00\xff", ""):
        path.write_text(text)
        with pytest.raises(WrongUsageError):
            judge_file(path)
    ran = unjam("doctor", "--offline", path)
    assert (ran.status, ran.out) == (2, "")


def test_output_goes_to_a_file_in_one_step(healthy_box: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "unjam.prom"
    path.write_text("old")
    ran = unjam("doctor", "--prometheus", "-o", path, box=healthy_box)
    assert (ran.status, ran.out) == (0, "")
    assert "unjam_verdict" in path.read_text()
    assert os.listdir(tmp_path) == ["unjam.prom"]  # noqa: PTH208 - names
    assert unjam("doctor", "-o", path, box=healthy_box).status == 2


def test_several_servers_in_one_call(sandbox: SandboxFactory, tmp_path: Path) -> None:
    healthy, broken, frozen = (
        sandbox(),
        sandbox(("Lab",), faults=("queue-stopped",)),
        sandbox(faults=("scheduler-frozen",)),
    )
    listed = tmp_path / "servers"
    listed.write_text(f"# all of them\n{healthy.server}\n\n{broken.server}  # lab\n")
    args = ("--servers", listed, "--server", "127.0.0.1:1")
    ran = unjam("doctor", "--json", *args)
    documents = json.loads(ran.out)
    for document in documents:
        validator().validate(document)
    found = {d["server"]: [f["id"] for f in d["findings"]] for d in documents}
    assert ran.status == 1
    assert found[healthy.server] == []
    assert found[broken.server] == ["QUEUE_STOPPED"]
    assert found["127.0.0.1:1"] == ["SCHEDULER_NOT_RUNNING"]
    text = unjam("doctor", *args, "--server", frozen.server).out.splitlines()
    assert {line.split()[1] for line in text[:4]} == {*found, frozen.server}
    assert "1 of 4" in text[-1]


def test_the_list_of_servers_is_read_once(
    healthy_box: Sandbox, sandbox: SandboxFactory, tmp_path: Path
) -> None:
    other, pipe = sandbox(), tmp_path / "pipe"
    os.mkfifo(pipe)
    lines = f"{healthy_box.server}\n{other.server}\n"
    writer = threading.Thread(target=pipe.write_text, args=(lines,), daemon=True)
    writer.start()
    documents = json.loads(unjam("doctor", "--json", "--servers", pipe).out)
    assert [document["server"] for document in documents] == [healthy_box.server, other.server]


def test_the_environments_files_are_those_of_none_of_several(
    healthy_box: Sandbox, sandbox: SandboxFactory
) -> None:
    names = ("--server", healthy_box.server, "--server", sandbox().server)
    ran = unjam("doctor", "--json", *names, box=healthy_box)
    assert len(ran.document) == 2
    assert str(healthy_box.cups_files) not in ran.out
    given = unjam("doctor", *names, "--cups-files", healthy_box.cups_files)
    assert (given.status, given.out) == (2, "")


SENSELESS = [
    ("--json", "--prometheus"),
    ("--server", "a", "--server", "b", "Office"),
    ("--server", "a", "--server", "b", "--fix"),
    ("--servers", os.devnull),
    ("--offline", __file__, "--fix"),
]


@pytest.mark.parametrize("args", SENSELESS, ids=" ".join)
def test_options_that_do_not_go_together(args: tuple[str, ...]) -> None:
    ran = unjam("doctor", *args)
    assert (ran.status, ran.out) == (2, "")
