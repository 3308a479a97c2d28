# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The files of a private cupsd: its directories, its programs as links, its configuration.

Directives as in cups-files.conf(5) and cupsd.conf(5). Everything lies below one base directory;
backends and filters are links into the system's own, so that a fault can replace a single one.
"""

from __future__ import annotations

import grp
import os
import pwd
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from unjam.sandbox.errors import SandboxUnavailableError

SERVER_BIN: Final = (Path("/usr/lib/cups"), Path("/usr/libexec/cups"))
DATA_DIR: Final = Path("/usr/share/cups")
DOCUMENT_ROOT: Final = ("/usr/share/cups/doc-root", "/usr/share/cups/www", "/usr/share/doc/cups")

FILES_CONF: Final = """\
SystemGroup {system_group}
User {user}
Group {group}
FileDevice Yes
SyncOnClose No
Printcap
ServerRoot {base}/root
ServerBin {base}/bin
DataDir {base}/share
DocumentRoot {document_root}
CacheDir {base}/cache
StateDir {base}/state
RequestRoot {base}/spool
TempDir {base}/spool/tmp
ServerKeychain {base}/root/ssl
ErrorLog {base}/log/error_log
AccessLog {base}/log/access_log
PageLog {base}/log/page_log
PassEnv DBUS_SYSTEM_BUS_ADDRESS
{extra}
"""

CUPSD_CONF: Final = """\
Listen {address}:{port}
Listen {base}/state/sock
ServerName 127.0.0.1
{alias}
Browsing Off
WebInterface No
LogLevel debug
LogTimeFormat usecs
MaxLogSize 0
DirtyCleanInterval 0
DefaultAuthType Basic
ErrorPolicy stop-printer
PreserveJobFiles No
FatalErrors listen
{extra}
<Location />
{access}
</Location>
<Policy default>
{limits}
</Policy>
"""

OPEN_ACCESS: Final = "  Order allow,deny\n  Allow from all"
OPEN_LIMITS: Final = "  <Limit All>\n    Order allow,deny\n    Allow all\n  </Limit>"


@dataclass(slots=True)
class Settings:
    """What the configuration files say. A fault changes it, writes it, restarts the scheduler."""

    port: int = 0
    address: str = "127.0.0.1"
    alias: str = "ServerAlias *"
    extra: list[str] = field(default_factory=list)
    files_extra: list[str] = field(default_factory=list)
    access: str = OPEN_ACCESS
    limits: str = OPEN_LIMITS
    system_group: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything of one private cupsd is."""

    base: Path

    @property
    def cups_files(self) -> Path:
        """The `cups-files.conf`."""
        return self.base / "root" / "cups-files.conf"

    @property
    def cupsd_conf(self) -> Path:
        """The `cupsd.conf`."""
        return self.base / "root" / "cupsd.conf"

    @property
    def socket(self) -> Path:
        """The UNIX socket."""
        return self.base / "state" / "sock"

    @property
    def spool(self) -> Path:
        """RequestRoot."""
        return self.base / "spool"

    @property
    def filters(self) -> Path:
        """The directory of filters."""
        return self.base / "bin" / "filter"

    @property
    def backends(self) -> Path:
        """The directory of backends."""
        return self.base / "bin" / "backend"

    @property
    def ppds(self) -> Path:
        """Where cupsd keeps its queues' PPD files."""
        return self.base / "root" / "ppd"

    @property
    def error_log(self) -> Path:
        """The error log."""
        return self.base / "log" / "error_log"

    @property
    def home(self) -> Path:
        """The home directory of the programs that are run against the sandbox."""
        return self.base / "home"

    @property
    def client_root(self) -> Path:
        """What client programs take for `/etc/cups` (`CUPS_SERVERROOT`)."""
        return self.base / "client"

    def make(self) -> None:
        """Create all directories and the links to the system's programs."""
        for name in ("root/ssl", "root/ppd", "cache", "state", "spool/tmp", "log", "home/.cups",
                     "client", "printers", "bin/filter", "bin/backend", "tmp"):  # fmt: skip
            (self.base / name).mkdir(parents=True, exist_ok=True)
        self._link_programs()
        self._link_data()
        self.set_owners()

    def write(self, settings: Settings) -> None:
        """Write both configuration files."""
        user, group, system_group = identities()
        document_root = next((root for root in DOCUMENT_ROOT if Path(root).is_dir()), "/usr/share")
        self.cups_files.write_text(
            FILES_CONF.format(
                base=self.base,
                user=user,
                group=group,
                document_root=document_root,
                system_group=settings.system_group or system_group,
                extra="\n".join(settings.files_extra),
            )
        )
        values = {name: getattr(settings, name) for name in Settings.__slots__}
        values["extra"] = "\n".join(settings.extra)
        self.cupsd_conf.write_text(CUPSD_CONF.format(base=self.base, **values))

    def spool_owner(self) -> dict[str, str]:
        """Owner and mode of RequestRoot, in the words of mount(8)."""
        about = self.spool.stat()
        return {
            "uid": str(about.st_uid),
            "gid": str(about.st_gid),
            "mode": f"{about.st_mode & 0o7777:o}",
        }

    def _link_programs(self) -> None:
        source = system_server_bin()
        for name in ("cgi-bin", "daemon", "monitor", "notifier", "driver"):
            if (source / name).is_dir():
                (self.base / "bin" / name).symlink_to(source / name)
        for kind in ("filter", "backend"):
            for program in (source / kind).iterdir():
                _adopt(program, self.base / "bin" / kind / program.name)

    def _link_data(self) -> None:
        share = self.base / "share"
        share.mkdir()
        for entry in DATA_DIR.iterdir():
            (share / entry.name).symlink_to(entry)

    def set_owners(self) -> None:
        """Give the directories the owners and modes that cupsd wants."""
        self.home.chmod(0o700)
        if os.geteuid() != 0:
            (self.spool / "tmp").chmod(0o1770)
            return
        user, group, _ = identities()
        uid, gid = pwd.getpwnam(user).pw_uid, grp.getgrnam(group).gr_gid
        for name, mode in {"spool": 0o710, "spool/tmp": 0o1770, "cache": 0o770}.items():
            os.chown(self.base / name, 0, gid)
            (self.base / name).chmod(mode)
        os.chown(self.base / "tmp", uid, gid)


def _adopt(program: Path, place: Path) -> None:
    """Link a program; copy it where it is closed to ordinary users, who then own the copy."""
    if os.geteuid() == 0 or os.access(program, os.X_OK):
        place.symlink_to(program)
    elif os.access(program, os.R_OK):
        shutil.copyfile(program, place)
        place.chmod(0o755)


def system_server_bin() -> Path:
    """Return the system's ServerBin; raises `SandboxUnavailableError` without CUPS."""
    for directory in SERVER_BIN:
        if (directory / "backend").is_dir():
            return directory
    raise SandboxUnavailableError("CUPS is not installed: there is no directory of backends")


def program(name: str) -> str:
    """Return the path of a system program; raises `SandboxUnavailableError` without it."""
    path = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if path is None:
        raise SandboxUnavailableError(f"`{name}` is not installed")
    return path


def identities() -> tuple[str, str, str]:
    """User and group that print, and the administrators' group, for cups-files.conf."""
    if os.geteuid() != 0:
        user = pwd.getpwuid(os.geteuid()).pw_name
        group = grp.getgrgid(os.getegid()).gr_name
        return user, group, group
    names = {entry.gr_name for entry in grp.getgrall()}
    admins = next((name for name in ("lpadmin", "sys", "wheel") if name in names), "root")
    return "lp", "lp", admins
