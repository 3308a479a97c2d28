# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0
# cython: language_level=3

cdef extern from "cups/cups.h" nogil:
    const char *cupsServer()
