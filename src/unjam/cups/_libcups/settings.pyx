# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What libcups would use where nobody says otherwise."""

from cpython.exc cimport PyErr_CheckSignals
from libc.errno cimport ETIMEDOUT
from libc.stdlib cimport calloc, free
from libc.string cimport strncpy
from posix.time cimport CLOCK_REALTIME, clock_gettime, timespec

from unjam.cups._libcups cimport libcups as c
from unjam.cups._libcups.aside cimport begin, pthread_t


cdef extern from "pthread.h" nogil:
    int pthread_timedjoin_np(pthread_t, void **, const timespec *)
    int pthread_detach(pthread_t)

cdef enum:
    LONGEST = 1024
    LOOK = 250000000        # nanoseconds between two looks for signals
    SECOND = 1000000000


cdef struct found_t:
    char server[LONGEST]
    char user[LONGEST]
    int port
    int encryption


def defaults():
    """(server, port, user, encryption) as libcups has them for a thread that has not asked yet.

    libcups reads the environment (CUPS_SERVER, CUPS_USER, CUPS_ENCRYPTION, IPP_PORT), client.conf
    and the user's entry in the name service once for each thread. So a new one asks, without
    Python: it is over before Python's own would have begun.
    """
    cdef pthread_t thread
    cdef found_t *found = <found_t *> calloc(1, sizeof(found_t))
    if found == NULL:
        raise MemoryError
    if begin(&thread, NULL, look, found) != 0:
        free(found)
        raise RuntimeError("no thread is left to read libcups' settings with")
    join(thread)
    server, user = found.server.decode("utf-8", "replace"), found.user.decode("utf-8", "replace")
    port, encryption = found.port, found.encryption
    free(found)
    return server, port, user, encryption


cdef void *look(void *argument) noexcept nogil:
    cdef found_t *found = <found_t *> argument
    strncpy(found.server, c.cupsServer(), LONGEST - 1)
    strncpy(found.user, c.cupsUser(), LONGEST - 1)
    found.port, found.encryption = c.ippPort(), c.cupsEncryption()
    return NULL


cdef int join(pthread_t thread) except -1:
    """Wait for the thread; a signal whose handler raises leaves it behind, and what it writes to.

    A name service that does not answer may hold it for long.
    """
    cdef timespec end
    cdef int waiting = ETIMEDOUT
    while waiting == ETIMEDOUT:
        with nogil:
            clock_gettime(CLOCK_REALTIME, &end)
            end.tv_nsec += LOOK
            if end.tv_nsec >= SECOND:
                end.tv_sec, end.tv_nsec = end.tv_sec + 1, end.tv_nsec - SECOND
            waiting = pthread_timedjoin_np(thread, NULL, &end)
        if waiting == ETIMEDOUT:
            try:
                PyErr_CheckSignals()
            except BaseException:
                pthread_detach(thread)
                raise
    return 0
