# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Unjam finds out why printing does not work, proves it, and puts it right."""

__version__ = "0.1.0"
