# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""How fast, how smooth and how cancellable the binding is, beside its peers.

`python -m benchmarks` builds what it needs under `benchmarks/build`, runs every contender in a
process of its own, in interleaved rounds, and prints tables with ratios and what was promised.
"""
