# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings about a person's own settings say."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

DEFAULT_PRINTER_MISSING = Wording(
    N_("Your default printer “{queue}” does not exist"),
    N_(
        "Programs that print without asking use the default printer. It is set to “{queue}” in "
        "{source}, but the print server has no printer of that name, so printing fails. Remove the "
        "setting or choose another printer."
    ),
)
DEFAULT_PRINTER_UNEXPECTED = Wording(
    N_("Your own default printer “{queue}” differs from the print server's, “{other}”"),
    N_(
        "You have “{queue}” as your default printer, set in {source}; the print server's default "
        "is “{other}”. Yours counts. If documents come out at the wrong printer, remove your own "
        "setting."
    ),
)
STALE_USER_OPTIONS = Wording(
    N_("Your saved options for “{queue}” ask for something that it cannot do"),
    N_(
        "In {source} the option {option} is set to “{value}” for “{queue}”, but the printer only "
        "knows: {supported}. Documents may come out wrong or be refused. Remove the saved option."
    ),
)
CLIENT_SERVER_UNREACHABLE = Wording(
    N_("Your programs are told to use a print server that cannot be reached: {server}"),
    N_(
        "{source} sends your programs to the print server {server}, and nothing answers there. "
        "Correct that setting; if it is a leftover, remove it, and programs use this computer's "
        "own print server again."
    ),
)
SANDBOX_NO_CUPS = Wording(
    N_("This program may not print: it runs confined in a {kind}"),
    N_(
        "The program {name} is packaged as a {kind}, a form that keeps programs apart from the "
        "rest of the system. It has no permission to reach the print server, so it sees no "
        "printers. Give it the permission to print."
    ),
)
KERBEROS_TICKET_MISSING = Wording(
    N_("“{queue}” wants a Kerberos ticket, and you have none"),
    N_(
        "The queue “{queue}” checks who prints by means of Kerberos, the log-in service of many "
        "organisations. You have no valid ticket (the proof that you are logged in) at the moment, "
        "so your documents are held or refused. Get one with the command “kinit”, then print again."
    ),
)

THE_VARIABLE = N_("the environment variable {name}")
UNSET_VARIABLE = N_(
    "Remove the variable {name} from your environment (it is usually set in ~/.profile, "
    "~/.bashrc or /etc/environment) and log in anew."
)
GRANT_FLATPAK = N_("Allow {name} to print.")
GRANT_SNAP = N_("Allow the program {name}, which is a snap, to reach the print server.")
GET_TICKET = N_(
    "Get a Kerberos ticket, the proof that you are logged in; you are asked for your password."
)
