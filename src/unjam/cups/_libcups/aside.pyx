# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Work on threads without Python, which nobody needs to wait for.

GnuTLS keeps some 200 bytes for every thread that ever shook hands, for good. So a thread that is
done takes the next work, and ends only when none comes for a while. Work never waits for a thread:
where none is idle, one is started. Nothing else connects one piece of work with another; a child of
fork() has none of its parent's threads, and starts its own.
"""

from libc.stdlib cimport calloc, free
from posix.time cimport CLOCK_MONOTONIC, clock_gettime, clockid_t, timespec

from unjam.cups._libcups.call cimport (
    pthread_mutex_init, pthread_mutex_lock, pthread_mutex_t, pthread_mutex_unlock)


cdef extern from "signal.h" nogil:
    ctypedef struct sigset_t:
        pass
    int sigfillset(sigset_t *)
    int pthread_sigmask(int, const sigset_t *, sigset_t *)
    int SIG_SETMASK


cdef extern from "pthread.h" nogil:
    ctypedef struct pthread_cond_t:
        pass
    ctypedef struct pthread_condattr_t:
        pass
    int PTHREAD_CREATE_DETACHED
    int pthread_attr_init(pthread_attr_t *)
    int pthread_attr_setdetachstate(pthread_attr_t *, int)
    int pthread_attr_destroy(pthread_attr_t *)
    int pthread_create(
        pthread_t *, const pthread_attr_t *, void *(*)(void *) noexcept nogil, void *)
    int pthread_condattr_init(pthread_condattr_t *)
    int pthread_condattr_setclock(pthread_condattr_t *, clockid_t)
    int pthread_condattr_destroy(pthread_condattr_t *)
    int pthread_cond_init(pthread_cond_t *, const pthread_condattr_t *)
    int pthread_cond_signal(pthread_cond_t *)
    int pthread_cond_timedwait(pthread_cond_t *, pthread_mutex_t *, const timespec *)
    int pthread_cond_destroy(pthread_cond_t *)
    int pthread_atfork(
        void (*)() noexcept nogil, void (*)() noexcept nogil, void (*)() noexcept nogil)

cdef enum:
    IDLE = 4            # threads that wait for work, at most
    PATIENCE = 300      # seconds for which they do


cdef struct thread_t:
    pthread_cond_t given
    work_t work             # NULL while it has none
    void *argument
    thread_t *next          # among the idle ones


cdef pthread_mutex_t lock   # guards the idle threads
cdef thread_t *idle = NULL
cdef int idle_count = 0


cdef bint run_aside(work_t work, void *argument) noexcept nogil:
    """Have a thread do this at once; False where there can be no more threads."""
    global idle, idle_count
    cdef thread_t *thread
    pthread_mutex_lock(&lock)
    thread = idle
    if thread != NULL:
        idle = thread.next
        idle_count -= 1
        thread.work, thread.argument = work, argument
        pthread_cond_signal(&thread.given)
    pthread_mutex_unlock(&lock)
    return thread != NULL or start(work, argument)


cdef bint start(work_t work, void *argument) noexcept nogil:
    """Start a thread that stays for more."""
    cdef pthread_t handle
    cdef pthread_attr_t detached
    cdef int failed
    cdef thread_t *thread = make_thread(work, argument)
    if thread == NULL:
        return False
    pthread_attr_init(&detached)
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED)
    failed = begin(&handle, &detached, serve, thread)
    pthread_attr_destroy(&detached)
    if failed != 0:
        free_thread(thread)
    return failed == 0


cdef int begin(pthread_t *handle, const pthread_attr_t *how,
               void *(*routine)(void *) noexcept nogil, void *argument) noexcept nogil:
    """`pthread_create` of a thread that is deaf to signals: those are for Python's own threads."""
    cdef sigset_t everything, before
    cdef int failed
    sigfillset(&everything)
    pthread_sigmask(SIG_SETMASK, &everything, &before)
    failed = pthread_create(handle, how, routine, argument)
    pthread_sigmask(SIG_SETMASK, &before, NULL)
    return failed


cdef thread_t *make_thread(work_t work, void *argument) noexcept nogil:
    cdef pthread_condattr_t monotonic
    cdef thread_t *thread = <thread_t *> calloc(1, sizeof(thread_t))
    if thread == NULL:
        return NULL
    pthread_condattr_init(&monotonic)
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC)
    pthread_cond_init(&thread.given, &monotonic)
    pthread_condattr_destroy(&monotonic)
    thread.work, thread.argument = work, argument
    return thread


cdef void free_thread(thread_t *thread) noexcept nogil:
    pthread_cond_destroy(&thread.given)
    free(thread)


cdef void *serve(void *itself) noexcept nogil:
    cdef thread_t *thread = <thread_t *> itself
    cdef bint more = True
    while more:
        thread.work(thread.argument)
        more = await_work(thread)
    free_thread(thread)
    return NULL


cdef bint await_work(thread_t *thread) noexcept nogil:
    """Be idle until there is work; False when the thread should end."""
    global idle, idle_count
    cdef timespec end
    cdef int failed = 0
    clock_gettime(CLOCK_MONOTONIC, &end)
    end.tv_sec += PATIENCE
    pthread_mutex_lock(&lock)
    thread.work = NULL
    if idle_count < IDLE:
        thread.next, idle = idle, thread
        idle_count += 1
        while thread.work == NULL and failed == 0:
            failed = pthread_cond_timedwait(&thread.given, &lock, &end)
        if thread.work == NULL:
            take_out(thread)
    pthread_mutex_unlock(&lock)
    return thread.work != NULL


cdef void take_out(thread_t *thread) noexcept nogil:
    global idle_count
    cdef thread_t **place = &idle
    while place[0] != thread:
        place = &place[0].next
    place[0] = thread.next
    idle_count -= 1


cdef void begin_anew() noexcept nogil:
    """In a child of fork(): the lock may be held, and the threads idle, in the parent only."""
    global idle, idle_count
    pthread_mutex_init(&lock, NULL)
    idle, idle_count = NULL, 0


pthread_mutex_init(&lock, NULL)
pthread_atfork(NULL, NULL, begin_anew)
