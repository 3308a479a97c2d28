# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings about the print server say."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

SCHEDULER_NOT_RUNNING = Wording(
    N_("The print server is not running"),
    N_(
        "Programs hand their documents to the print server (CUPS, the program “cupsd”). Nothing "
        "answers at {server}: {reason} So nothing can be printed until it is started."
    ),
)
SCHEDULER_UNREACHABLE = Wording(
    N_("The print server at {server} cannot be reached"),
    N_(
        "Your programs hand their documents to a print server on another machine, {server}. "
        "Connecting to it failed: {reason} Check that the machine is switched on, that the name "
        "is right, and that the network between you and it works."
    ),
)
SCHEDULER_NOT_ANSWERING = Wording(
    N_("The print server accepts connections but does not answer"),
    N_(
        "The print server (CUPS, the program “cupsd”) at {server} took the connection and then "
        "said nothing for {seconds:.0f} seconds. It hangs, is suspended, or waits for something "
        "itself (a disk, the name service). Restarting it usually helps; the last lines of its "
        "log tell what it was doing."
    ),
)
SCHEDULER_CONFIG_ERROR = Wording(
    N_("The print server's configuration has an error: {path}, line {line}"),
    N_(
        "The print server (CUPS) does not understand part of its configuration: “{message}”. It "
        "ignores what it cannot read, or does not start at all, so that access rights or printers "
        "may not be what was meant. Correct the line, then restart the print server."
    ),
)

REASONS = {
    "ENOENT": N_("the socket through which it is reached does not exist."),
    "ECONNREFUSED": N_("the connection is refused, which means that nobody listens there."),
    "EHOSTUNREACH": N_("the machine cannot be reached (no route to it)."),
    "ENETUNREACH": N_("there is no network that leads to it."),
    "TIMEOUT": N_("there was no sign of life at all."),
    "ETIMEDOUT": N_("there was no sign of life at all."),
    "EACCES": N_("this computer does not permit the connection."),
}
NAME_UNKNOWN = N_("the name is not known to the name service ({text}).")
OTHER_REASON = N_("connecting failed ({text}).")

START_BY_HAND = N_("Start the print server.")
ASK_ITS_ADMINISTRATOR = N_("Ask the administrator of {server}, or check its name and the network.")
RESTART_BY_HAND = N_("Restart the print server.")
CORRECT_LINE = N_("Correct line {line} of {path}, then restart the print server.")
