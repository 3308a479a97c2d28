# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""When a command cannot do its work: what happened, to whom, what to do; never a traceback."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from unjam.cli.status import Status
from unjam.cli.words import N_, _

MOST_NAMES = 12


class CommandError(Exception):
    """A failure that is the end of a command, with the next step for the person."""

    def __init__(self, what: str, hint: str = "", status: int = Status.INCOMPLETE) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.status = status


class WrongUsageError(CommandError):
    """The command line itself names something that is not there or cannot be."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what, hint, Status.USAGE)


@dataclass(frozen=True, slots=True)
class Failure:
    """What is printed, and the exit status."""

    what: str
    hint: str
    status: int


def explain(problem: Exception) -> Failure | None:
    """Return what to say about `problem`; None for what nobody foresaw."""
    from unjam.cli.running import Interrupted

    if isinstance(problem, CommandError):
        return Failure(problem.what, problem.hint, problem.status)
    if isinstance(problem, Interrupted):
        return Failure(_("Stopped."), "", problem.status)
    return _of_actions(problem) or _of_cups(problem) or _of_sandbox(problem) or _of_system(problem)


def _of_actions(problem: Exception) -> Failure | None:
    """Return what a change that was not made says, and how to make it by hand."""
    from unjam.actions import ActionError

    if not isinstance(problem, ActionError):
        return None
    command = getattr(problem, "command", ())
    hint = _("By hand: {command}").format(command=shlex.join(command)) if command else ""
    return Failure(str(problem), hint, Status.INCOMPLETE)


def _of_cups(problem: Exception) -> Failure | None:
    """Return what the binding reports."""
    from unjam.cups import errors

    if not isinstance(problem, errors.CupsError):
        return None
    if isinstance(problem, errors.Cancelled):
        return Failure(_("Stopped."), "", Status.CANCELLED)
    unheard_of = isinstance(problem, errors.InvalidServer | errors.NotFound)
    status = Status.USAGE if unheard_of else Status.INCOMPLETE
    return Failure(problem.message or str(problem), _next_step(problem), status)


def _of_sandbox(problem: Exception) -> Failure | None:
    """Return why a private print server could not be made, or not be used."""
    from unjam.sandbox import SandboxError

    if not isinstance(problem, SandboxError):
        return None
    text = _("The sandbox failed: {why}").format(why=problem)
    return Failure(text, "", Status.INCOMPLETE)


def _of_system(problem: Exception) -> Failure | None:
    """Return what the operating system refused: a full disk, a directory that is gone."""
    if not isinstance(problem, OSError):
        return None
    what = problem.strerror or str(problem) or type(problem).__name__
    place = f"{problem.filename}: " if problem.filename else ""
    return Failure(place + what, "", Status.INCOMPLETE)


def _next_step(problem: Exception) -> str:
    """Return the sentence that tells a person how to go on, by the kind of error."""
    return next((_(hint) for kind, hint in _hints() if isinstance(problem, kind)), "")


def _hints() -> list[tuple[type[Exception], str]]:
    """From the special to the general."""
    from unjam.cups import errors

    return [
        (errors.InvalidServer, N_("Write it as HOST, HOST:PORT or the path of a socket.")),
        (errors.NameNotResolved, N_("Check the spelling of the server's name.")),
        (errors.SocketMissing, N_('The print server does not run: try "unjam doctor".')),
        (errors.Refused, N_('"unjam doctor" finds out why.')),
        (errors.NetworkError, N_('Check the network, or try "unjam doctor".')),
        (errors.DeadlineExceeded, N_('The server is slow or hangs: try "unjam doctor".')),
        (errors.ProtocolError, N_("What answers there is no print server: check the port.")),
        (errors.OperationNotSupported, N_("Perhaps it is no print server: check the port.")),
        (errors.CertificateError, N_("Compare the fingerprint with the server's before trusting.")),
        (errors.AuthenticationCancelled, N_("Nothing was changed.")),
        (errors.CredentialsError, N_("Ask the administrator of the print server.")),
        (errors.NotFound, N_('"unjam printers" and "unjam jobs" list what there is.')),
    ]


def show(failure: Failure) -> None:
    """Print a failure on standard error."""
    from rich.text import Text

    from unjam.cli.render import errors, prose

    target = errors()
    prose(target, Text("unjam: ", style="bold red"), failure.what, hang=7)
    if failure.hint:
        prose(target, failure.hint, indent=7)


def unknown_queues(missing: Sequence[str], known: Iterable[str], server: str) -> None:
    """Refuse the names that are missing, and say which there are. Raises `WrongUsageError`."""
    if not missing:
        return
    names = sorted(known, key=str.casefold)
    listed = ", ".join(names[:MOST_NAMES]) + ("…" if len(names) > MOST_NAMES else "")
    message = _("There is no queue {name} on {server}.")
    hint = _("There are: {names}.").format(names=listed) if listed else ""
    raise WrongUsageError(message.format(name=", ".join(missing), server=server), hint)
