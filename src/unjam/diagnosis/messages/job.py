# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings about jobs say."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

JOB_HELD = Wording(
    N_("Job {job} on “{queue}” is held"),
    N_(
        "Job {job} waits on the queue “{queue}” until {until}, and is not printed before. {others}"
        "Release it to print it now, or cancel it."
    ),
)
JOB_HELD_FOR_AUTH = Wording(
    N_("Job {job} on “{queue}” waits for a user name and password"),
    N_(
        "The printer behind “{queue}” wants to know who prints before it takes job {job}. The job "
        "is held until somebody enters what the printer asks for: {fields}."
    ),
)
JOB_ABORTED = Wording(
    N_("Job {job} on “{queue}” failed and was given up"),
    N_(
        "Job {job} was not printed: the print server gave it up on {when}{message}. {known}Print "
        "the document again; if that fails too, print another one, to tell whether the document "
        "or the printer is at fault."
    ),
)

UNTIL_RELEASED = N_("somebody releases it")
UNTIL_TIME = N_("the time that was chosen for it ({until})")
OTHERS = N_("Altogether {count} jobs wait there. ")
NO_DOCUMENT = N_("It never got a document: the program that printed ended too early. ")
PRINT_AGAIN = N_("Print the document again.")
FIELDS = {
    "username": N_("user name"),
    "password": N_("password"),
    "domain": N_("domain"),
    "negotiate": N_("a Kerberos ticket"),
}
