# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings about a person's own settings say."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

DEFAULT_PRINTER_MISSING = Wording(
    N_("Your default printer “{queue}” does not exist"),
    N_(
        "Programs that print without asking use the default printer. It is set to “{queue}” in "
        "{source}, but the print server has no queue of that name, so printing fails. Remove the "
        "setting or choose another printer."
    ),
)

THE_VARIABLE = N_("the environment variable {name}")
UNSET_VARIABLE = N_(
    "Remove the variable {name} from your environment (it is usually set in ~/.profile, "
    "~/.bashrc or /etc/environment) and log in anew."
)
