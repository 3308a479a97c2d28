# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a queue is made of: its address, driver, policy, defaults and sharing."""

from __future__ import annotations

from unjam.actions.action import Action, Registry, look, text
from unjam.actions.drivers import DRIVERLESS, driver_of, driverless_made, nickname
from unjam.actions.errors import NotPossibleHere, Overtaken, ServiceFailed
from unjam.actions.model import Check, Preview
from unjam.actions.words import N_, _
from unjam.actions.world import World
from unjam.cups.errors import CupsError, NotFound
from unjam.cups.model import OutOfBand
from unjam.diagnosis.messages.media import SIZES
from unjam.diagnosis.remedies import (
    CreateQueue,
    DeleteQueue,
    Remedy,
    RepointQueue,
    RepointToOther,
    RestorePpd,
    SetErrorPolicy,
    SetQueueDefault,
    ShareQueue,
    UseDriverless,
)

ASK = "Get-Printer-Attributes"
IPP_SCHEMES = ("ipp:", "ipps:", "http:", "https:", "dnssd:", "mdns:")


async def _attribute(queue: str, name: str, world: World) -> object:
    return (await world.queue(queue, name)).get(name)


async def _uri(queue: str, world: World) -> str:
    return text(await _attribute(queue, "device-uri", world))


def _bare(uri: str) -> str:
    """Return the address without a password, which CUPS does not give back."""
    scheme, colon, rest = uri.partition("://")
    authority, slash, path = rest.partition("/")
    return scheme + colon + authority.rpartition("@")[2] + slash + path


def hides_password(uri: str) -> bool:
    """Whether an address, as CUPS tells it, may lack the user name and password that it has."""
    return "@" in uri or uri.startswith("smb:")


class Repoint(Action[RepointQueue]):
    """Another device-uri; undone by the old one, unless it held a password that CUPS hides."""

    def preview(self, remedy: RepointQueue) -> Preview:
        shown = _bare(remedy.device_uri)
        said = Preview(
            _("Give {queue} the address {uri}"),
            _("{queue} has the address {uri}"),
            (_("Waiting documents go to the new address."), *self.warnings()),
            ("lpadmin", "-p", remedy.queue, "-v", shown),
        )
        return said.about(queue=remedy.queue, uri=shown)

    @staticmethod
    def warnings() -> tuple[str, ...]:
        """Return what else a person has to know."""
        return ()

    async def apply(self, remedy: RepointQueue, world: World) -> Remedy | None:
        before = await _uri(remedy.queue, world)
        purpose = self.preview(remedy).summary
        await world.change(
            purpose, lambda to: to.add_modify_printer(remedy.queue, device_uri=remedy.device_uri)
        )
        whole = before and not hides_password(before)
        return RepointQueue(remedy.queue, before) if whole else None

    async def check(self, remedy: RepointQueue, world: World) -> Check:
        uri = await _uri(remedy.queue, world)
        evidence = look(ASK, f"device-uri of {remedy.queue}", uri)
        return Check(_bare(uri) == _bare(remedy.device_uri), (evidence,))


class RepointOther(Repoint):
    """The same, for an address that may be another machine's."""

    @staticmethod
    def warnings() -> tuple[str, ...]:
        """Return what only the person can tell."""
        return (_("Agree only if you know that this is the same printer."),)


class Driverless(Action[UseDriverless]):
    """The model `everywhere`; undone by the PPD that was there.

    cupsd 2.4 makes the PPD in the background, and meanwhile stores what it knows of the former one
    as if it were of this: it goes on with the former filters and formats, even after a restart. So
    the PPD that was made is handed back to it, which makes it read that anew.
    """

    def preview(self, remedy: UseDriverless) -> Preview:
        uri = ("-v", _bare(remedy.device_uri)) if remedy.device_uri else ()
        said = Preview(
            _("Let {queue} print without its maker's driver (IPP Everywhere)"),
            _("{queue} prints without its maker's driver (IPP Everywhere)"),
            (_("The printer says itself what it can do; its usual settings are reset."),),
            ("lpadmin", "-p", remedy.queue, *uri, "-m", "everywhere"),
        )
        return said.about(queue=remedy.queue)

    async def apply(self, remedy: UseDriverless, world: World) -> Remedy | None:
        before = await _uri(remedy.queue, world)
        uri = remedy.device_uri or before
        if not uri.startswith(IPP_SCHEMES):
            message = _(
                "The queue {queue} does not use the printing protocol IPP, so its printer cannot "
                "be asked what it can do."
            )
            raise NotPossibleHere(message.format(queue=remedy.queue))
        former = await self._former(remedy.queue, world)
        purpose = self.preview(remedy).summary
        await world.change(
            purpose,
            lambda to: to.add_modify_printer(remedy.queue, device_uri=uri, ppd_name="everywhere"),
        )
        made = await driverless_made(remedy.queue, former or b"", world)
        if not made:
            await self._point_back(remedy, before, uri, world)
            message = _("The printer did not say what it can do, so {queue} keeps its driver.")
            raise ServiceFailed(message.format(queue=remedy.queue))
        await world.change(purpose, lambda to: to.add_modify_printer(remedy.queue, ppd=made))
        return RestorePpd(remedy.queue, before, former) if former else None

    @staticmethod
    async def _former(queue: str, world: World) -> bytes | None:
        """Return the present PPD, if it can be read."""
        try:
            return await driver_of(queue, world)
        except CupsError:
            return None

    async def _point_back(self, remedy: UseDriverless, before: str, now: str, world: World) -> None:
        """Give the queue its own address back, if it had another one that can be had."""
        if before and before != now and not hides_password(before):
            await world.change(
                self.preview(remedy).summary,
                lambda to: to.add_modify_printer(remedy.queue, device_uri=before),
            )

    async def check(self, remedy: UseDriverless, world: World) -> Check:
        model = text(await _attribute(remedy.queue, "printer-make-and-model", world))
        evidence = look(ASK, "printer-make-and-model", model)
        return Check(model.endswith(DRIVERLESS), (evidence,))


