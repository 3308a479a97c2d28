# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings about printers on USB say."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

USB_DEVICE_MISSING = Wording(
    N_("The printer of “{queue}” is not plugged in, or is off"),
    N_(
        "The queue “{queue}” uses the printer {model} on a USB cable, and this computer sees no "
        "such printer at the moment. Switch it on, check the cable at both ends, and try another "
        "USB socket."
    ),
)
PLUG_IN = N_("Switch the printer on and check its USB cable at both ends.")

USB_PERMISSION = Wording(
    N_("CUPS may not use the USB printer of “{queue}”"),
    N_(
        "The printer is plugged in, but its device file {path} is closed to CUPS: it belongs to "
        "{owner}, group {group}, with the rights {mode}. Usually a rule of the device manager "
        "(udev) gives printers to the group “lp”; that rule is missing or did not take effect."
    ),
)
REPLUG = N_(
    "Unplug the printer and plug it in again. If that does not help, install CUPS' udev rules, or "
    "add one that gives this printer to the group “lp”."
)

USB_CLAIMED_BY_KERNEL = Wording(
    N_("Another driver of the system holds the USB printer of “{queue}”"),
    N_(
        "The kernel's own printer driver (usblp) holds the printer, and CUPS could not take it "
        "over. CUPS does not need that driver."
    ),
)
RELEASE_USBLP = N_("Take the printer away from usblp, and keep usblp from being loaded.")

USB_IPP_CONFLICT = Wording(
    N_("Two ways to the USB printer of “{queue}” get in each other's way"),
    N_(
        "The printer offers driverless printing over USB, and the service ipp-usb uses it for "
        "that. The queue “{queue}” wants the same printer for itself ({uri}). Only one can have "
        "it: use the printer without a driver, or stop ipp-usb."
    ),
)
CHOOSE_WAY = N_(
    "Use the driverless queue that ipp-usb offers for this printer, or switch ipp-usb off if you "
    "need the maker's driver."
)

USB_IPP_SERVICE_STUCK = Wording(
    N_("The USB printer of “{queue}” is there, but ipp-usb does not answer for it"),
    N_(
        "The service ipp-usb makes the USB printer reachable at {address}. It runs, and nothing "
        "answers there. Restarting it, or switching the printer off and on, usually helps."
    ),
)

USB_CDROM_MODE = Wording(
    N_("The USB printer {model} shows itself as a disk"),
    N_(
        "Some printers come up as a disk with Windows software on it (HP calls that “Smart "
        "Install”) until that is switched off. As long as that is so, this computer sees no "
        "printer."
    ),
)
LEAVE_CDROM = N_(
    "Switch “Smart Install” off in the printer's menu, or eject that disk; the package "
    "usb-modeswitch does so by itself."
)

USB_SERIAL_CHANGED = Wording(
    N_("“{queue}” waits for another specimen of the same printer"),
    N_(
        "The queue “{queue}” is bound to the printer with the serial number {serial}. The one that "
        "is plugged in is the same model with the number {found}: it was replaced, or repaired "
        "with another board. Point the queue at the one that is there."
    ),
)
