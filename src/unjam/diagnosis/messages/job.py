# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings about jobs say."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

JOB_HELD = Wording(
    N_("Document {job} on “{queue}” is held"),
    N_(
        "Document {job} waits on “{queue}” until {until}, and is not printed before. {others}"
        "Release it to print it now, or cancel it."
    ),
)
JOB_HELD_FOR_AUTH = Wording(
    N_("Document {job} on “{queue}” waits for a user name and password"),
    N_(
        "The printer behind “{queue}” wants to know who prints before it takes document {job}. It "
        "is held until somebody enters what the printer asks for: {fields}. Whoever looks after "
        "the printer knows it."
    ),
)
JOB_ABORTED = Wording(
    N_("Document {job} on “{queue}” failed and was given up"),
    N_(
        "Document {job} was not printed: the print server gave it up on {when}{message}. "
        "{known}Print it again; if that fails too, print another one, to tell whether the document "
        "or the printer is at fault."
    ),
)

UNTIL_RELEASED = N_("somebody releases it")
UNTIL_TIME = N_("the time that was chosen for it ({until})")
OTHERS = N_("Altogether {count} documents wait there. ")
NO_DOCUMENT = N_("Nothing was in it: the program that printed ended too early. ")
PRINT_AGAIN = N_("Print the document again.")
FIELDS = {
    "username": N_("user name"),
    "password": N_("password"),
    "domain": N_("domain"),
    "negotiate": N_("a Kerberos ticket"),
}

JOB_NEEDS_RELEASE = Wording(
    N_("Document {job} on “{queue}” waits to be released at the printer"),
    N_(
        "Document {job} has reached the printer and waits there ({reason}). Go to the printer and "
        "release it: with the PIN that was chosen, with your card, or by its menu of stored jobs."
    ),
)
JOB_NEEDS_ACCOUNT = Wording(
    N_("Document {job} on “{queue}” waits because of the account that it is charged to"),
    N_(
        "What is printed on “{queue}” is charged to an account, and document {job} does not go on: "
        "{reason}. Whoever looks after the accounts can change that."
    ),
)
JOB_STUCK = Wording(
    N_("Document {job} on “{queue}” has made no progress for {minutes:.0f} minutes"),
    N_(
        "Document {job} has been printing since {since}, and nothing has moved for a "
        "while{message}. {behind}Look whether the printer is on and what its display says; "
        "cancelling it lets others go on."
    ),
)
BEHIND = N_("Documents that wait behind it, and cannot start: {count}. ")
JOB_COMPLETED_UNPRINTED = Wording(
    N_("Document {job} on “{queue}” counts as printed, but probably nothing came out"),
    N_(
        "The print server calls document {job} completed, yet what it last heard from the printer "
        "says otherwise: “{message}”. The printer probably could not use it and dropped it. Try to "
        "print it in another form."
    ),
)
PAGE_PRINTED_WRONG = Wording(
    N_("What came out of “{queue}” is not what was sent"),
    N_(
        "The page reached the printer, but came out garbled, incomplete or in the wrong place. "
        "Usually the driver does not fit the printer, or a setting such as the paper size "
        "does not. Rarely the printer itself is at fault: its own test page would tell."
    ),
)
JOB_FILES_GONE = Wording(
    N_("The file of document {job} on “{queue}” is gone"),
    N_(
        "Document {job} still waits on “{queue}”, but its file is no longer in {directory}, so it "
        "can never be printed. Cancel it and print it again."
    ),
)
JOB_OPTIONS_CONFLICT = Wording(
    N_("Document {job} on “{queue}” asks for something that the printer cannot do"),
    N_(
        "Document {job} was sent with options that the printer does not support or that exclude "
        "each other ({reason}). Choose other options in the print dialog and print again."
    ),
)

REASONS = {
    "job-password-wait": N_("a PIN must be entered"),
    "job-release-wait": N_("somebody must release it"),
}
ACCOUNT_REASONS = {
    "account-info-needed": N_("an account must be named"),
    "account-authorization-failed": N_("the account was not accepted"),
    "account-closed": N_("the account is closed"),
    "account-limit-reached": N_("the account's limit is reached"),
}
ASK_ABOUT_ACCOUNT = N_("Ask the administrator about the account that the document is charged to.")
RELEASE_THERE = N_("Go to the printer and release the document there.")
LOOK_AT_PRINTER = N_("Look whether the printer is on and what its display says.")
PRINT_OTHERWISE = N_("Choose other options and print the document again.")
TRY_OTHER_FORM = N_("Print the document as an image or from another program.")
NOTHING_SEEN = N_("nothing came out")
CHECK_DRIVER = N_("Check that the printer has the right driver here, or print without one.")
