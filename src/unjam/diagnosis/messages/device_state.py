# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings say that a device reports of itself."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

MEDIA_EMPTY = Wording(
    N_("The printer of “{queue}” is out of paper"),
    N_(
        "The printer itself says that a paper tray is empty. Load paper; it then goes on by itself."
    ),
)

COVER_OPEN = Wording(
    N_("A cover of the printer of “{queue}” is open"),
    N_(
        "The printer itself says that a cover or door is open; it does not print until that is "
        "shut. Close every cover firmly; it then goes on by itself."
    ),
)

SUPPLY_EMPTY = Wording(
    N_("The printer of “{queue}” has run out of ink, toner or another supply"),
    N_(
        "The printer itself says that a supply is used up ({supplies}). Replace it; many printers "
        "refuse to print until then."
    ),
)

LOAD_PAPER = N_("Load paper into the printer and close the tray.")
CLOSE_COVER = N_("Close all covers and doors of the printer.")
REPLACE_SUPPLY = N_("Replace the empty supply: {supplies}.")
SUPPLY_UNNAMED = N_("the printer does not say which")
