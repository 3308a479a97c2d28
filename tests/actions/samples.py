# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One of each remedy, with operands as they may come from a hostile server."""

from __future__ import annotations

from collections.abc import Iterator

from unjam.diagnosis import remedies
from unjam.diagnosis.remedies import Remedy

SAMPLES: tuple[Remedy, ...] = (
    remedies.ResumeQueue("Office"),
    remedies.PauseQueue("Office", "Toner"),
    remedies.AcceptJobs("Office"),
    remedies.RejectJobs("Office", "Moving"),
    remedies.ReleaseHeldNewJobs("Office"),
    remedies.HoldNewJobs("Office"),
    remedies.RepointQueue("Office", "ipp://user:secret@printer.local/ipp/print"),
    remedies.RepointToOther("Office", "ipp://printer.example/ipp/print"),
    remedies.UseDriverless("Office", "ipp://printer.local/ipp/print"),
    remedies.RestorePpd("Office", "ipp://printer.local/ipp/print", b"*PPD-Adobe"),
    remedies.SetErrorPolicy("Office", "retry-job"),
    remedies.SetQueueDefault("Office", "media-default", "iso_a4_210x297mm"),
    remedies.ShareQueue("Office"),
    remedies.PublishShared(),
    remedies.DeleteQueue("Office"),
    remedies.RestoreQueue("Office", "ipp://printer.local/ipp/print", b"*PPD-Adobe"),
    remedies.SetQueueDefault("Office", "InputSlot-default", ""),
    remedies.CreateQueue("Office", "ipp://printer.local/ipp/print"),
    remedies.ReleaseJob(12),
    remedies.HoldJob(12, "indefinite"),
    remedies.RestartJob(12),
    remedies.CancelJob(12),
    remedies.MoveJob(12, "Lab", "Office"),
    remedies.AuthenticateJob(12, "Office"),
    remedies.PurgeJobs((1, 2, 3)),
    remedies.PurgeJobs(),
    remedies.SetDefault("Office"),
    remedies.SetUserDefault("Office"),
    remedies.ResetUserDefault(),
    remedies.RemoveUserOption("Office", "sides"),
    remedies.RemoveUserDestination("Office"),
    remedies.DisableDirective("/home/x/.cups/client.conf", "ServerName nowhere"),
    remedies.RestoreFile("/home/x/.cups/lpoptions", b"Default Office\n", b""),
    remedies.StartScheduler(),
    remedies.RestartScheduler(),
    remedies.StartUnit("avahi-daemon.service"),
    remedies.StopUnit("avahi-daemon.service"),
    remedies.RestartUnit("ipp-usb.service"),
    remedies.InstallPackages(("printer-driver-gutenprint",)),
    remedies.AllowMdns("home"),
    remedies.AllowMdns("home", allow=False),
    remedies.RestorePermissions("/usr/lib/cups/backend/lpd", 0o744),
    remedies.AcceptCertificate("/home/x/.cups/ssl/p.crt", "printer.local", 631, "ab" * 32),
    remedies.Instruction("Switch the printer on."),
)


def kinds(root: type[Remedy] = Remedy) -> Iterator[type[Remedy]]:
    """All classes of remedies."""
    for kind in root.__subclasses__():
        yield kind
        yield from kinds(kind)
