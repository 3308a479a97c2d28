# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

class Name:
    text: str
    def __init__(self, text: str) -> None: ...

class Names:
    def __init__(self) -> None: ...
