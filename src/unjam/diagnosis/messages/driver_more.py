# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the other findings about backends, filters and drivers say."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

PERMISSIONS_OPEN = Wording(
    N_("The print server refuses a program that others could have changed: {program}"),
    N_(
        "The print server runs “{path}” for the queue “{queue}”, but more people than the "
        "administrator may change that file. It does not trust such a program, so nothing is "
        "printed. The file's rights have to be put back to what they were. If nobody here loosened "
        "them on purpose, reinstall the package that the file came with."
    ),
)

PERMISSIONS_CLOSED = Wording(
    N_("A program that “{queue}” needs may not be run: {program}"),
    N_(
        "The print server runs “{path}” for the queue “{queue}”, but the file is not marked as a "
        "program. Giving it its usual rights back mends that."
    ),
)
RESTORE_THERE = N_(
    "On {server}: have the administrator compare {path} with the package that it came with, and "
    "give it its usual owner and rights back."
)
PRINT_SERVER = N_("the print server")

BACKEND_FAILED = Wording(
    N_("Document {job} could not be sent to the printer of “{queue}”"),
    N_(
        "The program that talks to the printer (“{program}”) gave up: {meaning}. What it said last "
        "is below. Look at the printer, then let it print again."
    ),
)
BACKEND_CODES = {
    1: N_("it reported a failure (exit code 1)"),
    2: N_("it needs a user name and password (exit code 2)"),
    3: N_("it asked the print server to hold the document (exit code 3)"),
    4: N_("it asked the print server to stop the printer (exit code 4)"),
    5: N_("it asked the print server to cancel the document (exit code 5)"),
    6: N_("it asked the print server to try again later (exit code 6)"),
    7: N_("it asked the print server to try again at once (exit code 7)"),
}
BACKEND_OTHER_CODE = N_("it ended with the unusual exit code {status}")
BACKEND_SIGNAL = N_("it crashed (signal {signal}, {name})")
BACKEND_NOT_STARTED = N_("it could not be started at all ({reason})")
TRY_AGAIN = N_("Check that the printer is on and connected, then let it try again.")

FILTER_WRONG_ARCHITECTURE = Wording(
    N_("The driver program “{program}” cannot run on this computer"),
    N_(
        "The driver of “{queue}” uses the program “{path}”. It is there, but it lacks something "
        "that it cannot start without: {missing}. Usually the driver was made for another kind of "
        "processor, or a software library is not installed."
    ),
)
INSTALL_RUNTIME = N_(
    "Install what “{program}” needs ({missing}), or a version of the driver made for this computer."
)

DRIVER_DEPRECATED_RAW = Wording(
    N_("“{queue}” sends documents to the printer unchanged (a raw queue)"),
    N_(
        "The queue “{queue}” has no printer description, so documents reach the printer just as "
        "programs hand them over. That only works for documents in the printer's own language, and "
        "future versions of the print server will not support it. If it prints, nothing is wrong "
        "today."
    ),
)
CHOOSE_DRIVER = N_(
    "Choose a driver for “{queue}”, unless its documents are meant to be sent unchanged."
)

FORMAT_UNSUPPORTED = Wording(
    N_("“{queue}” could not print this kind of document"),
    N_(
        "Nothing on this computer turns the document into something that the printer of “{queue}” "
        "understands, or the printer itself refused it. Print it as PDF, or choose another driver."
    ),
)
FORMATS_MISSING = Wording(
    N_("Nothing on this computer can convert documents for “{queue}”"),
    N_(
        "The driver of “{queue}” wants data of a kind that no program here makes out of a PDF, a "
        "picture or a text, so every document fails. Usually the package with the converting "
        "programs (cups-filters) is missing, or the driver is incomplete."
    ),
)
INSTALL_CONVERTERS = N_(
    "Install the package with the converting programs; most distributions call it cups-filters."
)
PRINT_AS_PDF = N_("Save the document as PDF and print that.")

DRIVERLESS_NOT_SUPPORTED = Wording(
    N_("The printer of “{queue}” cannot print without a driver"),
    N_(
        "The queue “{queue}” is meant to work without a driver. That takes a printer that "
        "understands one of these kinds of documents: {missing}. This one does not. It needs its "
        "maker's driver, or a printer application, which is a program that brings the driver along."
    ),
)
INSTALL_DRIVER = N_("Install the driver that the printer's maker or your distribution offers.")

IPP_CONFORMANCE = Wording(
    N_("The printer of “{queue}” breaks rules of the printing protocol"),
    N_(
        "While printing, the print server noticed that the printer does not keep to the printing "
        "protocol (IPP) in some points; they are listed below. Printing may work all the same; "
        "newer firmware (the software inside the printer) often corrects it."
    ),
)

PLUGIN_MISSING = Wording(
    N_("The printer of “{queue}” needs a plug-in of its maker"),
    N_(
        "This printer works only with an extra part of HP's driver that is not free software and "
        "therefore not installed with it. HP's own tool installs it after you agree to its licence."
    ),
)
INSTALL_PLUGIN = N_("Install the plug-in with HP's tool.")

IMPLICITCLASS_WITHOUT_HOST = Wording(
    N_("“{queue}” was found automatically, and its printer is gone"),
    N_(
        "The queue “{queue}” was made by cups-browsed, which looks for shared printers on the "
        "network. At the moment it knows no printer for it: cups-browsed is not running, or the "
        "server that shares the printer is off. A queue that points straight to the printer does "
        "not depend on that."
    ),
)
