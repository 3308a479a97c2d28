# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What can go wrong, by who is at fault.

One root, `CupsError`; below it the request, the server, the network, the credentials, the
certificate, the clock, and the caller who cancelled. Python's own types are mixed in where they are
true. All of them pickle. A status that the table does not know raises the family of its hundred
(`client-error-*` is the request's fault, `server-error-*` the server's), or the root.
"""

# ruff: noqa: N818 - the names say what is the matter; the root is `CupsError`

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from unjam.cups.status import Status

if TYPE_CHECKING:
    from unjam.cups.certificate import Certificate


class CupsError(Exception):
    """An operation failed: which, with what IPP status (None: none came), in whose words."""

    def __init__(self, operation: str, status: int | None, message: str) -> None:
        # Not OSError's, where that is mixed in: it would take the operation for an errno.
        Exception.__init__(self, operation, status, message)
        self.args = (operation, status, message)
        self.operation = operation
        self.status = status
        self.message = message

    def __str__(self) -> str:
        """Message first, then what was being done."""
        return f"{self.message} ({self.operation})" if self.operation else self.message

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by the constructor's arguments, whatever builtin is mixed in."""
        return type(self), (self.operation, self.status, self.message)


# --- the request's fault --------------------------------------------------------------------------


class RequestError(CupsError):
    """The server understood the request and will not do it as it stands."""


class BadRequest(RequestError):
    """client-error-bad-request."""


class NotFound(RequestError):
    """client-error-not-found or -gone: no such queue, job or file."""


class NotPossible(RequestError):
    """client-error-not-possible: not in the present state."""


class AttributesNotSupported(RequestError):
    """client-error-attributes-or-values-not-supported, or -conflicting-attributes."""


class DocumentFormatNotSupported(RequestError):
    """client-error-document-format-not-supported."""


class DocumentUnprintable(RequestError):
    """The document itself is at fault: damaged, protected, not printable."""


class RequestTooLarge(RequestError):
    """client-error-request-entity-too-large or -request-value-too-long."""


class AccountProblem(RequestError):
    """The user's print account is missing, closed or exhausted."""


class TooManySubscriptions(RequestError):
    """client-error-too-many-subscriptions or -ignored-all-subscriptions."""


class InvalidServer(RequestError, ValueError):
    """The server's name, port or socket path is malformed; nothing was tried."""


# --- the server's fault ---------------------------------------------------------------------------


class ServerError(CupsError):
    """The server could not do what it was rightly asked."""


class ServerInternalError(ServerError):
    """server-error-internal-error."""


class OperationNotSupported(ServerError):
    """server-error-operation-not-supported or -version-not-supported."""


class ServiceUnavailable(ServerError):
    """server-error-service-unavailable."""


class ServerBusy(ServerError):
    """server-error-busy or -temporary-error: later it may work."""


class TooManyJobs(ServerError):
    """server-error-too-many-jobs or -documents."""


class PrinterNotAccepting(ServerError):
    """server-error-not-accepting-jobs, or -printer-is-deactivated."""


class JobCanceled(ServerError):
    """server-error-job-canceled."""


class DeviceError(ServerError):
    """server-error-device-error."""


class ProtocolError(ServerError):
    """The reply is not IPP, or not the reply to this request."""


class UpgradeRequired(ServerError):
    """The server wants TLS and the connection must not have it."""


# --- the network's fault --------------------------------------------------------------------------


class NetworkError(CupsError, ConnectionError):
    """The server could not be reached, or was lost."""


class NameNotResolved(NetworkError):
    """The server's name has no address."""


class Refused(NetworkError, ConnectionRefusedError):
    """Nobody listens there (a closed port, or a socket that a server left behind)."""


class SocketMissing(NetworkError, FileNotFoundError):
    """The server's UNIX socket does not exist."""


class SocketForbidden(NetworkError, PermissionError):
    """The server's UNIX socket is not for this user."""


