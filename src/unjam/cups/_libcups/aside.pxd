# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

ctypedef void (*work_t)(void *argument) noexcept nogil


cdef bint run_aside(work_t work, void *argument) noexcept nogil
