# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""`python -m unjam.app`."""

import sys

from unjam.app.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv))
