# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings about backends, filters and PPDs say."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

BACKEND_MISSING = Wording(
    N_("The program that talks to the printer of “{queue}” is not installed"),
    N_(
        "The queue “{queue}” reaches its printer by “{scheme}”, and the print server needs a "
        "program of that name (a backend) for it. There is none, so nothing can be sent to the "
        "printer. Install the software that brings it, or give the queue another connection."
    ),
)

FILTER_MISSING = Wording(
    N_("The driver of “{queue}” needs a program that is not installed: {program}"),
    N_(
        "The queue's printer description (PPD) names a program that turns pages into the printer's "
        "language (a filter). That program is not there, so every document on “{queue}” fails. "
        "Install the driver's software, or switch the queue to printing without a driver if the "
        "printer can do that."
    ),
)

FILTER_FAILED = Wording(
    N_("“{program}” could not prepare the pages for “{queue}”"),
    N_(
        "Before a document is sent, programs (filters) turn it into the printer's language. For "
        "document {job} one of them, “{program}”, gave up (exit code {status}), so nothing was "
        "printed. Its own last words are below; they usually name the reason. Printing another one "
        "tells whether this document or the driver is at fault."
    ),
)

FILTER_CRASHED = Wording(
    N_("“{program}” crashed while it prepared the pages for “{queue}”"),
    N_(
        "Before a document is sent, programs (filters) turn it into the printer's language. One of "
        "them, “{program}”, crashed on document {job} (signal {signal}, {name}). That is a fault "
        "in the program itself, not of yours. An update may mend it; a printer that needs no "
        "driver can do without the program."
    ),
)

PPD_INVALID = Wording(
    N_("The printer description of “{queue}” is damaged"),
    N_(
        "The queue “{queue}” has a printer description (a PPD file) that is damaged or cut off: "
        "the print server's own reader stops with the message below. Documents on this queue fail "
        "or come out wrong until the description is made anew."
    ),
)

INSTALL_BACKEND = N_(
    "Install the software that lets the print server reach printers by “{scheme}”."
)
INSTALL_FILTER = N_("Install the software that provides “{program}” (the printer's driver).")
UPDATE_FILTER = N_("Install updates for the printer's driver (it provides “{program}”).")
RECREATE_QUEUE = N_(
    "Set the queue up again with a fresh driver: remove it and add the printer anew."
)
TRY_ANOTHER_DOCUMENT = N_(
    "Print another, simple document on “{queue}”. If that works, this one document is at fault."
)
