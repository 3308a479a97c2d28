# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The Cython modules over libcups; every C name stands in `libcups.pxd`."""
