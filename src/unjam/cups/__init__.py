# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""libcups for Python: blocking and asyncio connections that can be cancelled."""
