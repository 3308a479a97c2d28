# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings about discovery on the local network say."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

AVAHI_NOT_RUNNING = Wording(
    N_("The service that finds printers on the network is not running"),
    N_(
        "“{queue}” and its printer find each other by names ending in “.local”, and the service "
        "for that (Avahi) does not run on this computer. Start it."
    ),
)

MDNS_NAME_SERVICE_MISSING = Wording(
    N_("Programs on this computer cannot look up names ending in “.local”"),
    N_(
        "The printer of “{queue}” is on the network: the service that finds printers (Avahi) knows "
        "{host} at {address}. But the print server asks the system for names, and the system does "
        "not ask Avahi. A small additional package connects the two."
    ),
)
INSTALL_NAME_SERVICE = N_(
    "Install the package that lets the system look up “.local” names; most distributions call it "
    "nss-mdns."
)

MDNS_FIREWALLED = Wording(
    N_("The firewall keeps printers on the network from being found"),
    N_(
        "The firewall's rules for this network (the zone “{zone}”, {interfaces}) do not let "
        "announcements of printers (mDNS) in. That is why the printer of “{queue}” is not found. "
        "Allowing mDNS in this zone opens nothing else."
    ),
)

PRINTER_ON_OTHER_SUBNET = Wording(
    N_("The printer of “{queue}” is in another part of the network"),
    N_(
        "The name {host} ends in “.local”, and such names are only known within one part of the "
        "network. The same printer is reachable as {twin}. A queue that uses this name works from "
        "everywhere."
    ),
)

SHARE_NOT_ADVERTISED = Wording(
    N_("What is shared here, nobody on the network can see: {queues}"),
    N_(
        "These queues are marked as shared, and the print server is set to announce them: "
        "{queues}. Yet they do not appear among the printers that are announced on the network. "
        "Often the announcing service (Avahi) was restarted, or started after the print server; "
        "restarting the print server helps then."
    ),
)

TOO_MANY_DISCOVERED = Wording(
    N_("{count} printers announce themselves on this network"),
    N_(
        "Every print dialog lists them all, and gets slow by that. A filter for the printers that "
        "you use (BrowseFilter in cups-browsed.conf), or queues made by hand, keep the list short."
    ),
)
START_BROWSED = N_(
    "Start the service cups-browsed on the machine of the print server, or set up a queue that "
    "points straight to the printer."
)
FILTER_BROWSING = N_(
    "Set BrowseFilter in /etc/cups/cups-browsed.conf, or stop the service cups-browsed and add "
    "your printers by hand."
)
