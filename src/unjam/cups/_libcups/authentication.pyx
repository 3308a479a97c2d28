# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Answering "401 Unauthorized" through libcups, with this call's own user and callback.

The thread's user and callback are libcups' only way to be told; they are installed for the length
of one `cupsDoAuthentication` and taken away after it. The callback's user data is the `Asking` of
this very call. What Python raises never crosses C: it is kept, libcups is told to give up, and
`authenticate` raises it again.
"""

from base64 import b64encode

from unjam.cups._libcups cimport libcups as c
from unjam.cups._libcups.http cimport Http

LOCAL_SCHEMES = (b"Local ", b"PeerCred ")


cdef class Asking:
    """One question to Python, and the answer's bytes for as long as libcups reads them."""

    cdef object ask
    cdef object error
    cdef bytes user
    cdef bytes password


cdef const char *on_password(
        const char *prompt, c.http_t *http, const char *method, const char *resource,
        void *data) noexcept with gil:
    cdef Asking asking = <Asking> data
    try:
        answer = asking.ask(prompt.decode("utf-8", "replace"))
        if answer is None:
            return NULL
        asking.user, asking.password = answer
        c.cupsSetUser(asking.user)
        return asking.password
    except BaseException as error:
        asking.error = error
        return NULL


def authenticate(Http http not None, bytes user not None, str method, bytes resource not None,
                 bytes refused, ask):
    """The Authorization field for another try after a 401, or None when there is nothing to try.

    `refused` is the field that the server has just refused. `ask(prompt)` returns (user, password)
    as bytes, or None to give up; what it raises is raised here.
    """
    cdef Asking asking = Asking()
    cdef const char *verb = b"GET" if method == "GET" else b"POST" if method == "POST" else b"PUT"
    cdef const char *path = resource
    cdef const char *name = user
    cdef int failed = 0
    asking.ask = ask
    local_refused = refused is not None and refused.startswith(LOCAL_SCHEMES)
    # libcups tries the local schemes three times before it asks; a refused one is not worth that.
    for _ in range(4):
        with nogil:
            c.cupsSetUser(name)
            c.cupsSetPasswordCB2(on_password, <void *> asking)
            failed = c.cupsDoAuthentication(http.line.http, verb, path)
            c.cupsSetPasswordCB2(NULL, NULL)
            c.cupsSetUser(NULL)
        if asking.error is not None:
            error, asking.error = asking.error, None
            raise error
        if failed:
            return None
        answer = <bytes> c.httpGetAuthString(http.line.http)
        if not (local_refused and answer.startswith(LOCAL_SCHEMES)):
            break
    if asking.password is not None and answer.startswith(b"Basic "):
        # libcups cuts what does not fit into its buffers; the field itself has no such limit.
        return b"Basic " + b64encode(asking.user + b":" + asking.password)
    return answer
