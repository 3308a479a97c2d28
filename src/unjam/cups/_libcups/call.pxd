# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

from posix.types cimport pid_t


cdef extern from "pthread.h" nogil:
    ctypedef struct pthread_mutex_t:
        pass
    int pthread_mutex_init(pthread_mutex_t *, void *)
    int pthread_mutex_lock(pthread_mutex_t *)
    int pthread_mutex_unlock(pthread_mutex_t *)
    int pthread_mutex_destroy(pthread_mutex_t *)


cdef struct control_t:
    pthread_mutex_t lock
    int reason          # 0 while nobody stopped the call; libcups' cancel pointers point here
    int published       # a dup of the socket that `stop` may shut down, or -1
    int waker           # an eventfd that `stop` writes to, or -1
    double deadline     # CLOCK_MONOTONIC seconds, or 0 for none
    int attentive       # its thread is the one that Python's signal handlers run on


cdef double monotonic() noexcept nogil
cdef bint stop(control_t *control, int reason) noexcept nogil
cdef bint publish(control_t *control, int fd) noexcept nogil
cdef void withdraw(control_t *control) noexcept nogil
cdef void wake_by(control_t *control, int waker) noexcept nogil
cdef int verdict(control_t *control) noexcept nogil
cdef int remaining_ms(control_t *control) noexcept nogil
cdef int patience_ms(control_t *control) noexcept nogil


cdef class Call:
    cdef control_t *control
