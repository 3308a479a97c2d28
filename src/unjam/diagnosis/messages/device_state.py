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
TRAY_EMPTY = Wording(
    N_("A paper tray of the printer of “{queue}” is empty"),
    N_(
        "The printer itself says that one of its paper trays is empty. It prints on from the "
        "others; documents that want paper from the empty one wait. Load paper there."
    ),
)
LOAD_PAPER = N_("Load paper into the printer and close the tray.")

MEDIA_JAM = Wording(
    N_("Paper is jammed in the printer of “{queue}”"),
    N_(
        "The printer itself says that paper is stuck in it. Its display or the inside of its cover "
        "shows where; pull the sheet out slowly, in the direction in which the paper travels."
    ),
)
CLEAR_JAM = N_("Remove the jammed paper and close all covers.")

MEDIA_NEEDED = Wording(
    N_("The printer of “{queue}” asks for other paper"),
    N_(
        "The printer itself says that it waits for paper of the size or kind that the document "
        "wants, and that is not loaded. Load it, or tell the printer on its display to use what is "
        "there."
    ),
)
LOAD_ASKED_PAPER = N_("Load the paper that the printer's display asks for.")

COVER_OPEN = Wording(
    N_("A cover of the printer of “{queue}” is open"),
    N_(
        "The printer itself says that a cover or door is open; it does not print until that is "
        "shut. Close every cover firmly; it then goes on by itself."
    ),
)
CLOSE_COVER = N_("Close all covers and doors of the printer.")

SUPPLY_EMPTY = Wording(
    N_("The printer of “{queue}” has run out of ink, toner or another supply"),
    N_(
        "The printer itself says that a supply is used up ({supplies}). Replace it; many printers "
        "refuse to print until then."
    ),
)
REPLACE_SUPPLY = N_("Replace the empty supply: {supplies}.")

SUPPLY_LOW = Wording(
    N_("A supply of the printer of “{queue}” is running low"),
    N_(
        "The printer itself says that ink, toner or another supply is nearly used up ({supplies}). "
        "It still prints; have a replacement at hand."
    ),
)
ORDER_SUPPLY = N_("Have a replacement at hand for: {supplies}.")
SUPPLY_UNNAMED = N_("the printer does not say which")

OUTPUT_FULL = Wording(
    N_("The output tray of the printer of “{queue}” is full"),
    N_("The printer itself says that there is no room for printed sheets. Take them out."),
)
EMPTY_OUTPUT = N_("Take the printed sheets out of the printer.")

DEVICE_PAUSED = Wording(
    N_("The printer of “{queue}” is paused or offline at the device itself"),
    N_(
        "Somebody, or the printer itself, switched it to “pause” or “offline”. It takes documents "
        "and keeps them waiting. Its own display or buttons put it online again."
    ),
)
PUT_ONLINE = N_("Press “Online”, “Resume” or “Go” at the printer.")

OTHER_DEVICE_ERROR = Wording(
    N_("The printer of “{queue}” reports a problem: {reasons}"),
    N_(
        "The printer itself says that something is wrong ({reasons}). Unjam knows nothing more "
        "about these words of its maker. The printer's display and its handbook explain them."
    ),
)
LOOK_AT_DISPLAY = N_("Look at the printer's own display; its handbook explains the message there.")

DEVICE_STATE_MISMATCH = Wording(
    N_("The printer of “{queue}” has stopped, and the print server does not know it"),
    N_(
        "The print server believes that the printer is ready, because it asks only while it "
        "prints. The printer itself says that it has stopped. Believe the printer: look at its "
        "display."
    ),
)
