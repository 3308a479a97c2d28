# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Every operation, on both faces, against a real cupsd."""

from __future__ import annotations

import asyncio
import inspect
import io
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tests.conditions import comes_true, eventually
from tests.conftest import SandboxFactory
from tests.cups.phases import Call, is_cancelled

from unjam.cups import AsyncConnection, Connection, errors
from unjam.cups.model import JobState, Operation, PrinterState, PrinterType
from unjam.sandbox import Sandbox

HELD = {"job-hold-until": "indefinite"}


class Face:
    """Either face, called alike."""

    def __init__(self, kind: type[Connection | AsyncConnection], server: str) -> None:
        self.connection = kind(server)
        self._loop = asyncio.new_event_loop()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self.connection, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            result = method(*args, **kwargs)
            if inspect.iscoroutine(result):
                return self._loop.run_until_complete(result)
            if inspect.isasyncgen(result):
                return self._loop.run_until_complete(_all(result))
            return result

        return call

    def end(self) -> None:
        self.close()
        self._loop.close()


async def _all(items: AsyncIterator[Any]) -> list[Any]:
    return [item async for item in items]


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox(("Office", "Lab")) as running:
        yield running


@pytest.fixture(params=[Connection, AsyncConnection], ids=["blocking", "asyncio"])
def cups(request: pytest.FixtureRequest, box: Sandbox) -> Iterator[Any]:
    face = Face(request.param, box.server)
    yield face
    face.end()


@pytest.fixture
def job(cups: Any) -> int:
    """A held job with a document on Office."""
    made: int = cups.create_job("Office", title="A job", options=HELD)
    cups.send_document("Office", made, b"Hello\n", format="text/plain", name="greeting")
    return made


def test_queues(cups: Any, box: Sandbox) -> None:
    found = cups.get_printers()
    assert sorted(found.column("printer-name")) == ["Lab", "Office"]
    assert cups.get_printers(limit=1).column("printer-name") == ["Lab"]
    assert cups.get_printers(first="Office", limit=1).column("printer-name") == ["Office"]
    names = cups.get_printers(requested_attributes=["printer-name"])
    assert dict(names[0]) == {"printer-name": "Lab"}
    none = cups.get_printers(queue_type=PrinterType.CLASS, queue_type_mask=PrinterType.CLASS)
    assert len(none) == 0
    assert cups.get_default() is None
    assert list(cups.get_classes()) == []


def test_a_queues_attributes(cups: Any, box: Sandbox) -> None:
    found = cups.get_printer_attributes("Office")
    assert found.printer_name == "Office"
    assert found.printer_state is PrinterState.IDLE
    assert found.printer_is_accepting_jobs is True
    assert Operation.PRINT_JOB in found.operations_supported
    assert isinstance(found.printer_state_reasons, list)
    few = cups.get_printer_attributes("Office", requested_attributes=["printer-info"])
    assert list(few) == ["printer-info"]
    with pytest.raises(errors.NotFound) as raised:
        cups.get_printer_attributes("nosuch")
    assert raised.value.operation == "Get-Printer-Attributes"
    assert "does not exist" in raised.value.message
    with pytest.raises(TypeError):
        cups.get_printer_attributes()


def test_names_that_urls_know_otherwise(cups: Any) -> None:
    name = "Büro-100%&x"
    cups.add_modify_printer(name, device_uri="file:///dev/null", enabled=True, accepting=True)
    assert cups.get_printer_attributes(name).printer_name == name
    cups.delete_printer(name)
    with pytest.raises(ValueError, match="name"):
        cups.pause_printer("")


