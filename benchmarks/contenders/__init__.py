# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""One module for each contender: `python -m benchmarks.contenders.NAME`, in its own process."""
