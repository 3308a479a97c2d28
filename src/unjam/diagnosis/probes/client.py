# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The person's own settings: server, default printer, saved options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from unjam.cups import AsyncConnection
from unjam.cups.errors import NotFound
from unjam.diagnosis.declare import Unavailable, probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.client import (
    ClientDefaults,
    ClientOptions,
    ClientServer,
    DefaultSetting,
    Destinations,
    SavedChoice,
    SavedChoices,
    SavedOptions,
)
from unjam.diagnosis.facts.queue import Queues, QueueState
from unjam.diagnosis.facts.server import Attempt, CupsFiles, ServerReach
from unjam.diagnosis.reading.attributes import Attributes, values
from unjam.diagnosis.reading.listeners import describes, own_address
from unjam.diagnosis.reading.lpoptions import Line, read_lpoptions
from unjam.diagnosis.reading.ppd_choices import choices_of
from unjam.diagnosis.reading.server_address import (
    DEFAULT_SOCKETS,
    ServerAddress,
)
from unjam.diagnosis.wording import N_, _

NOT_LISTED = N_(
    "The program that lists all printers, those on the network too (lpstat), is not installed or "
    "did not list them."
)
OPEN_ENDED = frozenset({"media", "media-col", "copies", "number-up", "page-ranges", "job-priority"})
"""Options that take more values than are listed: custom sizes, ranges."""
VARIABLES = ("LPDEST", "PRINTER")
"""In the order in which libcups asks (dest.c, cups_get_default); "lp" is ignored there."""


@probe(title=N_("Reading which print server your programs use"))
async def client_server(
    env: Env, reach: ServerReach, files: CupsFiles | None
) -> ClientServer | None:
    """Tell who chose the server; nothing where it was the person who asks, or nobody."""
    setting = env.server_setting
    if setting is None:
        return None
    own = None if reach.answers else await _own_server(env, files)
    attempt = None
    if own:
        connected = await env.tcp_connect(own.path or own.host, own.port)
        attempt = Attempt(connected.target, connected.error, connected.text, connected.seconds)
    return ClientServer((), setting.value, setting.source, setting.line, attempt)


async def _own_server(env: Env, files: CupsFiles | None) -> ServerAddress | None:
    """Return where this machine's own server listens, unless that is the address in question."""
    if files is None:
        return ServerAddress.parse(DEFAULT_SOCKETS[0])
    found = await env.stat(files.cupsd_conf)
    text = (await env.read_file(files.cupsd_conf)).decode(errors="replace") if found else ""
    if describes(text, ServerAddress.parse(env.server)):
        return None
    return own_address(text)


@probe(title=N_("Reading your default printer"))
async def client_defaults(env: Env, queues: Queues) -> ClientDefaults:
    """Collect the defaults; one that is not in the list of queues is asked for by name."""
    settings = [DefaultSetting(_queue(env.environ[v]), v) for v in VARIABLES if _chosen(env, v)]
    for path, lines in await _lpoptions(env):
        settings += [DefaultSetting(line.queue, path) for line in lines if line.is_default][-1:]
    known = {name.lower() for name in queues.names}
    stray = [setting for setting in settings if setting.queue.lower() not in known]
    hidden = [name for name in dict.fromkeys(s.queue for s in stray) if await _exists(env, name)]
    return ClientDefaults((), tuple(settings), tuple(hidden))


@probe(title=N_("Looking for your default printer on the network"), deadline=10.0)
async def destinations(env: Env, defaults: ClientDefaults, queues: Queues) -> Destinations | None:
    """Have libcups list all destinations, where the default that counts names no queue.

    Its program has no error for a search in vain: one that does not even name the queues did not
    work.
    """
    known = {name.lower() for name in (*queues.names, *defaults.unlisted)}
    setting = next(iter(defaults.settings), None)
    if setting is None or setting.queue.lower() in known:
        return None
    try:
        listed = await env.run(["lpstat", "-h", env.server, "-e"], timeout=8.0)
    except (FileNotFoundError, TimeoutError):
        raise Unavailable(_(NOT_LISTED)) from None
    names = tuple(listed.stdout.split())
    if listed.returncode or (queues.names and not set(names) & set(queues.names)):
        raise Unavailable(_(NOT_LISTED), foreseen=False)
    return Destinations((), names)


@probe(title=N_("Reading your saved printing options"))
async def client_options(env: Env) -> ClientOptions:
    """Read what lpoptions files set."""
    saved = [
        SavedOptions(path, line.queue, line.instance, line.options)
        for path, lines in await _lpoptions(env)
        for line in lines
        if line.options
    ]
    return ClientOptions((), tuple(saved))


@probe(title=N_("Comparing your saved options with the printer"))
async def saved_choices(env: Env, queue: QueueState, options: ClientOptions) -> SavedChoices | None:
    """Ask the queue what it offers, where the person saved options for it."""
    saved = [entry for entry in options.saved if entry.queue.lower() == queue.name.lower()]
    if not saved:
        return None
    async with env.connect() as connection:
        offered = await connection.get_printer_attributes(queue.name)
        bare = queue.raw or queue.is_class  # cupsd 2.4.2 crashes on asking an empty class for a PPD
        ppd = {} if bare else await _ppd_choices(connection, queue.name)
    choices = [
        SavedChoice(
            entry.path,
            _destination(entry),
            name,
            value,
            ppd.get(name.lower()) or _supported(offered, name),
        )
        for entry in saved
        for name, value in entry.options
    ]
    return SavedChoices(queue.scope, tuple(choices))


def _destination(entry: SavedOptions) -> str:
    return f"{entry.queue}/{entry.instance}" if entry.instance else entry.queue


def _supported(offered: Attributes, option: str) -> tuple[str, ...]:
    """Return the values on offer; nothing for options whose values are not a plain list."""
    return () if option in OPEN_ENDED else values(offered, f"{option}-supported")


async def _ppd_choices(connection: AsyncConnection, queue: str) -> Mapping[str, tuple[str, ...]]:
    try:
        content = await connection.get_ppd(queue)
    except NotFound:
        return {}
    return choices_of(content.decode(errors="replace"))


async def _lpoptions(env: Env) -> Sequence[tuple[str, list[Line]]]:
    """Read both files, the person's own first."""
    root = env.environ.get("CUPS_SERVERROOT") or "/etc/cups"
    paths = [str(env.home / ".cups/lpoptions")] if env.home else []
    found = []
    for path in [*paths, f"{root}/lpoptions"]:
        if await env.stat(path):
            text = (await env.read_file(path)).decode(errors="replace")
            found.append((path, list(read_lpoptions(text))))
    return found


async def _exists(env: Env, queue: str) -> bool:
    """Ask for a queue by its name: the list leaves out those that this person may not use."""
    try:
        async with env.connect() as connection:
            await connection.get_printer_attributes(queue, requested_attributes=["printer-name"])
    except NotFound:
        return False
    return True


def _chosen(env: Env, variable: str) -> bool:
    return env.environ.get(variable, "lp") not in ("", "lp")


def _queue(value: str) -> str:
    return value.partition("/")[0]
