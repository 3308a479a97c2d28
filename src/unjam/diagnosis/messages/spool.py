# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings about the print server's directories say."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

SPOOL_FULL = Wording(
    N_("There is no room left for documents in {path}"),
    N_(
        "The print server keeps documents on the disk until they are printed, and the disk under "
        "{path} is full ({free} free). New documents are refused or fail. Make room there: delete "
        "what is not needed, or remove old documents."
    ),
)
NO_MORE_FILES = Wording(
    N_("No more documents can be stored in {path}"),
    N_(
        "The print server keeps documents on the disk until they are printed. The disk under "
        "{path} has room, but cannot hold any more files, so that new documents are refused or "
        "fail. Delete files there that are not needed, or remove old documents."
    ),
)

MAKE_ROOM = N_("Make room on the disk that holds {path}.")
FEWER_FILES = N_("On the disk that holds {path}, delete files that are not needed.")

SPOOL_PERMISSIONS = Wording(
    N_("The print server cannot keep its documents in {path}"),
    N_(
        "{path} {problem}. The print server and its programs (which run as {user}) need it to keep "
        "and prepare documents, so these fail until that is put right."
    ),
)
STATE_DIR_STALE = Wording(
    N_("Old files pile up where the print server keeps its documents ({count} files)"),
    N_(
        "{path} holds {count} files. The print server reads them all when it starts, and they take "
        "room. They are usually finished documents that are kept (the setting PreserveJobFiles) or "
        "leftovers of crashes. Removing old documents makes room."
    ),
)
JOB_TOO_LARGE = Wording(
    N_("The print server refuses documents larger than {limit}"),
    N_(
        "The print server is set to take nothing larger than {limit} (MaxRequestSize in {path}). "
        "Ordinary documents with pictures are larger, and are refused. Let it take more."
    ),
)

MISSING = N_("does not exist")
NO_DIRECTORY = N_("is not a directory")
READ_ONLY = N_("is on a file system that can only be read")
NOT_WRITABLE = N_("may not be written by them (it belongs to {owner}:{group}, mode {mode:04o})")
RAISE_SIZE = N_("Raise MaxRequestSize in {path}, or remove the line.")
MAKE_WRITABLE = N_(
    "Make the disk that holds {path} writable again. Often the system has locked it after an error "
    "on the disk; its administrator can look into that."
)
CREATE_DIRECTORY = N_(
    "Restart the print server: it makes its directories anew, with the rights that they need."
)
