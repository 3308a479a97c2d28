# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Which attributes are sets and which are enums, by their registered syntax.

A `1setOf` is a list however many values came, anything else never is (IANA "IPP Registrations",
attributes; CUPS' own from its IPP reference). An attribute that nobody registered is a list exactly
when it has several values.
"""

# ruff: noqa: SIM905 - tables of words, to be read as such

from enum import IntEnum, IntFlag
from typing import Final

from unjam.cups.model import (
    Finishings,
    JobState,
    Operation,
    Orientation,
    PrinterState,
    PrinterType,
    PrintQuality,
)

SETS: Final = frozenset(
    """
    attributes-charset-supported auth-info auth-info-required charset-supported
    cover-back-supported destination-uris document-charset-supplied-list
    document-format-supported document-privacy-attributes
    finishings finishings-col finishings-col-database finishings-col-default
    finishings-col-ready finishings-default finishings-ready
    generated-natural-language-supported
    job-account-id-list job-attributes job-hold-until-supported
    job-printer-state-reasons job-privacy-attributes job-resource-ids job-settable-attributes
    job-sheets job-sheets-default job-state-reasons job-mandatory-attributes
    insert-sheet insert-sheet-default job-presets-supported
    marker-colors marker-high-levels marker-levels marker-low-levels marker-names marker-types
    materials-col media-col-database media-col-ready media-ready
    member-names member-uris multiple-document-handling-list
    notify-attributes notify-events notify-events-default notify-status-code-list
    number-up-list oauth-authorization-scope overrides
    output-device-uuid-list page-ranges pclm-source-resolution-list
    port-monitor-list ppd-type-list
    print-supports printer-alert printer-alert-description printer-commands
    printer-config-changes printer-dns-sd-txt printer-finisher printer-finisher-description
    printer-finisher-supplies printer-finisher-supplies-description
    printer-contact-col-list printer-icc-profiles printer-icons printer-id-list
    printer-input-tray printer-kind printer-organization printer-organizational-unit
    printer-output-tray printer-resource-ids printer-settable-attributes
    printer-state-reasons printer-static-resource-list printer-storage
    printer-storage-description printer-strings-languages-supported printer-supply
    printer-supply-description printer-detailed-status-messages printer-pwg-raster-document-type
    profile-uris printer-user-settable requested-attributes requested-user-name-allowed
    requesting-user-name-allowed requesting-user-name-denied requesting-user-uri-schemes
    resource-ids resource-state-reasons separator-sheets-list
    status-code-list subscription-ids system-state-reasons
    trimming-list urf-supported
    uri-authentication-supported uri-security-supported uri-schemes-supported
    user-rights-list xri-authentication-supported xri-security-supported xri-uri-scheme-supported
    pdf-versions-supported ipp-versions-supported ipp-features-supported operations-supported
    """.split()
)
"""Names that are sets and do not end in "-supported" (and some that do, for the reader)."""

SINGLE_SUPPORTED: Final = frozenset(
    """
    color-supported copies-supported
    document-password-supported finishings-col-actual-supported
    ipp-attribute-fidelity-supported
    job-account-id-supported job-accounting-user-id-supported job-cancel-after-supported
    job-copies-supported job-delay-output-until-time-supported job-hold-until-time-supported
    job-ids-supported job-impressions-col-supported job-impressions-supported
    job-k-octets-supported job-media-sheets-supported job-message-from-operator-supported
    job-message-to-operator-supported job-pages-per-set-supported job-pages-supported
    job-password-length-supported job-password-supported job-phone-number-supported
    job-priority-supported job-recipient-name-supported job-retain-until-interval-supported
    job-retain-until-time-supported job-save-printer-make-and-model-supported
    job-sheet-message-supported jpeg-k-octets-supported jpeg-x-dimension-supported
    jpeg-y-dimension-supported max-page-ranges-supported media-bottom-margin-max-supported
    multiple-destination-uris-supported multiple-document-jobs-supported
    multiple-operation-time-out-supported notify-lease-duration-max-supported
    number-of-retries-supported page-border-supported page-order-supported
    page-ranges-supported pages-per-subset-supported pdf-k-octets-supported
    pdf-size-constraints-supported preferred-attributes-supported printer-dns-sd-supported
    retry-interval-supported retry-time-out-supported separator-sheets-type-default-supported
    smi2699-supported which-jobs-default-supported job-spooling-supported
    smi55357-device-uri-supported printer-is-shared-supported accuracy-units-single-supported
    job-release-action-single-supported proof-copies-supported
    x-image-shift-supported x-side1-image-shift-supported x-side2-image-shift-supported
    y-image-shift-supported y-side1-image-shift-supported y-side2-image-shift-supported
    """.split()
)
"""The "-supported" attributes that are one value: a boolean, an integer or a range."""

ENUMS: Final[dict[str, type[IntEnum] | type[IntFlag]]] = {
    "finishings": Finishings,
    "finishings-default": Finishings,
    "finishings-ready": Finishings,
    "finishings-supported": Finishings,
    "job-state": JobState,
    "notify-job-state": JobState,
    "operations-supported": Operation,
    "orientation-requested": Orientation,
    "orientation-requested-default": Orientation,
    "orientation-requested-supported": Orientation,
    "print-quality": PrintQuality,
    "print-quality-default": PrintQuality,
    "print-quality-supported": PrintQuality,
    "printer-state": PrinterState,
    "notify-printer-state": PrinterState,
    "printer-type": PrinterType,
}


SINGLE: Final = frozenset(
    """
    attributes-charset attributes-natural-language charset-configured copies copies-default
    cups-version device-class device-id device-info device-location device-make-and-model
    device-uri document-count document-format document-format-default document-name
    finishing-template ippget-event-life
    job-hold-until job-hold-until-default job-id job-impressions job-impressions-completed
    job-k-limit job-k-octets job-k-octets-processed job-media-progress job-media-sheets
    job-media-sheets-completed job-more-info job-name job-originating-host-name
    job-originating-user-name job-page-limit job-preserved job-printer-state-message
    job-printer-up-time job-printer-uri job-priority job-priority-default job-quota-period
    job-state job-state-message job-uri job-uuid date-time-at-creation date-time-at-processing
    date-time-at-completed time-at-creation time-at-processing time-at-completed
    marker-change-time marker-message media media-col media-col-default media-default
    multiple-operation-time-out natural-language-configured notify-job-id notify-lease-duration
    notify-printer-up-time notify-printer-uri notify-pull-method notify-recipient-uri
    notify-sequence-number notify-subscribed-event notify-subscriber-user-name
    notify-subscription-id notify-text notify-time-interval notify-user-data number-of-documents
    number-up number-up-default orientation-requested orientation-requested-default
    output-bin output-bin-default pages-per-minute pages-per-minute-color
    pdl-override-supported ppd-device-id ppd-make ppd-make-and-model ppd-model-number ppd-name
    ppd-natural-language ppd-product ppd-psversion print-color-mode print-color-mode-default
    print-quality print-quality-default print-scaling print-scaling-default
    printer-current-time printer-device-id printer-error-policy printer-geo-location
    printer-id printer-info printer-is-accepting-jobs printer-is-shared printer-is-temporary
    printer-location printer-make-and-model printer-message-from-operator
    printer-more-info printer-name printer-op-policy printer-resolution
    printer-resolution-default printer-state printer-state-change-date-time
    printer-state-change-time printer-state-message printer-type printer-up-time
    printer-uri printer-uuid queued-job-count server-is-sharing-printers sides sides-default
    status-code status-message detailed-status-message port-monitor
    """.split()
)
"""Common names that are never sets: several values would be the server's mistake, and the first
one counts."""


def is_set(name: str) -> bool | None:
    """Whether the attribute is a list by its registered syntax; None for one nobody registered."""
    if name in SETS:
        return True
    if name.endswith("-supported"):
        return name not in SINGLE_SUPPORTED
    if name in SINGLE:
        return False
    return None
