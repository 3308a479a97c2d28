# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings about paper and trays say."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

MEDIA_MISMATCH = Wording(
    N_("“{queue}” prints on {default} by default, but the printer holds {ready}"),
    N_(
        "Unless told otherwise, documents on “{queue}” ask for {default}. The printer says that it "
        "holds {ready}. It may stop and ask for paper, or cut the page. Set the usual paper to "
        "what is in the printer, or load what the documents ask for."
    ),
)
LOCALE_MISMATCH = Wording(
    N_("“{queue}” prints on {default}, where {usual} is usual"),
    N_(
        "Documents on “{queue}” ask for {default} unless told otherwise, while your language "
        "settings ({variable}={value}) stand for {usual}. If pages come out cut or shifted, change "
        "the usual paper of “{queue}”."
    ),
)
WRONG_TRAY = Wording(
    N_("“{queue}” takes paper from “{source}”, where another size lies"),
    N_(
        "Documents on “{queue}” ask for {default} from the source “{source}”, but the printer says "
        "that {loaded} lies there; {default} lies in “{other}”. Choose that source, or let the "
        "printer choose (auto)."
    ),
)

CHOOSE_TRAY = N_("Print again, and choose the source “{other}” or let the printer choose.")
SET_TRAY = N_("Set “{queue}” to take paper from “{other}”, or to let the printer choose.")
LOAD_PAPER = N_("Load {default} into the printer.")
SIZES = {
    "iso_a3_297x420mm": "A3",
    "iso_a4_210x297mm": "A4",
    "iso_a5_148x210mm": "A5",
    "na_letter_8.5x11in": "US Letter",
    "na_legal_8.5x14in": "US Legal",
}
