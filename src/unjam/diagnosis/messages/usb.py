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
        "place to plug it in."
    ),
)
PLUG_IN = N_("Switch the printer on and check its USB cable at both ends.")

USB_PERMISSION = Wording(
    N_("The print server may not use the USB printer of “{queue}”"),
    N_(
        "The printer is plugged in, but its device file {path} is closed to the print server: it "
        "belongs to {owner}, group {group}. Usually the system's device manager (udev) has a rule "
        "that gives printers to the group “lp”; that rule is missing or did not take effect. "
        "Plugging the printer in again often helps."
    ),
)
REPLUG = N_(
    "Unplug the printer and plug it in again. If that does not help, install the print server's "
    "rules for the device manager (udev), or add one that gives this printer to the group “lp”."
)

USB_CLAIMED_BY_KERNEL = Wording(
    N_("Another driver of the system holds the USB printer of “{queue}”"),
    N_(
        "The system has a printer driver of its own (usblp), and that holds the printer. The print "
        "server could not take it over, and does not need that driver. Take the printer away from "
        "it."
    ),
)
RELEASE_USBLP = N_(
    "Take the printer away from the system's own driver (usblp), and keep that from being loaded."
)

USB_IPP_CONFLICT = Wording(
    N_("Two ways to the USB printer of “{queue}” get in each other's way"),
    N_(
        "The printer can print without a driver over USB, and the service ipp-usb uses it in that "
        "way. The queue “{queue}” wants the same printer for itself ({uri}). Only one can have it: "
        "use the printer without a driver, or stop ipp-usb."
    ),
)
CHOOSE_WAY = N_(
    "Use the queue without a driver that ipp-usb offers for this printer, or switch ipp-usb off if "
    "you need the maker's driver."
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
        "printer. Switch it off at the printer."
    ),
)
LEAVE_CDROM = N_(
    "Switch “Smart Install” off in the printer's menu, or eject that disk; the program "
    "usb_modeswitch, which your distribution offers, does so by itself."
)

USB_SERIAL_CHANGED = Wording(
    N_("“{queue}” waits for another printer of the same model"),
    N_(
        "The queue “{queue}” is bound to the printer with the serial number {serial}. The one that "
        "is plugged in is the same model with the number {found}: it was replaced, or repaired "
        "with another board. Point the queue at the one that is there."
    ),
)
