# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""A bundle: all facts of a diagnosis, and what an expert would ask for next, fit to be shown.

It is judged again, later and elsewhere, with the same findings. Everything in it went through the
redactor; nobody sees it who has not been shown it first. A bundle is one JSON document.
"""

from __future__ import annotations

import json
import platform
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unjam import __version__
from unjam.diagnosis.engine import conclude
from unjam.diagnosis.facts.codec import from_json, to_json
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.facts.server import CupsFiles, CupsVersion
from unjam.diagnosis.facts.store import Facts
from unjam.diagnosis.model import Diagnosis
from unjam.diagnosis.redact import Redactor
from unjam.diagnosis.wording import N_, _

if TYPE_CHECKING:
    from unjam.diagnosis.env import Env

FORMAT = 1
LOG_EXCERPT = 128 * 1024
"""Bytes of the log's end that are put in."""
PPD_LIMIT = 512 * 1024
MOST_QUEUES = 20
"""Queues whose attributes and PPDs are put in."""

NOT_A_BUNDLE = N_("This is no bundle of Unjam: {why}")
NOT_HAD = N_("(could not be had: {why})")


class BundleError(ValueError):
    """A file that is no bundle, or one of a version that this program does not know."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A diagnosis to take along. `texts` are by name; `replaced` counts what was hidden."""

    server: str
    created: str
    facts: Facts
    texts: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    replaced: Mapping[str, int] = field(default_factory=dict)

    def judge(self) -> Diagnosis:
        """Judge the facts again."""
        return conclude(self.server, self.facts)

    def to_text(self) -> str:
        """Return the JSON document, indented: a person is to read it before it is sent."""
        document = {
            "unjam_bundle": FORMAT,
            "server": self.server,
            "created": self.created,
            "versions": dict(self.versions),
            "replaced": dict(self.replaced),
            "findings": [f.id for f in self.judge().findings],
            "facts": to_json(self.facts),
            "texts": dict(self.texts),
        }
        return json.dumps(document, indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_text(cls, text: str) -> Bundle:
        """Read a document. Raises BundleError."""
        try:
            document = json.loads(text)
            if document["unjam_bundle"] != FORMAT:
                raise BundleError(_(NOT_A_BUNDLE).format(why=document["unjam_bundle"]))
            return cls(
                str(document["server"]),
                str(document["created"]),
                from_json(document["facts"]),
                _strings(document.get("texts", {})),
                _strings(document.get("versions", {})),
                {str(k): int(v) for k, v in document.get("replaced", {}).items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BundleError(_(NOT_A_BUNDLE).format(why=error)) from error


async def make_bundle(env: Env, facts: Facts) -> Bundle:
    """Collect what belongs to these facts, and hide what identifies a person or opens a door."""
    texts = await _collect(env, facts)
    redactor = redactor_of(env)
    redactor.learn_facts(facts)
    for text in texts.values():
        redactor.learn_text(text)
    return Bundle(
        redactor.value(env.server, "server"),
        env.now().isoformat(timespec="seconds"),
        redactor.facts(facts),
        {redactor.text(name): redactor.text(text) for name, text in texts.items()},
        await _versions(env, facts),
        redactor.replaced,
    )


def redactor_of(*envs: Env) -> Redactor:
    """Return a redactor that knows who looks, and from which computer."""
    redactor = Redactor()
    redactor.learn("host", socket.gethostname(), socket.gethostname().partition(".")[0])
    for env in envs:
        redactor.learn("server", env.server)
        redactor.learn("user", env.user)
        if env.home:
            redactor.learn("user", env.home.name)
    return redactor


async def _collect(env: Env, facts: Facts) -> dict[str, str]:
    """Read log and configuration, and ask each queue for its attributes and its PPD."""
    texts: dict[str, str] = {}
    for files in facts.of(CupsFiles):
        for path in (files.cupsd_conf, files.cups_files_conf):
            texts[Path(path).name] = await _had(partial(env.read_file, path))
        if files.error_log:
            read = partial(env.read_file, files.error_log, limit=LOG_EXCERPT, tail=True)
            texts["error_log"] = await _had(read)
    for queue in facts.of(QueueState)[:MOST_QUEUES]:
        texts[f"attributes of {queue.name}"] = await _attributes(env, queue.name)
        if not queue.is_class:  # which has none; and cupsd 2.4.2 crashes when an empty one is asked
            texts[f"PPD of {queue.name}"] = await _ppd(env, queue.name)
    return texts


async def _attributes(env: Env, queue: str) -> str:
    async def ask() -> bytes:
        async with env.connect() as connection:
            record = await connection.get_printer_attributes(queue)
        return "\n".join(f"{name}: {value!s}" for name, value in record.items()).encode()

    return await _had(ask)


async def _ppd(env: Env, queue: str) -> str:
    async def ask() -> bytes:
        async with env.connect() as connection:
            return (await connection.get_ppd(queue))[:PPD_LIMIT]

    return await _had(ask)


async def _had(ask: Callable[[], Any]) -> str:
    """Return the text, or the reason for there being none: a bundle is never refused for it."""
    try:
        data: bytes = await ask()
    except Exception as error:  # noqa: BLE001 - it becomes part of the report
        return _(NOT_HAD).format(why=str(error) or type(error).__name__)
    return data.decode(errors="replace")


async def _versions(env: Env, facts: Facts) -> dict[str, str]:
    release = await _had(partial(env.read_file, "/etc/os-release", limit=8192))
    names = [line.partition("=")[2].strip('"') for line in release.splitlines()]
    pretty = [n for n, line in zip(names, release.splitlines(), strict=True) if "PRETTY" in line]
    versions = {"unjam": __version__, "python": platform.python_version()}
    versions["kernel"] = platform.release()
    versions |= {"system": pretty[0]} if pretty else {}
    for version in facts.of(CupsVersion):
        versions |= {"cups": version.version, "package": version.package}
    return versions


def _strings(value: Mapping[str, object]) -> dict[str, str]:
    return {str(key): str(text) for key, text in value.items()}
