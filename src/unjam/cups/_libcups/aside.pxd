# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

cdef extern from "pthread.h" nogil:
    ctypedef unsigned long pthread_t
    ctypedef struct pthread_attr_t:
        pass


ctypedef void (*work_t)(void *argument) noexcept nogil


cdef bint run_aside(work_t work, void *argument) noexcept nogil
cdef int begin(pthread_t *handle, const pthread_attr_t *how,
               void *(*routine)(void *) noexcept nogil, void *argument) noexcept nogil
