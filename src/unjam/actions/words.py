# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Translation of what a remedy says of itself."""

from __future__ import annotations

from unjam.translation import N_, _, ngettext

__all__ = ["N_", "_", "ngettext"]
