# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What libcups would use where nobody says otherwise."""

from unjam.cups._libcups cimport libcups as c


def defaults():
    """(server, port, user, encryption) of this thread's libcups.

    libcups reads the environment (CUPS_SERVER, CUPS_USER, CUPS_ENCRYPTION, IPP_PORT) and
    client.conf once for each thread: call this on a new one.
    """
    cdef const char *server
    cdef const char *user
    cdef int port
    cdef c.http_encryption_t encryption
    with nogil:
        server = c.cupsServer()
        user = c.cupsUser()
        port = c.ippPort()
        encryption = c.cupsEncryption()
    texts = [text.decode("utf-8", "replace") for text in (<bytes> server, <bytes> user)]
    return texts[0], port, texts[1], <int> encryption
