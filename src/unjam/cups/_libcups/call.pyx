# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The fate of one call: running, cancelled, or out of time.

Only the thread that does the work publishes a socket here, and it publishes a `dup`: the number
can then never be reused for a stranger's socket while somebody may still shut it down. Whoever
stops the call sets the reason and shuts the published socket down, both under the lock; the reason,
never libcups' last status, decides what the call raises.
"""

from libc.stdlib cimport calloc, free
from posix.time cimport CLOCK_MONOTONIC, clock_gettime, timespec
from posix.unistd cimport close
from libc.stdint cimport uint64_t


cdef extern from "sys/socket.h" nogil:
    int shutdown(int fd, int how)
    int SHUT_RDWR


cdef extern from "sys/eventfd.h" nogil:
    int eventfd_write(int fd, uint64_t value)


cdef extern from "fcntl.h" nogil:
    int fcntl(int fd, int command, ...)
    int F_DUPFD_CLOEXEC

cdef enum:
    LOOK = 250          # milliseconds

CANCELLED = 1
OUT_OF_TIME = 2
CLOSED = 3


cdef double monotonic() noexcept nogil:
    cdef timespec now
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec + now.tv_nsec * 1e-9


cdef bint stop(control_t *control, int reason) noexcept nogil:
    """Stop the call unless it is stopped already; whether this was the first."""
    cdef bint first
    pthread_mutex_lock(&control.lock)
    first = control.reason == 0
    if first:
        control.reason = reason
        if control.published >= 0:
            shutdown(control.published, SHUT_RDWR)
        if control.waker >= 0:
            eventfd_write(control.waker, 1)
    pthread_mutex_unlock(&control.lock)
    return first


cdef bint publish(control_t *control, int fd) noexcept nogil:
    """Let `stop` reach this socket; False if the call is stopped, or no dup is to be had."""
    cdef bint ready
    pthread_mutex_lock(&control.lock)
    if control.published >= 0:
        close(control.published)
    control.published = -1 if control.reason else fcntl(fd, F_DUPFD_CLOEXEC, 3)
    ready = control.published >= 0
    pthread_mutex_unlock(&control.lock)
    return ready


cdef void withdraw(control_t *control) noexcept nogil:
    """Put the socket out of the reach of `stop`."""
    pthread_mutex_lock(&control.lock)
    if control.published >= 0:
        close(control.published)
        control.published = -1
    pthread_mutex_unlock(&control.lock)


cdef void wake_by(control_t *control, int waker) noexcept nogil:
    """Have `stop` write to this eventfd, at once if it came before; -1: to none any more."""
    pthread_mutex_lock(&control.lock)
    control.waker = waker
    if waker >= 0 and control.reason:
        eventfd_write(waker, 1)
    pthread_mutex_unlock(&control.lock)


cdef int verdict(control_t *control) noexcept nogil:
    """Why the call must stop now, or 0; a deadline that has passed counts from here on."""
    if control.reason == 0 and control.deadline > 0 and monotonic() >= control.deadline:
        stop(control, 2)
    return control.reason


cdef int remaining_ms(control_t *control) noexcept nogil:
    """Milliseconds to the deadline, rounded up and at least 0; -1 without a deadline."""
    cdef double left
    if control.deadline <= 0:
        return -1
    left = (control.deadline - monotonic()) * 1000.0
    if left <= 0:
        return 0
    return 2147483647 if left > 2147483000.0 else <int> left + 1


cdef int patience_ms(control_t *control) noexcept nogil:
    """Milliseconds that one wait may last: to the deadline, or till Python has to look for signals.

    A signal that comes between Python's last look and the wait does not interrupt the wait.
    """
    cdef int left = remaining_ms(control)
    return LOOK if control.attentive and (left < 0 or left > LOOK) else left


cdef class Call:
    """One call: its deadline (`time.monotonic()` seconds, or None) and whether it was stopped.

    `attentive`: signals may want to end it, for it is made on Python's main thread.
    """

    def __cinit__(self, deadline=None, bint attentive=False):
        self.control = <control_t *> calloc(1, sizeof(control_t))
        if self.control == NULL:
            raise MemoryError
        pthread_mutex_init(&self.control.lock, NULL)
        self.control.published = -1
        self.control.waker = -1
        self.control.attentive = attentive
        self.control.deadline = 0.0 if deadline is None else max(<double> deadline, 1e-9)

    def __dealloc__(self):
        if self.control != NULL:
            withdraw(self.control)
            pthread_mutex_destroy(&self.control.lock)
            free(self.control)

    def stop(self, int reason):
        """Stop the call, from any thread; never blocks. The first reason stays."""
        return stop(self.control, reason)

    @property
    def reason(self):
        """Why the call must stop (`CANCELLED`, `OUT_OF_TIME`, `CLOSED`), or 0."""
        return verdict(self.control)

    @property
    def remaining(self):
        """Seconds to the deadline, at least 0, or None."""
        if self.control.deadline <= 0:
            return None
        return max(0.0, self.control.deadline - monotonic())