def test_stopping_rejecting_holding(cups: Any) -> None:
    def now(name: str) -> Any:
        return cups.get_printer_attributes("Lab")[name]

    cups.pause_printer("Lab", message="out for lunch")
    assert now("printer-state") is PrinterState.STOPPED
    assert now("printer-state-message") == "out for lunch"
    cups.resume_printer("Lab")
    assert now("printer-state") is PrinterState.IDLE
    cups.reject_jobs("Lab", message="full")
    assert now("printer-is-accepting-jobs") is False
    with pytest.raises(errors.PrinterNotAccepting):
        cups.create_job("Lab", title="x")
    cups.accept_jobs("Lab")
    assert now("printer-is-accepting-jobs") is True
    cups.hold_new_jobs("Lab")
    assert "hold-new-jobs" in now("printer-state-reasons")
    cups.release_held_new_jobs("Lab")
    assert "hold-new-jobs" not in now("printer-state-reasons")


def test_making_and_deleting(cups: Any, box: Sandbox) -> None:
    ppd = cups.get_ppd("Office")
    assert ppd.startswith(b"*PPD-Adobe")
    cups.add_modify_printer(
        "New", device_uri="file:///dev/null", ppd=ppd, info="The info", location="Here",
        shared=False, enabled=True, accepting=True, error_policy="retry-job",
        attributes={"job-sheets-default": ["none", "none"], "printer-op-policy": "default"},
    )  # fmt: skip
    made = cups.get_printer_attributes("New")
    assert made.printer_info == "The info"
    assert made.printer_location == "Here"
    assert made.printer_is_shared is False
    assert made.printer_error_policy == "retry-job"
    assert made.device_uri == "file:///dev/null"
    assert cups.get_ppd("New").startswith(b"*PPD-Adobe")
    cups.set_default("New")
    assert cups.get_default().printer_name == "New"
    cups.add_modify_class("Both", ["Office", "New"])
    assert sorted(cups.get_classes()[0].member_names) == ["New", "Office"]
    cups.delete_class("Both")
    cups.delete_printer("New")
    with pytest.raises(errors.NotFound):
        cups.delete_printer("New")


def test_jobs(cups: Any, job: int) -> None:
    assert job in cups.get_jobs().column("job-id")
    mine = cups.get_jobs("Office", my_jobs=True, requested_attributes=["all"])
    found = next(record for record in mine if record.job_id == job)
    assert found.job_state is JobState.HELD
    assert found.job_name == "A job"
    assert cups.get_job_attributes(job).job_hold_until == "indefinite"
    assert cups.get_document(job) == b"Hello\n"
    cups.set_job_attributes(job, {"job-priority": 77})
    assert cups.get_job_attributes(job).job_priority == 77
    cups.move_job(job, "Lab")
    assert cups.get_job_attributes(job).job_printer_uri.endswith("/Lab")
    cups.cancel_job(job)
    assert cups.get_job_attributes(job).job_state is JobState.CANCELED
    assert cups.get_job_attributes(job).job_state.finished
    with pytest.raises(errors.NotPossible):
        cups.cancel_job(job)
    with pytest.raises(errors.NotFound):
        cups.get_job_attributes(999999)


def test_holding_and_releasing(cups: Any, job: int, box: Sandbox) -> None:
    cups.pause_printer("Office")
    cups.release_job(job)
    assert cups.get_job_attributes(job).job_state is JobState.PENDING
    cups.hold_job(job, until="no-hold")
    cups.hold_job(job)
    assert cups.get_job_attributes(job).job_state is JobState.HELD
    cups.cancel_jobs("Office", purge=True)
    assert len(cups.get_jobs("Office", which_jobs="all")) == 0
    cups.resume_printer("Office")


def test_a_test_page_comes_out(cups: Any, box: Sandbox) -> None:
    printer = box.printer_of("Lab")
    before = len(printer.pages())
    cups.print_test_page("Lab")
    assert printer.await_pages(before + 1)


def documents(tmp_path: Path) -> dict[str, Any]:
    path = tmp_path / "document.txt"
    path.write_bytes(b"x" * 200_000)
    return {
        "path": path,
        "string": str(path),
        "bytes": b"x" * 200_000,
        "memory": memoryview(bytearray(b"x" * 200_000)),
        "file": io.BytesIO(b"x" * 200_000),
        "iterator": (b"x" * 1000 for _ in range(200)),
        "list": [b"x" * 100_000, b"", b"x" * 100_000],
    }


