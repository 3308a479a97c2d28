# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Which package brings a program, in the names of the distribution at hand.

The programs are those of the packages' own file lists in Debian 12; the other families cut their
packages alike, and name them otherwise. What is not here is named to the person without a package.
"""

from __future__ import annotations

from unjam.diagnosis.facts.system import Distribution
from unjam.diagnosis.remedies import InstallPackages

FAMILIES = {
    "debian": "debian",
    "ubuntu": "debian",
    "fedora": "fedora",
    "rhel": "fedora",
    "centos": "fedora",
    "suse": "suse",
    "opensuse": "suse",
    "arch": "arch",
}
"""By an id of os-release(5), or of what a distribution says that it is like."""

_PROGRAMS = {
    "nss/mdns": "libnss-mdns",
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


_ELSEWHERE = {
    "fedora": {
        "cups": "cups",
        "cups-browsed": "cups-browsed",
        "cups-core-drivers": "cups",
        "cups-daemon": "cups",
        "cups-filters": "cups-filters",
        "cups-filters-core-drivers": "cups-filters",
        "hplip": "hplip",
        "libnss-mdns": "nss-mdns",
        "printer-driver-brlaser": "printer-driver-brlaser",
        "printer-driver-cups-pdf": "cups-pdf",
        "printer-driver-escpr": "epson-inkjet-printer-escpr",
        "printer-driver-gutenprint": "gutenprint-cups",
        "printer-driver-hpcups": "hplip",
        "printer-driver-splix": "splix",
        "smbclient": "samba-client",
    },
    "suse": {
        "cups": "cups",
        "cups-core-drivers": "cups",
        "cups-daemon": "cups",
        "cups-filters": "cups-filters",
        "cups-filters-core-drivers": "cups-filters",
        "hplip": "hplip",
        "libnss-mdns": "nss-mdns",
        "printer-driver-cups-pdf": "cups-pdf",
        "printer-driver-gutenprint": "gutenprint",
        "printer-driver-hpcups": "hplip-hpijs",
        "smbclient": "samba-client",
    },
    "arch": {
        "cups": "cups",
        "cups-browsed": "cups-browsed",
        "cups-core-drivers": "cups",
        "cups-daemon": "cups",
        "cups-filters": "cups-filters",
        "cups-filters-core-drivers": "cups-filters",
        "hplip": "hplip",
        "libnss-mdns": "nss-mdns",
        "printer-driver-cups-pdf": "cups-pdf",
        "printer-driver-gutenprint": "gutenprint",
        "printer-driver-hpcups": "hplip",
        "printer-driver-splix": "splix",
        "smbclient": "smbclient",
    },
}
"""What Debian's packages are called in the other families, as far as these offer them."""


def family_of(system: Distribution | None) -> str:
    """Return whose names the system's packages have, or nothing for a stranger."""
    said = (system.id, *system.like) if system else ()
    ids = (part for word in said for part in (word, word.partition("-")[0]))
    return next((FAMILIES[word] for word in ids if word in FAMILIES), "")


def package_of(program: str, system: Distribution | None) -> InstallPackages | None:
    """Return the remedy that brings `backend/…`, `filter/…` or `nss/…`; None where unknown."""
    family, debian = family_of(system), _PROGRAMS.get(program, "")
    name = debian if family == "debian" else _ELSEWHERE.get(family, {}).get(debian, "")
    return InstallPackages((name,), family) if name else None
