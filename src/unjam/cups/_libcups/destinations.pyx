# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Destinations, as libcups finds them: its own queues at once, those of the network as they answer.

`cupsEnumDests` takes server, user and encryption from its thread only, so it wants a thread of its
own, which the caller can leave behind: libcups looks at its cancel flag every quarter of a second
at best.
"""

from unjam.cups._libcups cimport libcups as c
from unjam.cups._libcups.call cimport Call


cdef class Finding:
    """Whom to tell of destinations, and what went wrong in telling."""

    cdef object found
    cdef object error
    cdef Call call


cdef int on_destination(void *data, unsigned flags, c.cups_dest_t *dest) noexcept with gil:
    cdef Finding finding = <Finding> data
    try:
        options = {
            decoded(dest.options[each].name): decoded(dest.options[each].value)
            for each in range(dest.num_options)}
        instance = None if dest.instance == NULL else decoded(dest.instance)
        finding.found(
            decoded(dest.name), instance, dest.is_default != 0, options,
            flags & c.CUPS_DEST_FLAGS_REMOVED != 0)
    except BaseException as error:
        finding.error = error
        return 0
    return finding.call.reason == 0


cdef const char *on_password(
        const char *prompt, c.http_t *http, const char *method, const char *resource,
        void *data) noexcept nogil:
    """Looking around is no reason to ask for a password."""
    return NULL


cdef str decoded(const char *text):
    return "" if text == NULL else text.decode("utf-8", "replace")


def enumerate_destinations(
        bytes server not None, bytes user not None, int encryption, double seconds,
        unsigned printer_type, unsigned mask, Call call not None, found):
    """Call `found(name, instance, is_default, options, removed)` for `seconds`, or till stopped.

    Raises what `found` raises.
    """
    cdef Finding finding = Finding()
    cdef const char *where = server
    cdef const char *who = user
    cdef int msec = <int> (seconds * 1000)
    finding.found = found
    finding.call = call
    with nogil:
        c.cupsSetServer(where)
        c.cupsSetUser(who)
        c.cupsSetEncryption(<c.http_encryption_t> encryption)
        c.cupsSetPasswordCB2(on_password, NULL)
        c.cupsEnumDests(
            c.CUPS_DEST_FLAGS_NONE, msec, &call.control.reason, printer_type, mask,
            on_destination, <void *> finding)
    if finding.error is not None:
        raise finding.error