class Unreachable(NetworkError):
    """There is no way to the host."""


class ConnectionLost(NetworkError):
    """The connection broke off. Whether the server did what it was asked is not known."""


# --- credentials ----------------------------------------------------------------------------------


class CredentialsError(CupsError, PermissionError):
    """The server wants to know better who asks."""


class NotAuthenticated(CredentialsError):
    """client-error-not-authenticated: the password was wrong, or nobody could be asked for it."""


class NotAuthorized(CredentialsError):
    """client-error-not-authorized: this user may not."""


class Forbidden(CredentialsError):
    """client-error-forbidden."""


class AuthenticationCancelled(CredentialsError):
    """The password callback gave up."""


# --- certificates ---------------------------------------------------------------------------------


class CertificateError(CupsError):
    """The connection is encrypted, and the server's certificate is not to be trusted as it is."""

    certificate: Certificate | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with the certificate."""
        arguments = (self.operation, self.status, self.message)
        return type(self), arguments, {"certificate": self.certificate}


class CertificateChanged(CertificateError):
    """Another certificate than the one that was trusted."""


class CertificateExpired(CertificateError):
    """Out of its time."""


class CertificateNameMismatch(CertificateError):
    """Made out to another name."""


class CertificateUntrusted(CertificateError):
    """Self-signed, or signed by nobody known, and the caller did not trust it."""


class TlsFailed(CertificateError):
    """The TLS handshake failed; there may be no certificate."""


# --- time, and the caller -------------------------------------------------------------------------


class DeadlineExceeded(CupsError, TimeoutError):
    """The call's time is over. What it was to change may have changed."""


class Cancelled(CupsError):
    """The caller cancelled. What the call was to change may have changed."""


class Closed(CupsError):
    """The connection was closed by the program."""


_TABLE: Final[dict[int, type[CupsError]]] = {
    Status.ERROR_BAD_REQUEST: BadRequest,
    Status.ERROR_FORBIDDEN: Forbidden,
    Status.ERROR_NOT_AUTHENTICATED: NotAuthenticated,
    Status.ERROR_NOT_AUTHORIZED: NotAuthorized,
    Status.ERROR_NOT_POSSIBLE: NotPossible,
    Status.ERROR_NOT_FOUND: NotFound,
    Status.ERROR_GONE: NotFound,
    Status.ERROR_REQUEST_ENTITY: RequestTooLarge,
    Status.ERROR_REQUEST_VALUE: RequestTooLarge,
    Status.ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED: DocumentFormatNotSupported,
    Status.ERROR_ATTRIBUTES_OR_VALUES: AttributesNotSupported,
    Status.ERROR_CONFLICTING: AttributesNotSupported,
    Status.ERROR_ATTRIBUTES_NOT_SETTABLE: AttributesNotSupported,
    Status.ERROR_COMPRESSION_ERROR: DocumentUnprintable,
    Status.ERROR_DOCUMENT_FORMAT_ERROR: DocumentUnprintable,
    Status.ERROR_DOCUMENT_ACCESS: DocumentUnprintable,
    Status.ERROR_DOCUMENT_PASSWORD: DocumentUnprintable,
    Status.ERROR_DOCUMENT_PERMISSION: DocumentUnprintable,
    Status.ERROR_DOCUMENT_SECURITY: DocumentUnprintable,
    Status.ERROR_DOCUMENT_UNPRINTABLE: DocumentUnprintable,
    Status.ERROR_IGNORED_ALL_SUBSCRIPTIONS: TooManySubscriptions,
    Status.ERROR_TOO_MANY_SUBSCRIPTIONS: TooManySubscriptions,
    Status.ERROR_ACCOUNT_INFO_NEEDED: AccountProblem,
    Status.ERROR_ACCOUNT_CLOSED: AccountProblem,
    Status.ERROR_ACCOUNT_LIMIT_REACHED: AccountProblem,
    Status.ERROR_ACCOUNT_AUTHORIZATION_FAILED: AccountProblem,
    Status.ERROR_CUPS_ACCOUNT_INFO_NEEDED: AccountProblem,
    Status.ERROR_CUPS_ACCOUNT_CLOSED: AccountProblem,
    Status.ERROR_CUPS_ACCOUNT_LIMIT_REACHED: AccountProblem,
    Status.ERROR_CUPS_ACCOUNT_AUTHORIZATION_FAILED: AccountProblem,
    Status.ERROR_INTERNAL: ServerInternalError,
    Status.ERROR_OPERATION_NOT_SUPPORTED: OperationNotSupported,
    Status.ERROR_VERSION_NOT_SUPPORTED: OperationNotSupported,
    Status.ERROR_SERVICE_UNAVAILABLE: ServiceUnavailable,
    Status.ERROR_DEVICE: DeviceError,
    Status.ERROR_TEMPORARY: ServerBusy,
    Status.ERROR_BUSY: ServerBusy,
    Status.ERROR_NOT_ACCEPTING_JOBS: PrinterNotAccepting,
    Status.ERROR_PRINTER_IS_DEACTIVATED: PrinterNotAccepting,
    Status.ERROR_JOB_CANCELED: JobCanceled,
    Status.ERROR_TOO_MANY_JOBS: TooManyJobs,
    Status.ERROR_TOO_MANY_DOCUMENTS: TooManyJobs,
    Status.ERROR_CUPS_AUTHENTICATION_CANCELED: AuthenticationCancelled,
    Status.ERROR_CUPS_PKI: TlsFailed,
    Status.ERROR_CUPS_UPGRADE_REQUIRED: UpgradeRequired,
}

