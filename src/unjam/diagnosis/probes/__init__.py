# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The only effects of a diagnosis: each probe looks at one thing and changes nothing."""
