# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The GObject faces of printers, jobs, devices and checks, for lists and templates to bind to."""

from __future__ import annotations

from gi.repository import GObject

from unjam.app import status
from unjam.app.i18n import _
from unjam.app.status import Level
from unjam.app.store.keyed import Item
from unjam.app.store.values import Device, Job, Printer


class PrinterItem(Item[Printer]):
    """A queue in a list."""

    __gtype_name__ = "UnjamPrinterItem"
    shown = ("name", "title", "subtitle", "level", "attention", "waiting")

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def name(self) -> str:
        """The queue's name, which actions take."""
        return self.value.name

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def title(self) -> str:
        """What people call it."""
        return self.value.info or self.value.name

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def subtitle(self) -> str:
        """Its state in words, and where it stands."""
        default = _("Default") if self.value.is_default else ""
        parts = [status.printer_words(self.value), default, self.value.location]
        return " · ".join(part for part in parts if part)

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def level(self) -> str:
        """Its state at a glance."""
        return status.printer_level(self.value)

    @GObject.Property(type=bool, default=False, flags=GObject.ParamFlags.READABLE)
    def attention(self) -> bool:
        """Whether somebody should look after it."""
        return status.needs_attention(self.value)

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def waiting(self) -> str:
        """How many documents wait, in words; empty for none."""
        return status.waiting_words(self.value.jobs)


class JobItem(Item[Job]):
    """A job in a list."""

    __gtype_name__ = "UnjamJobItem"
    shown = ("title", "subtitle", "level", "state", "busy")
    _asked = ""

    def ask(self, words: str) -> None:
        """Say that this is being done with it, in words ("Cancelling…"); nothing, in none."""
        if words != self._asked:
            self._asked = words
            self.refresh()

    @GObject.Property(type=bool, default=False, flags=GObject.ParamFlags.READABLE)
    def busy(self) -> bool:
        """Whether something is being done with it that has no answer yet."""
        return bool(self._asked)

    @GObject.Property(type=int, default=0, flags=GObject.ParamFlags.READABLE)
    def number(self) -> int:
        """Its job-id."""
        return self.value.id

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def title(self) -> str:
        """The document's name."""
        return self.value.title or _("Untitled document")

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def state(self) -> str:
        """Its state in words, or what is being done with it."""
        return self._asked or status.job_words(self.value)

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def subtitle(self) -> str:
        """Its state, its printer, whose it is and since when."""
        job = self.value
        when = status.since_words(job.created) if job.created else ""
        parts = [self.state, job.queue, job.user, when, f"#{job.id}"]
        return " · ".join(part for part in parts if part)

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def level(self) -> str:
        """Its state at a glance."""
        return Level.BUSY if self._asked else status.job_level(self.value)


class DeviceItem(Item[Device]):
    """A device that a search found."""

    __gtype_name__ = "UnjamDeviceItem"
    shown = ("title", "subtitle")

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def title(self) -> str:
        """What it calls itself."""
        return self.value.info or self.value.model or self.value.uri

    @GObject.Property(type=str, flags=GObject.ParamFlags.READABLE)
    def subtitle(self) -> str:
        """How it would be reached."""
        how = _("No driver needed") if self.value.driverless else _("May need a driver")
        where = _("On the network") if self.value.device_class == "network" else _("Plugged in")
        return " · ".join(part for part in (how, where, self.value.location) if part)
