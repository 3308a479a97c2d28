# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Nothing at all, for as long: what the heartbeat shows of the machine itself."""

from __future__ import annotations

import time

from benchmarks.harness import main

if __name__ == "__main__":
    main({"jobs": lambda _host, _port: lambda: time.sleep(0.2)})
