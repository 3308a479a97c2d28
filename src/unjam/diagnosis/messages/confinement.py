# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings about AppArmor and SELinux say."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

APPARMOR_DENIED = Wording(
    N_("AppArmor keeps a program of the print server from its work: {program}"),
    N_(
        "AppArmor, which guards programs against misuse, refused “{program}” this: {operation} "
        "{target}. If printing fails because of it, allow just that, in a local addition to the "
        "rules for the print server (its profile). Do not switch AppArmor off."
    ),
)
APPARMOR_RULE = N_(
    "If “{target}” is something that your printer's driver needs, add a rule for it to "
    "/etc/apparmor.d/local/usr.sbin.cupsd and load the profile again."
)

SELINUX_DENIED = Wording(
    N_("SELinux keeps a program of the print server from its work: {program}"),
    N_(
        "SELinux, which guards programs against misuse, refused “{program}” this: {operation} "
        "{target}. Usually a file was moved there and has kept a wrong label, the mark by which "
        "SELinux knows what a file is for. Correct the label. Do not switch SELinux off."
    ),
)
SELINUX_LABEL = N_("Give “{target}” the SELinux label that belongs to its place.")
