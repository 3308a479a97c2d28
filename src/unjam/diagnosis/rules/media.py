# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The paper that a queue asks for, against what lies in its printer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from unjam.diagnosis.declare import rule
from unjam.diagnosis.facts.device import DeviceState, LoadedMedia
from unjam.diagnosis.facts.person import Locale
from unjam.diagnosis.facts.queue import QueueState
from unjam.diagnosis.facts.wishes import MediaWish
from unjam.diagnosis.messages import media as messages
from unjam.diagnosis.model import Evidence, Finding, Severity
from unjam.diagnosis.remedies import Instruction, Remedy, SetQueueDefault
from unjam.diagnosis.rules.queue_state import printer_said
from unjam.diagnosis.wording import _, finding

_SIZE = re.compile(r"_([0-9.]+)x([0-9.]+)(mm|in)")
_HUNDREDTHS = {"mm": 100.0, "in": 2540.0}
TOLERANCE = 100
"""Hundredths of millimetres by which two names of one size may differ."""
AUTOMATIC = frozenset({"", "auto"})

Size = tuple[int, int]


@rule("MEDIA_MISMATCH")
def media_mismatch(queue: QueueState, device: DeviceState) -> Finding | None:
    """Find that what the queue asks for by default is not in the printer."""
    if is_another_queue(device.uri):
        return None
    wanted = size_of(queue.media_default)
    ready = [name for name in device.media_ready if size_of(name)]
    if wanted is None or not ready or any(same(wanted, size_of(name)) for name in ready):
        return None
    return finding(
        "MEDIA_MISMATCH",
        Severity.WARNING,
        queue.scope[0],
        messages.MEDIA_MISMATCH,
        evidence=(
            printer_said("media-default", queue.media_default),
            Evidence(device.uri, "media-ready", ", ".join(device.media_ready)),
        ),
        remedies=(
            *_ask_for_loaded(queue, ready),
            Instruction(_(messages.LOAD_PAPER).format(default=people_say(queue.media_default))),
        ),
        queue=queue.name,
        default=people_say(queue.media_default),
        ready=", ".join(map(people_say, ready)),
    )


def _ask_for_loaded(queue: QueueState, ready: Sequence[str]) -> tuple[Remedy, ...]:
    """Let the queue ask for what is loaded: for an ordinary sheet, never for an envelope."""
    sheets = [name for name in ready if name in messages.SIZES]
    asked_for_sheets = any(same(size_of(queue.media_default), size_of(s)) for s in messages.SIZES)
    if not sheets or not asked_for_sheets:
        return ()
    return (SetQueueDefault(queue.name, "media-default", sheets[0]),)


@rule("MEDIA_NOT_USUAL_HERE")
def media_not_usual_here(
    queue: QueueState, locale: Locale, device: DeviceState | None
) -> Finding | None:
    """Find a default paper of the other side of the ocean: a hint, unless it is in the printer."""
    loaded = bool(device and device.media_ready)
    usual = {"iso_a4_210x297mm", "na_letter_8.5x11in"}
    if loaded or queue.media_default == locale.paper or queue.media_default not in usual:
        return None
    return finding(
        "MEDIA_NOT_USUAL_HERE",
        Severity.INFO,
        queue.scope[0],
        messages.LOCALE_MISMATCH,
        evidence=(
            printer_said("media-default", queue.media_default),
            Evidence("environment", locale.variable, locale.value),
        ),
        remedies=(SetQueueDefault(queue.name, "media-default", locale.paper),),
        queue=queue.name,
        default=people_say(queue.media_default),
        usual=people_say(locale.paper),
        variable=locale.variable,
        value=locale.value,
    )


@rule("WRONG_TRAY", supersedes=("MEDIA_MISMATCH",))
def wrong_tray(wish: MediaWish, device: DeviceState) -> Finding | None:
    """Find that a source is asked for in which another size lies than in one beside it."""
    wanted, source = size_of(wish.media), plain(wish.source)
    if wanted is None or source in AUTOMATIC or is_another_queue(device.uri):
        return None
    asked = [m for m in device.media_col_ready if plain(m.source) == source and m.width]
    fitting = [m for m in device.media_col_ready if same(wanted, _size(m))]
    if not asked or not fitting or any(media in fitting for media in asked):
        return None
    return finding(
        "WRONG_TRAY",
        Severity.WARNING,
        wish.scope[-1],
        messages.WRONG_TRAY,
        evidence=(
            Evidence("IPP", "media, media-source", f"{wish.media}, {wish.source}"),
            Evidence(device.uri, "media-col-ready", f"{_tray(asked[0])}; {_tray(fitting[0])}"),
        ),
        remedies=(_other_tray(wish, fitting[0]),),
        queue=wish.queue,
        default=people_say(wish.media),
        source=wish.source,
        loaded=_sheet(asked[0]),
        other=fitting[0].source,
    )


def is_another_queue(uri: str) -> bool:
    """Tell whether the device is a queue of another CUPS, whose idea of its paper is a guess."""
    return "/printers/" in uri or "/classes/" in uri


def plain(source: str) -> str:
    """Return a source's name without dress: a PPD's ByPassTray is IPP's by-pass-tray."""
    return "".join(c for c in source.lower() if c.isalnum())


def _other_tray(wish: MediaWish, tray: LoadedMedia) -> Instruction:
    """Say where to choose the tray: the driver's own words for it are not IPP's."""
    text = messages.CHOOSE_TRAY if len(wish.scope) > 1 else messages.SET_TRAY
    return Instruction(_(text).format(other=tray.source, queue=wish.queue))


def size_of(name: str) -> Size | None:
    """Return the size in hundredths of millimetres that a PWG 5101.1 name ends in."""
    match = _SIZE.search(name)
    if match is None:
        return None
    factor = _HUNDREDTHS[match[3]]
    return round(float(match[1]) * factor), round(float(match[2]) * factor)


def same(one: Size | None, other: Size | None) -> bool:
    """Tell whether two sizes are the same sheet."""
    if one is None or other is None:
        return False
    return all(abs(a - b) <= TOLERANCE for a, b in zip(one, other, strict=True))


def people_say(name: str) -> str:
    """Return a size as people call it."""
    return messages.SIZES.get(name, name)


def _sheet(media: LoadedMedia) -> str:
    return f"{media.width / 100:g} x {media.length / 100:g} mm"


def _tray(media: LoadedMedia) -> str:
    return f"{media.source}: {_sheet(media)}"


def _size(media: LoadedMedia) -> Size:
    return media.width, media.length
