# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Which package brings a backend or a filter: Debian's names, which its descendants share.

Taken from the packages' own file lists in Debian 12. A program that is not here is named to the
person without a package.
"""

from __future__ import annotations

_PROGRAMS = {
    "backend/beh": "cups-filters",
    "backend/cups-brf": "cups-filters",
    "backend/cups-pdf": "printer-driver-cups-pdf",
    "backend/dnssd": "cups",
    "backend/gutenprint53+usb": "printer-driver-gutenprint",
    "backend/hp": "hplip",
    "backend/hpfax": "hplip",
    "backend/http": "cups-daemon",
    "backend/https": "cups-daemon",
    "backend/implicitclass": "cups-browsed",
    "backend/ipp": "cups-daemon",
    "backend/ipps": "cups-daemon",
    "backend/lpd": "cups",
    "backend/parallel": "cups-filters",
    "backend/serial": "cups-filters",
    "backend/smb": "smbclient",
    "backend/snmp": "cups",
    "backend/socket": "cups",
    "backend/usb": "cups",
    "filter/commandtocanon": "printer-driver-gutenprint",
    "filter/commandtodyesub": "printer-driver-gutenprint",
    "filter/commandtoepson": "printer-driver-gutenprint",
    "filter/commandtoescpx": "cups-filters",
    "filter/commandtops": "cups-core-drivers",
    "filter/commandtopclx": "cups-filters",
    "filter/epson-escpr": "printer-driver-escpr",
    "filter/epson-escpr-wrapper": "printer-driver-escpr",
    "filter/foomatic-rip": "cups-filters",
    "filter/gstoraster": "cups-filters",
    "filter/gziptoany": "cups-core-drivers",
    "filter/hpcups": "printer-driver-hpcups",
    "filter/hpcupsfax": "printer-driver-hpcups",
    "filter/imagetoraster": "cups-filters",
    "filter/pdftopdf": "cups-filters-core-drivers",
    "filter/pdftops": "cups-filters-core-drivers",
    "filter/pdftoraster": "cups-filters-core-drivers",
    "filter/pstoqpdl": "printer-driver-splix",
    "filter/pstotiff": "hplip",
    "filter/pstops": "cups-core-drivers",
    "filter/raster2dymolm": "printer-driver-dymo",
    "filter/raster2dymolw": "printer-driver-dymo",
    "filter/rastertobrlaser": "printer-driver-brlaser",
    "filter/rastertoepson": "cups",
    "filter/rastertoescpx": "cups-filters",
    "filter/rastertogutenprint.5.3": "printer-driver-gutenprint",
    "filter/rastertohp": "cups",
    "filter/rastertolabel": "cups",
    "filter/rastertopclm": "cups-filters-core-drivers",
    "filter/rastertopclx": "cups-filters-core-drivers",
    "filter/rastertopdf": "cups-filters-core-drivers",
    "filter/rastertoptch": "printer-driver-ptouch",
    "filter/rastertopwg": "cups",
    "filter/rastertoqpdl": "printer-driver-splix",
    "filter/texttopdf": "cups-filters",
}


def backend_package(scheme: str) -> str:
    """Name the package that brings a backend, or nothing."""
    return _PROGRAMS.get(f"backend/{scheme}", "")


def filter_package(program: str) -> str:
    """Name the package that brings a filter, or nothing."""
    return _PROGRAMS.get(f"filter/{program}", "")
