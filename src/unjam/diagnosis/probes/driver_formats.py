# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Asking which kinds of documents each queue can print: one request for all queues."""

from __future__ import annotations

from unjam.diagnosis.declare import probe
from unjam.diagnosis.env import Env
from unjam.diagnosis.facts.base import Wanted
from unjam.diagnosis.facts.driver import QueueFormats
from unjam.diagnosis.facts.queue import Queues
from unjam.diagnosis.model import queue_scope
from unjam.diagnosis.reading.attributes import text, texts
from unjam.diagnosis.wording import N_

ASKED = ("printer-name", "document-format-supported")


@probe(title=N_("Asking what the printers can print"), deadline=10.0)
async def queue_formats(env: Env, queues: Queues, wanted: Wanted) -> list[QueueFormats] | None:
    """List document-format-supported of all queues that are looked at; classes have none of it."""
    names = {n for n in queues.names if wanted.includes(n)} - set(queues.classes)
    if not names:
        return None
    async with env.connect() as connection:
        records = await connection.get_printers(requested_attributes=ASKED)
    return [
        QueueFormats(queue_scope(text(r, "printer-name")), texts(r, "document-format-supported"))
        for r in records
        if text(r, "printer-name") in names
    ]