@pytest.mark.parametrize("kind", ["path", "string", "bytes", "memory", "file", "iterator", "list"])
def test_documents_of_all_kinds(cups: Any, kind: str, tmp_path: Path) -> None:
    steps: list[tuple[int, int | None]] = []
    job = cups.print_job(
        "Office", documents(tmp_path)[kind], title=kind, options=HELD, format="text/plain",
        progress=lambda done, total: steps.append((done, total)),
    )  # fmt: skip
    assert cups.get_document(job) == b"x" * 200_000
    assert steps[-1][0] == 200_000
    assert steps == sorted(steps)
    known = kind in {"path", "string", "bytes", "memory"}
    assert steps[-1][1] == (200_000 if known else None)
    cups.cancel_job(job, purge=True)


async def test_an_asynchronous_iterator_is_printed(box: Sandbox) -> None:
    async def blocks() -> AsyncIterator[bytes]:
        for _ in range(5):
            await asyncio.sleep(0.001)
            yield b"y" * 1000

    async with AsyncConnection(box.server) as cups:
        job = await cups.print_job("Office", blocks(), title="t", options=HELD)
        assert await cups.get_document(job) == b"y" * 5000
        await cups.cancel_job(job, purge=True)


def test_what_a_document_raises_comes_out_unchanged(cups: Any) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x" * 10
        raise LookupError("the end is lost")

    with pytest.raises(LookupError, match="the end is lost"):
        cups.print_job("Office", broken(), title="t", options=HELD)
    with pytest.raises(FileNotFoundError):
        cups.print_job("Office", "/no/such/file", title="t")
    assert len(cups.get_printers()) == 2


def test_the_servers_files(cups: Any, box: Sandbox) -> None:
    log = cups.get_error_log()
    tail = cups.get_error_log(tail_bytes=1000)
    assert len(tail) <= 1000 < len(log)
    assert tail[:2] in {b"D ", b"d ", b"I ", b"E ", b"W ", b"N "}
    settings = cups.get_server_settings()
    assert settings["LogLevel"] == "debug"
    assert settings["_debug_logging"] == "1"
    with pytest.raises(errors.NotFound) as raised:
        cups.get_file("/no/such/file")
    assert raised.value.status is None


def test_subscriptions(cups: Any) -> None:
    subscription = cups.create_subscription("Office", events=["printer-stopped"], lease=60)
    assert len(cups.get_notifications(subscription)) == 0
    cups.pause_printer("Office")
    events = cups.get_notifications(subscription)
    assert events[0].notify_subscribed_event == "printer-stopped"
    last = events[-1].notify_sequence_number
    assert len(cups.get_notifications(subscription, after=last)) == 0
    cups.resume_printer("Office")
    cups.pause_printer("Office")
    assert len(cups.get_notifications(subscription, after=last)) > 0
    cups.resume_printer("Office")
    cups.renew_subscription(subscription, lease=120)
    cups.cancel_subscription(subscription)
    with pytest.raises(errors.NotFound):
        cups.get_notifications(subscription)


def test_a_device_is_asked_by_its_uri(box: Sandbox) -> None:
    uri = box.printers[0].uri
    with Connection(uri.split("/")[2]) as device:
        found = device.get_printer_attributes(uri=uri)
        assert found.printer_state is PrinterState.IDLE
        assert found.media_col_ready[0]["media-size"]["x-dimension"] > 0


def test_destinations(cups: Any) -> None:
    found = list(cups.iter_destinations(search_timeout=0.5))
    assert {each.name for each in found} >= {"Office", "Lab"}
    assert all("device-uri" in each.options for each in found)


def test_the_socket_and_the_port_say_the_same(box: Sandbox) -> None:
    with Connection(str(box.socket)) as local, Connection(box.server) as remote:
        names = [each.get_printers().column("printer-name") for each in (local, remote)]
    assert names[0] == names[1]