_HTTP: Final[dict[int, Status]] = {
    400: Status.ERROR_BAD_REQUEST,
    401: Status.ERROR_NOT_AUTHENTICATED,
    403: Status.ERROR_FORBIDDEN,
    404: Status.ERROR_NOT_FOUND,
    413: Status.ERROR_REQUEST_ENTITY,
    426: Status.ERROR_CUPS_UPGRADE_REQUIRED,
    500: Status.ERROR_INTERNAL,
    501: Status.ERROR_OPERATION_NOT_SUPPORTED,
    503: Status.ERROR_SERVICE_UNAVAILABLE,
    505: Status.ERROR_VERSION_NOT_SUPPORTED,
}

_HTTP_WORDS: Final[dict[int, str]] = {
    400: "the server calls the request malformed",
    401: "the server wants a password",
    403: "the server forbids this to this user",
    404: "the server has no such thing",
    413: "the request is larger than the server takes, or its disk is full",
    426: "the server wants an encrypted connection",
    500: "the server failed inside",
    501: "the server cannot do this",
    503: "the server cannot do this now",
    505: "the server does not speak this version",
}


def error_class(status: int) -> type[CupsError]:
    """The class for an IPP status code."""
    known = _TABLE.get(status)
    if known is not None:
        return known
    families = {4: RequestError, 5: ServerError}
    return families.get(status >> 8, CupsError)


def from_status(operation: str, status: int, message: str) -> CupsError:
    """The error for a reply with this IPP status code; `message` is the server's text, if any."""
    return error_class(status)(operation, status, message or status_words(status))


def from_http(operation: str, code: int) -> CupsError:
    """The error for a reply that is an HTTP status instead of IPP."""
    status = _HTTP.get(code)
    if status is None:
        return ProtocolError(operation, None, f"the server answered with HTTP status {code}")
    return error_class(status)(operation, None, _HTTP_WORDS[code])


def status_words(status: int) -> str:
    """A status code as the standards write it: "client-error-not-found"."""
    try:
        name = Status(status).name
    except ValueError:
        return f"status 0x{status:04x}"
    plain = name.removeprefix("ERROR_").lower().replace("_", "-")
    prefix = {4: "client-error-", 5: "server-error-"}.get(status >> 8, "")
    return prefix + plain