class Restore(Action[RestorePpd]):
    """The PPD and address that a queue had."""

    def preview(self, remedy: RestorePpd) -> Preview:
        said = Preview(
            _("Give the printer {queue} its former driver back"),
            _("Printer {queue} has its former driver back"),
        )
        return said.about(queue=remedy.queue)

    async def apply(self, remedy: RestorePpd, world: World) -> None:
        uri = remedy.device_uri if "@" not in remedy.device_uri else None
        purpose = self.preview(remedy).summary
        await world.change(
            purpose,
            lambda to: to.add_modify_printer(remedy.queue, device_uri=uri or None, ppd=remedy.ppd),
        )

    async def check(self, remedy: RestorePpd, world: World) -> Check:
        ppd = await world.connection.get_ppd(remedy.queue)
        same = nickname(ppd) == nickname(remedy.ppd)
        return Check(same, (look("get_ppd", remedy.queue, nickname(ppd)),))


POLICIES = {
    "abort-job": N_("give it up and go on with the next"),
    "retry-current-job": N_("try it again at once"),
    "retry-job": N_("try it again later and go on with the next"),
    "stop-printer": N_("stop"),
}
"""What cupsd does after a failed job (printer-error-policy)."""


class Policy(Action[SetErrorPolicy]):
    """What happens after a failed job; undone by the former policy."""

    def preview(self, remedy: SetErrorPolicy) -> Preview:
        option = f"printer-error-policy={remedy.policy}"
        policy = _(POLICIES[remedy.policy]) if remedy.policy in POLICIES else remedy.policy
        said = Preview(
            _("Let {queue} do this after a failed document: {policy}"),
            _("{queue} does this after a failed document: {policy}"),
            (),
            ("lpadmin", "-p", remedy.queue, "-o", option),
        )
        return said.about(queue=remedy.queue, policy=policy)

    async def apply(self, remedy: SetErrorPolicy, world: World) -> Remedy | None:
        before = text(await _attribute(remedy.queue, "printer-error-policy", world))
        purpose = self.preview(remedy).summary
        await world.change(
            purpose, lambda to: to.add_modify_printer(remedy.queue, error_policy=remedy.policy)
        )
        return SetErrorPolicy(remedy.queue, before) if before else None

    async def check(self, remedy: SetErrorPolicy, world: World) -> Check:
        policy = text(await _attribute(remedy.queue, "printer-error-policy", world))
        evidence = look(ASK, f"printer-error-policy of {remedy.queue}", policy)
        return Check(policy == remedy.policy, (evidence,))


