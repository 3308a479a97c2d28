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
        "itself (a disk, or a directory of names on the network). Restarting it usually helps; the "
        "last lines of its log tell what it was doing."
    ),
)
SCHEDULER_CONFIG_ERROR = Wording(
    N_("The print server's configuration has an error: {place}"),
    N_(
        "The print server (CUPS) does not understand part of its configuration: “{message}”. It "
        "ignores what it cannot read, or does not start at all, so that access rights or printers "
        "may not be what was meant. Correct it, then restart the print server."
    ),
)

REASONS = {
    "ENOENT": N_("the place at which programs reach it (its socket) does not exist."),
    "ECONNREFUSED": N_("the connection is refused, which means that nobody listens there."),
    "EHOSTUNREACH": N_("the machine cannot be reached: the network knows no way to it."),
    "ENETUNREACH": N_("there is no network that leads to it."),
    "TIMEOUT": N_("there was no sign of life at all."),
    "ETIMEDOUT": N_("there was no sign of life at all."),
    "EAI_AGAIN": N_("the directory of names on the network does not answer."),
    "EACCES": N_("this computer does not permit the connection."),
}
NAME_UNKNOWN = N_("no directory of names on the network lists that name ({text}).")
OTHER_REASON = N_("connecting failed ({text}).")

START_ALWAYS = N_("Let the print server start by itself whenever the computer starts.")
UNLOCK_SERVICE = N_(
    "Somebody locked the print server's service, so that nothing can start it. Unlock it, unless "
    "that is meant to be so."
)
START_BY_HAND = N_("Start the print server.")
ASK_ITS_ADMINISTRATOR = N_("Ask the administrator of {server}, or check its name and the network.")
RESTART_BY_HAND = N_("Restart the print server.")
LINE = N_("{path}, line {line}")
CORRECT_LINE = N_("Correct line {line} of {path}, then restart the print server.")
CORRECT_FILE = N_("Correct {path}, then restart the print server.")

SCHEDULER_REFUSES_HOST = Wording(
    N_("The print server does not accept the name {server}"),
    N_(
        "The print server answers, but refuses every request that calls it {server}, since it only "
        "accepts names that it knows as its own. Use another of its names, or let its "
        "administrator add this one (a line ServerAlias in cupsd.conf)."
    ),
)
SCHEDULER_FORBIDS_CLIENT = Wording(
    N_("The print server at {server} does not let this computer in"),
    N_(
        "The print server answers, but refuses everything that comes from this computer. Its "
        "settings decide who may use it (the lines Allow in cupsd.conf). Ask its administrator to "
        "admit this computer."
    ),
)
SCHEDULER_REQUIRES_ENCRYPTION = Wording(
    N_("The print server at {server} insists on encryption, and that does not come about"),
    N_(
        "The print server only talks over encrypted connections, and this computer could make none "
        "that it may trust: “{answer}”. The server needs a certificate (the proof of who it is), "
        "made out to the name by which you call it, that this computer knows or whose authority "
        "it knows. Encryption is better left on: without it others can read along."
    ),
)
SCHEDULER_NOT_CUPS = Wording(
    N_("What answers at {server} is not a print server"),
    N_(
        "Something listens at {server}, but it does not speak the language of print servers "
        "(IPP). It said: “{answer}”. The address or the port is probably wrong, or another "
        "program took the print server's port."
    ),
)
SCHEDULER_CRASHING = Wording(
    N_("The print server keeps crashing"),
    N_(
        "The system had to restart the print server {restarts} times; the last time it ended with "
        "“{result}”. Documents are lost or stay behind each time. Install updates for the print "
        "server (CUPS); if it goes on, report it to your distribution together with the last lines "
        "of the log."
    ),
)
TOO_MANY_JOBS = Wording(
    N_("The print server takes no more documents: {count} wait already"),
    N_(
        "{count} documents wait, and the print server is set to take no more than {limit} ({name} "
        "in {path}). New ones are refused until some are printed or cancelled."
    ),
)
PASSWORD_REFUSED = Wording(
    N_("The print server refused a password in the last minutes"),
    N_(
        "Somebody tried to log in at the print server, and the system refused the "
        "password. If that was you: the print server wants the name and password of an account on "
        "the machine that it runs on. After a change of password, programs may still use the old "
        "one."
    ),
)
NOT_PERMITTED = Wording(
    N_("The print server does not permit you to look at everything"),
    N_(
        "Unjam asked the print server as “{user}” and was refused: “{answer}”. The print server's "
        "settings decide who may see printers and documents. Ask its administrator, or look again "
        "as a member of one of its administrators' groups ({groups})."
    ),
)
KNOWN_BAD_VERSION = Wording(
    N_("This version of the print server (CUPS {version}) has a known fault"),
    N_(
        "The print server is CUPS {version}. {fault} It is mended in version {fixed}; install "
        "updates. Source: {source}"
    ),
)
LEGACY_BROWSE_LISTENER = Wording(
    N_("A program listens on the network for printers of the old kind"),
    N_(
        "Something on this computer (usually the service cups-browsed) takes printer announcements "
        "of an old kind from anybody on the network (on UDP port 631). That way of finding "
        "printers is out of use and was abused in attacks in 2024. Update cups-browsed, or turn it "
        "off if you do not need it."
    ),
)

USE_OTHER_NAME = N_(
    "Use a name that the print server knows, or have {server} added to its names (ServerAlias in "
    "cupsd.conf)."
)
ASK_ADMISSION = N_("Ask the administrator of {server} to admit this computer.")
HAVE_CERTIFICATE_MENDED = N_(
    "Ask the administrator of {server} for a certificate that this computer can check."
)
CHECK_ADDRESS = N_("Check the address and the port of the print server ({server}).")
UPDATE_CUPS = N_("Install updates for the print server (CUPS).")
CANCEL_SOME = N_("Cancel documents that are no longer needed.")
RAISE_LIMIT = N_("Raise {name} in {path}, if so many documents are meant to wait.")
ENTER_RIGHT_PASSWORD = N_("Log in with the name and password of an account on {server}.")
ASK_FOR_RIGHTS = N_("Ask the administrator of the print server for the right to do this.")
UPDATE_BROWSED = N_("Update the service cups-browsed; if you do not need it, stop and disable it.")
