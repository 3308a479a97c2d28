# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings say about a device's certificate."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

DEVICE_CERTIFICATE_CHANGED = Wording(
    N_("The printer of “{queue}” shows another identity than before"),
    N_(
        "For encrypted connections a printer proves who it is with a certificate. {host} now shows "
        "another one than the one that was stored. That is so after a reset or a firmware update, "
        "or when the printer was replaced; it would also be so if another device pretended to be "
        "the printer. Before you accept it, compare its fingerprint (a short mark that no other "
        "certificate has) with the one that the printer's own settings page shows: {fingerprint}"
    ),
)
CERTIFICATE_CHANGE_NOTICED = Wording(
    N_("The printer of “{queue}” shows another identity than before"),
    N_(
        "For encrypted connections a printer proves who it is with a certificate. While printing, "
        "the print server noticed that the printer now shows another one than the one that was "
        "stored. That is so after a reset or a firmware update, or when the printer was replaced; "
        "it would also be so if another device pretended to be the printer. Find out which it is "
        "before you print on: the certificate's fingerprint (a short mark that no other one has) "
        "can be compared with the one that the printer's own settings page shows."
    ),
)
ASK_OWNER = N_(
    "Ask whoever looks after the printer whether its certificate was renewed, and compare the "
    "fingerprint."
)

DEVICE_CERTIFICATE_INVALID = Wording(
    N_("The certificate of the printer of “{queue}” is not in order"),
    N_(
        "For encrypted connections a printer proves who it is with a certificate. The one that "
        "{host} shows is not valid: {problems}. It is made out to {names} and runs from {begin} "
        "to {end}. It can be renewed in the printer's own settings."
    ),
)
PROBLEMS = {
    "expired": N_("it has expired"),
    "not-yet-valid": N_("it is not valid yet (is the printer's clock right?)"),
    "name-mismatch": N_("it is made out to another name"),
}
RENEW = N_("Renew the certificate in the printer's own settings, for the name “{host}”.")