class QueueDefault(Action[SetQueueDefault]):
    """One default of a queue, or (no value) none; undone by the former value."""

    def preview(self, remedy: SetQueueDefault) -> Preview:
        option = f"{remedy.attribute}={remedy.value}" if remedy.value else remedy.attribute
        command = ("lpadmin", "-p", remedy.queue, "-o" if remedy.value else "-R", option)
        paper = SIZES.get(remedy.value, remedy.value)
        said = Preview(*self._words(remedy), (), command)
        return said.about(queue=remedy.queue, option=option, paper=paper)

    @staticmethod
    def _words(remedy: SetQueueDefault) -> tuple[str, str]:
        """Return the imperative, and what is said when it has happened."""
        if not remedy.value:
            return (
                _("Take a default away from the printer {queue}: {option}"),
                _("Default taken away from the printer {queue}: {option}"),
            )
        if remedy.attribute == "media-default":
            return (
                _("Let the printer {queue} use {paper} unless a document wants other paper"),
                _("Printer {queue} uses {paper} unless a document wants other paper"),
            )
        return (
            _("Set a default of the printer {queue}: {option}"),
            _("Default of the printer {queue} set: {option}"),
        )

    async def apply(self, remedy: SetQueueDefault, world: World) -> Remedy:
        if not remedy.attribute.endswith("-default"):
            raise Overtaken(
                _("{name} is not a default of a printer, so nothing was changed.").format(
                    name=remedy.attribute
                )
            )
        before = plainly(await _attribute(remedy.queue, remedy.attribute, world))
        purpose = self.preview(remedy).summary
        values = {remedy.attribute: remedy.value or OutOfBand.DELETE_ATTRIBUTE}
        await world.change(
            purpose, lambda to: to.add_modify_printer(remedy.queue, attributes=values)
        )
        return SetQueueDefault(remedy.queue, remedy.attribute, before)

    async def check(self, remedy: SetQueueDefault, world: World) -> Check:
        """Without a value of its own the queue goes by the driver's, whatever that is."""
        value = plainly(await _attribute(remedy.queue, remedy.attribute, world))
        evidence = look(ASK, f"{remedy.attribute} of {remedy.queue}", value)
        return Check(value == remedy.value or not remedy.value, (evidence,))


def plainly(value: object) -> str:
    """Return a keyword as it is, a number or an enum in digits, nothing for no value."""
    if isinstance(value, OutOfBand):
        return ""
    return str(int(value)) if isinstance(value, int) else text(value)


class Share(Action[ShareQueue]):
    """printer-is-shared; undone by the opposite, if it was."""

    def preview(self, remedy: ShareQueue) -> Preview:
        option = f"printer-is-shared={str(remedy.shared).lower()}"
        command = ("lpadmin", "-p", remedy.queue, "-o", option)
        if remedy.shared:
            sentences = (_("Other computers in this network may print on it."),)
            summary, done = _("Share the printer {queue}"), _("Printer {queue} shared")
            return Preview(summary, done, sentences, command).about(queue=remedy.queue)
        summary, done = _("Do not share the printer {queue}"), _("Printer {queue} no longer shared")
        return Preview(summary, done, (), command).about(queue=remedy.queue)

    async def apply(self, remedy: ShareQueue, world: World) -> Remedy | None:
        before = await _attribute(remedy.queue, "printer-is-shared", world)
        purpose = self.preview(remedy).summary
        await world.change(
            purpose, lambda to: to.add_modify_printer(remedy.queue, shared=remedy.shared)
        )
        was_other = before is (not remedy.shared)
        return ShareQueue(remedy.queue, not remedy.shared) if was_other else None

    async def check(self, remedy: ShareQueue, world: World) -> Check:
        shared = await _attribute(remedy.queue, "printer-is-shared", world)
        evidence = look(ASK, f"printer-is-shared of {remedy.queue}", str(shared).lower())
        return Check(shared is remedy.shared, (evidence,))


class Create(Action[CreateQueue]):
    """A new queue; undone by removing it. An existing one is never overwritten."""

    def preview(self, remedy: CreateQueue) -> Preview:
        uri = _bare(remedy.device_uri)
        command = ("lpadmin", "-p", remedy.queue, "-E", "-v", uri, "-m", remedy.model)
        summary, done = _("Add the printer {queue} at {uri}"), _("Printer {queue} added at {uri}")
        return Preview(summary, done, (), command).about(queue=remedy.queue, uri=uri)

    async def apply(self, remedy: CreateQueue, world: World) -> Remedy:
        if await exists(remedy.queue, world):
            message = _("There is a printer {queue} already.").format(queue=remedy.queue)
            raise Overtaken(message)
        purpose = self.preview(remedy).summary
        await world.change(
            purpose,
            lambda to: to.add_modify_printer(
                remedy.queue,
                device_uri=remedy.device_uri,
                ppd_name=remedy.model,
                info=remedy.info or None,
                location=remedy.location or None,
                accepting=True,
                enabled=True,
            ),
        )
        return DeleteQueue(remedy.queue)

    async def check(self, remedy: CreateQueue, world: World) -> Check:
        if remedy.model != "everywhere":
            there = await exists(remedy.queue, world)
            return Check(there, (look(ASK, remedy.queue, "exists" if there else "gone"),))
        await driverless_made(remedy.queue, b"", world)
        return await Driverless().check(UseDriverless(remedy.queue), world)


async def exists(queue: str, world: World) -> bool:
    """Whether the print server has a queue of this name."""
    try:
        await world.queue(queue, "printer-name")
    except NotFound:
        return False
    return True


ACTIONS: Registry = {
    RepointQueue: Repoint(),
    RepointToOther: RepointOther(),
    UseDriverless: Driverless(),
    RestorePpd: Restore(),
    SetErrorPolicy: Policy(),
    SetQueueDefault: QueueDefault(),
    ShareQueue: Share(),
    CreateQueue: Create(),
}
