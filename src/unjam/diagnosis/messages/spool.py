# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings about the print server's directories say."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

SPOOL_FULL = Wording(
    N_("There is no room left for print jobs in {path}"),
    N_(
        "The print server keeps documents on the disk until they are printed, and the disk under "
        "{path} is full ({free} free). New jobs are refused or fail. Make room there: delete "
        "what is not needed, or remove old print jobs."
    ),
)

MAKE_ROOM = N_("Make room on the disk that holds {path}.")
NO_INODES = N_("no more files can be created")
