# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Remedies and admin verbs, carried out with consent: preview, apply, verify, undo."""
