# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

def defaults() -> tuple[str, int, str, int]: ...
