# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The connection to a server while there is one: made when it is needed, examined, kept, dropped.

The law: a connection is checked for hang-up before it is used again, and one that failed, was
refused or was stopped is thrown away. Nothing is said over a connection whose certificate has not
been judged.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from unjam.cups import address, certificate, errors
from unjam.cups._libcups import http as c_http
from unjam.cups.address import Address
from unjam.cups.certificate import Certificate, Trust
from unjam.cups.effort import Effort
from unjam.cups.model import Encryption

_PLAIN: Final = (Encryption.NEVER, Encryption.IF_REQUESTED)
_HTTPS: Final = 443
"""The port where libcups shakes hands whatever it was told."""


class Link:
    """Where a server is, how to reach it, and the connection to it; for one call at a time."""

    def __init__(self, where: Address, encryption: Encryption, trust: Trust) -> None:
        self.address = where
        self.encryption = encryption
        self.certificate: Certificate | None = None
        self.trust = trust
        self._at_once = not where.is_named and where.port != _HTTPS
        self._line: c_http.Http | None = None

    def line(self, effort: Effort) -> c_http.Http:
        """The kept connection if it is still good, else a new one."""
        effort.check()
        if self._line is not None:
            if self._line.alive:
                return self._line
            self.drop()
        line = self._open(effort)
        try:
            self._examine(line, effort)
        except BaseException:
            line.close()
            raise
        self._line = line
        return line

    def let_go(self) -> c_http.Http | None:
        """Forget the connection; whoever gets it closes it."""
        line, self._line = self._line, None
        return line

    def drop(self) -> None:
        """Throw the connection away."""
        line = self.let_go()
        if line is not None:
            line.close()

    # --- making one -----------------------------------------------------------------------------

    def _open(self, effort: Effort) -> c_http.Http:
        """Connect here, where that cannot take long; else where it can be left behind."""
        if self._at_once and self.encryption in _PLAIN:
            host, port, encryption = self.address.host, self.address.port, int(self.encryption)
            line = c_http.reach(host.encode(), port, encryption, effort.call)
            if line is not None:
                return line
        return self._open_aside(effort)

    def _open_aside(self, effort: Effort) -> c_http.Http:
        """Resolve, connect, shake hands; what cannot be stopped is left behind."""
        host, port, encryption = self.address.host, self.address.port, int(self.encryption)
        for last in (False, True):
            opening = c_http.Opening(host.encode(), port, encryption, effort.call)
            try:
                while not opening.wait():
                    effort.check()
                effort.check()
                line, step, words = opening.result()
            finally:
                del opening  # its descriptor must not live on in the traceback of what is raised
            if line is not None:
                return line
            failure = self._failure(step, words, effort)
            if failure is not None:
                raise failure
            if last:
                break
        raise errors.Unreachable(effort.operation, None, words)

    def _failure(self, step: str, words: str, effort: Effort) -> errors.CupsError | None:
        """Why there is no connection; None if it would come off now."""
        if step == "resolve":
            words = f"the name {self.address.host} has no address: {words}"
            return errors.NameNotResolved(effort.operation, None, words)
        if step == "tls":
            words = f"no encrypted connection to {self.address}: {words}"
            return errors.TlsFailed(effort.operation, None, words)
        return effort.aside(
            lambda: address.diagnose(self.address, effort.operation, effort.call.remaining),
            lambda _: None,
        )

    # --- its certificate ------------------------------------------------------------------------

    def _examine(self, line: c_http.Http, effort: Effort) -> None:
        """Have the certificate judged, once for each connection."""
        if not line.encrypted:
            return
        shown = line.certificate(self.address.host)
        if shown is None:
            words = f"{self.address} encrypts, and shows no certificate"
            raise errors.TlsFailed(effort.operation, None, words)
        encoded, valid_name = shown
        try:
            found = certificate.examine(encoded, valid_name=valid_name)
        except ValueError as error:
            raise errors.TlsFailed(effort.operation, None, str(error)) from None
        if self.address.is_socket and self.trust is None:
            self.certificate = found
            return  # the file system says who may listen there
        if certificate.open_question(found, self.trust):
            found = self._vouched(found, effort)
        self.certificate = found
        refused = certificate.judge(found, self.trust, effort.operation)
        if refused is not None:
            raise refused

    def _vouched(self, found: Certificate, effort: Effort) -> Certificate:
        """Ask the system's authorities, aside: that is a connection of its own.

        Half of the time that is left is for that, so that even without an answer there is a word.
        """
        last, left = self.certificate, effort.call.remaining
        patience = None if left is None else left / 2
        upgrade = self.encryption != Encryption.ALWAYS
        known = (
            last is not None and last.encoded == found.encoded and not last.problems
        ) or effort.aside(
            lambda: certificate.vouched(self.address, found.encoded, patience, upgrade=upgrade),
            lambda _: None,
        )
        return replace(found, problems=() if known else found.problems or ("untrusted",))
