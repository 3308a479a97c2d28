# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""How long the window's main loop ever stands still: `python -m benchmarks.app`."""
