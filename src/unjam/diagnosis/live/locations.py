# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Where a server's files are, as its cups-files.conf and cupsd.conf say."""

from __future__ import annotations

from unjam.diagnosis.facts.server import CupsFiles
from unjam.diagnosis.reading.cups_conf import absolute, top_level

SYSTEM_CONF = "/etc/cups/cups-files.conf"
_NO_FILES = ("syslog", "stderr", "none", "")


def read_locations(path: str, text: str, *, standard: bool) -> CupsFiles:
    """Fill in what cups-files.conf does not say with the defaults of the system's build."""
    given = top_level(text)
    beside = path.rpartition("/")[0] or "/"
    root = given.get("serverroot", beside)
    spool = absolute(given.get("requestroot", "/var/spool/cups"), root)

    def where(name: str, default: str) -> str:
        return absolute(given.get(name, default), root)

    def log(name: str) -> str:
        value = given.get(name, f"/var/log/cups/{name.replace('log', '_log')}")
        return "" if value in _NO_FILES else absolute(value, root)

    return CupsFiles(
        scope=(),
        cups_files_conf=path,
        cupsd_conf=f"{beside}/cupsd.conf",
        server_root=root,
        server_bin=where("serverbin", "/usr/lib/cups"),
        data_dir=where("datadir", "/usr/share/cups"),
        state_dir=where("statedir", "/run/cups"),
        cache_dir=where("cachedir", "/var/cache/cups"),
        spool=spool,
        temp=where("tempdir", f"{spool}/tmp"),  # noqa: S108 - CUPS' own
        error_log=log("errorlog"),
        access_log=log("accesslog"),
        page_log=log("pagelog"),
        keychain=where("serverkeychain", "ssl"),
        user=given.get("user", "lp"),
        group=given.get("group", "lp"),
        system_groups=tuple(given.get("systemgroup", "lpadmin").split()),
        standard=standard,
    )
