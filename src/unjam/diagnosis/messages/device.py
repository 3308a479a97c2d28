# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings about reaching a device on the network say."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

DEVICE_NAME_UNRESOLVED = Wording(
    N_("The network name of the printer of “{queue}” is not known: {host}"),
    N_(
        "The queue “{queue}” looks for its printer under the name “{host}”, and this computer "
        "cannot find out which address that is. The name may be misspelt or outdated, the printer "
        "may be off, or the network's directory of names (DNS) does not list it."
    ),
)

DEVICE_NAMES_SILENT = Wording(
    N_("The address of the printer of “{queue}” cannot be found out at the moment"),
    N_(
        "The queue “{queue}” looks for its printer under the name “{host}”, and the network's "
        "directory of names (DNS), which knows the addresses, does not answer. Nothing shows that "
        "the name or the printer is at fault: look whether this computer is connected to the "
        "network."
    ),
)

DEVICE_REFUSES = Wording(
    N_("The printer of “{queue}” is there, but does not accept connections on port {port}"),
    N_(
        "Something at {host} answers the network, but refuses the connection that the queue "
        "“{queue}” needs. It would go to port {port}; ports are the numbered entrances of a "
        "device, one for each service. The printing service of the device is switched off or still "
        "starting, the number is wrong, or another device has got this address."
    ),
)

DEVICE_UNREACHABLE = Wording(
    N_("The printer of “{queue}” cannot be reached at {host}"),
    N_(
        "This computer tried to connect to the printer of “{queue}” and got no answer. It may be "
        "off or asleep, its cable or wireless link may be broken, it may have a new address, or "
        "a firewall keeps the two apart."
    ),
)

DEVICE_PATH_WRONG = Wording(
    N_("The printer of “{queue}” answers, but not at the address that is set for it"),
    N_(
        "At {host} there is a device that speaks the printing protocol (IPP), but it knows nothing "
        "under “{resource}”, where the queue “{queue}” sends its documents. The queue was set up "
        "with the wrong path, or the one over there was renamed or removed."
    ),
)

CHECK_POWER = N_(
    "Check that the printer is on, awake and connected, and compare the network address that "
    "its own display or a printed status page shows with {host}."
)
CHECK_NETWORK = N_(
    "Check that this computer is connected to the network in which the printer is, and try again."
)
SET_UP_AT = N_(
    "Set the queue up again, with the address “{uri}”. At present it follows what the printer "
    "announces on the network, and that does not lead to the printer."
)
CHECK_NAME = N_(
    "Check that the printer is on and that “{host}” is spelt right. The printer's network "
    "address, which its display or a status page shows, can be used in place of the name."
)
ENABLE_IPP = N_(
    "On the printer's own display or web page, switch on the printing service that uses port "
    "{port}."
)
OTHER_PORT_OPEN = N_(
    "The device accepts connections on port {open}: setting the queue up with the address “{uri}” "
    "may help."
)
FIX_PATH = N_("Set the queue up again: its printer is no longer under “{resource}” at {host}.")