def test_one_connection_shared_by_threads(box: Sandbox) -> None:
    problems: list[BaseException] = []

    def use() -> None:
        try:
            for _ in range(20):
                assert len(shared.get_printers(requested_attributes=["printer-name"])) == 2
        except BaseException as error:  # noqa: BLE001 - looked at below
            problems.append(error)

    with Connection(box.server) as shared:
        threads = [threading.Thread(target=use) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not problems


# --- events, and servers that come and go ---------------------------------------------------------


def test_events_as_they_happen(box: Sandbox) -> None:
    with Connection(box.server) as cups, Connection(box.server) as operator:
        events = cups.events(
            "Lab",
            events=["printer-stopped"],
            poll=0.1,
            subscribed=lambda: operator.pause_printer("Lab"),
        )
        event = next(events)
        assert event.notify_subscribed_event == "printer-stopped"
        assert event.printer_name == "Lab"
        assert len(cups.get_printers()) == 2, "the connection is free between two looks"
        events.close()  # type: ignore[attr-defined]
        operator.resume_printer("Lab")


async def test_cancelling_an_iteration_ends_it(box: Sandbox) -> None:
    subscribed = threading.Event()

    async def listen(cups: AsyncConnection) -> None:
        async for _ in cups.events(
            "Office", events=["job-created"], poll=0.1, subscribed=subscribed.set
        ):
            pass

    async with AsyncConnection(box.server) as cups:
        task = asyncio.create_task(listen(cups))
        assert await comes_true(subscribed.is_set)
        assert await is_cancelled(task)
        assert len(await cups.get_printers()) == 2


def test_the_scheduler_killed_and_restarted(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))
    with Connection(box.server, timeout=5) as cups, Connection(str(box.socket)) as local:
        for _ in range(3):
            assert len(cups.get_printers()) == len(local.get_printers()) == 1
            box.scheduler.kill()
            with pytest.raises(errors.NetworkError):
                cups.get_printers()
            with pytest.raises(errors.NetworkError):
                local.get_printers()
            box.scheduler.start()
        assert len(cups.get_printers()) == len(local.get_printers()) == 1


def test_a_frozen_scheduler_ends_at_the_deadline(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))
    with Connection(box.server) as cups:
        cups.get_printers()
        box.scheduler.freeze()
        with pytest.raises(errors.DeadlineExceeded):
            Call(lambda: cups.get_printers(timeout=0.5)).result()
        box.scheduler.thaw()
        assert len(cups.get_printers()) == 1


def test_events_survive_a_server_that_forgot_them(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))
    with Connection(box.server) as cups, Connection(box.server) as operator:

        def stop() -> None:
            operator.resume_printer("Office")
            operator.pause_printer("Office")

        events = cups.events(events=["printer-stopped"], poll=0.05, subscribed=stop)
        assert next(events).notify_subscribed_event == "printer-stopped"
        box.scheduler.stop()
        kept = list((box.base / "root").glob("subscriptions.conf*"))
        assert kept
        for file in kept:  # the one before the last is its reserve
            file.unlink()
        box.scheduler.start()
        assert next(events).notify_subscribed_event == "printer-stopped"


def test_server_settings_are_changed_and_take_effect(sandbox: SandboxFactory) -> None:
    box = sandbox(("Office",))
    with Connection(box.server) as cups:
        cups.set_server_settings({"MaxJobs": "7", "_debug_logging": "0"})
        found: dict[str, str] = {}

        def is_back() -> bool:
            with suppress(errors.NetworkError):
                found.update(cups.get_server_settings())
            return bool(found)

        assert eventually(is_back)
        assert found["MaxJobs"] == "7"
        assert found["LogLevel"] == "warn"
        with pytest.raises(ValueError, match="one line"):
            cups.set_server_settings({"MaxJobs": "1\nUser root"})
        with pytest.raises(ValueError, match="no directive"):
            cups.set_server_settings({"_remote_admin": "1"})
