# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings about queues say."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

QUEUE_STOPPED = Wording(
    N_("The printer “{queue}” is stopped"),
    N_(
        "“{queue}” was stopped in the print server on {since}{message}. It may still take "
        "documents, but prints none of them until it is resumed.{waiting}"
    ),
)
QUEUE_STOPPED_BY_FAILURE = Wording(
    N_("The printer “{queue}” was stopped after a document failed"),
    N_(
        "Document {job} on “{queue}” could not be printed{message}, and the print server then "
        "stopped the printer, so the documents behind it wait too.{waiting} Once the printer is "
        "ready again, resume it; the documents are then printed."
    ),
)
QUEUE_REJECTING = Wording(
    N_("The printer “{queue}” takes no new documents"),
    N_(
        "“{queue}” is set to refuse new documents{message}. Programs report an error when they "
        "print to it. Let it take documents again if that is not intended."
    ),
)
QUEUE_HOLDS_NEW_JOBS = Wording(
    N_("The printer “{queue}” holds back every new document"),
    N_(
        "“{queue}” takes documents but is set to hold each of them, so nothing is printed until "
        "they are released.{waiting}"
    ),
)

WAITING = N_(" Documents that wait now: {count}.")
SAYING = N_(", with the message “{message}”")

QUEUE_NOT_SHARED = Wording(
    N_("The print server behind “{queue}” does not share that printer"),
    N_(
        "“{queue}” sends its documents to a printer of another print server ({uri}), and that "
        "server does not share it with this computer. Documents stay here and wait for a password "
        "that would not help. Share the printer there."
    ),
)
SHARING_OFF = Wording(
    N_("Printers are marked as shared, but the print server announces none"),
    N_(
        "These printers are meant to be shared: {queues}. The print server listens on the network "
        "but does not announce them, so other computers do not see them by themselves. If they are "
        "meant to, let the print server announce its printers."
    ),
)
DUPLICATE_QUEUES = Wording(
    N_("“{queue}” and {others} lead to the same printer"),
    N_(
        "They all lead to one device ({uri}). That may be meant, for instance with different "
        "options. If one of them is a leftover, remove it: documents can end up at the one that "
        "nobody looks at."
    ),
)
QUEUE_USER_DENIED = Wording(
    N_("You ({user}) may not print on “{queue}”"),
    N_(
        "“{queue}” only takes documents of certain users, and {user} is not among them. Ask "
        "the administrator of the print server, who can change that, or choose another printer."
    ),
)
QUOTA_REACHED = Wording(
    N_("Your quota on “{queue}” is used up"),
    N_(
        "“{queue}” limits what each person may print. {detail} Further documents are refused "
        "until the period is over or the administrator raises the limit."
    ),
)
CLASS_EMPTY = Wording(
    N_("The class “{queue}” has no printer that could print"),
    N_(
        "“{queue}” is a class: it passes documents on to whichever of its printers is free. "
        "{detail} So its documents wait for ever. Add a working printer to it, or put its printers "
        "right."
    ),
)
QUEUE_URI_STALE = Wording(
    N_("“{queue}” points to a device that does not exist: {path}"),
    N_(
        "“{queue}” sends its documents to {path} on this computer, and there is no such "
        "device. The printer is switched off or unplugged, or is now known by another name. "
        "Connect it, or set it up anew."
    ),
)

NO_MEMBERS = N_("It has no members at all.")
MEMBERS_GONE = N_("Its members do not exist any more: {names}.")
MEMBERS_IDLE = N_("All its members are stopped or refuse documents: {names}.")
USED_K = N_("{used} of {limit} are used (days that are counted together: {days:g}).")
USED_PAGES = N_("{used} of {limit} pages are used (days that are counted together: {days:g}).")
ACCOUNT_LIMIT = N_("The printer reports that the limit of the account is reached ({reason}).")
SHARE_THERE = N_("Let the administrator of {host} share the printer.")
ASK_FOR_ACCESS = N_("Ask the administrator of the print server to admit {user} to “{queue}”.")
ASK_FOR_QUOTA = N_("Wait until the period is over, or ask the administrator for a higher limit.")
ADD_MEMBER = N_("Add a working printer to the class.")
CONNECT_DEVICE = N_("Connect the printer and switch it on, or set it up anew.")
