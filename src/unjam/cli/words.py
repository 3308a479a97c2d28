# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Translation of what the command line says."""

from __future__ import annotations

from unjam.translation import N_, _, language, ngettext, set_up

__all__ = ["N_", "_", "language", "ngettext", "set_up"]
