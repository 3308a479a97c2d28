# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings say about devices that answer, but not with what was asked."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

DEVICE_NOT_IPP = Wording(
    N_("What answers at the address of “{queue}” is not a printer"),
    N_(
        "The queue “{queue}” sends its documents to {address}. Something answers there, but it "
        "does not speak the printing protocol (IPP). The number of the port or the path behind it "
        "is wrong, or another device has got this address."
    ),
)
CHECK_ADDRESS = N_(
    "Compare {address} with the address and port that the printer's own status page shows."
)

DEVICE_NEEDS_AUTH = Wording(
    N_("The printer of “{queue}” asks for a user name and password"),
    N_(
        "The device at {address} does not even tell its state without a user name and password. "
        "Documents from “{queue}” will wait for them as well."
    ),
)
GIVE_CREDENTIALS = N_(
    "Ask whoever looks after the printer for a user name and password, and enter them when a "
    "document for “{queue}” asks."
)

DEVICE_SHUTS_OUT = Wording(
    N_("The printer of “{queue}” does not let this computer in"),
    N_(
        "The device at {address} answers, but refuses to talk to this computer. Documents from "
        "“{queue}” will be refused as well. Its own settings decide which computers may print."
    ),
)
ASK_TO_BE_ADMITTED = N_("Ask whoever looks after the printer to allow printing from this computer.")

DEVICE_NEEDS_TLS = Wording(
    N_("The printer of “{queue}” wants an encrypted connection"),
    N_(
        "The queue “{queue}” talks to its printer without encryption, and the printer insists on "
        "it. The address has to begin with “ipps:” in place of “ipp:”."
    ),
)

DEVICE_WITHOUT_TLS = Wording(
    N_("The printer of “{queue}” does not offer the encryption that is asked for"),
    N_(
        "The queue “{queue}” asks its printer for an encrypted connection, and the printer answers "
        "only without. Switch encryption (TLS) on in the printer's settings, or update its "
        "firmware, the software inside it. Printing without encryption would let others on the "
        "network read along, so Unjam does not offer that."
    ),
)
SWITCH_TLS_ON = N_(
    "Switch encryption on in the printer's own settings; it may be called TLS or “secure IPP” "
    "there."
)

DEVICE_TLS_FAILED = Wording(
    N_("This computer and the printer of “{queue}” cannot agree on an encryption"),
    N_(
        "The encrypted connection to the printer fails before anything is said. Usually the "
        "printer offers only methods that are too old to be safe; newer firmware (the software "
        "inside the printer) helps."
    ),
)
UPDATE_FIRMWARE = N_(
    "Update the printer's firmware, the software inside it: its own web page or its maker's site "
    "has it."
)

DEVICE_SLOW = Wording(
    N_("The printer of “{queue}” takes very long to answer"),
    N_(
        "The printer accepts the connection, and then needs {seconds} seconds to say how it is. "
        "Printing works, but starts late, and programs seem to hang. Switching the printer off and "
        "on often helps."
    ),
)

DEVICE_HANGS = Wording(
    N_("The printer of “{queue}” accepts connections, but says nothing"),
    N_(
        "The printer accepted the connection and then did not answer within {seconds} seconds. The "
        "part of it that talks to the network has probably got stuck; switching the printer off "
        "and on mends that."
    ),
)
POWER_CYCLE = N_("Switch the printer off, wait ten seconds, and switch it on again.")

DEVICE_ANSWERS_ERROR = Wording(
    N_("The printer of “{queue}” answers with an error"),
    N_(
        "The printer was asked how it is, and answered with an error in place of its state: "
        "“{message}”. The part of it that talks to the network may have got stuck; switching it "
        "off and on often helps."
    ),
)

DEVICE_BUSY = Wording(
    N_("The printer of “{queue}” is busy with another computer"),
    N_(
        "The printer answers that it is in use. Your documents wait and are printed when it is "
        "free; nothing needs to be done."
    ),
)
WAIT = N_("Wait until the printer has finished what it is doing.")
