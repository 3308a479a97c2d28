# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What a line, an address or a keyword means: pure parsers of what CUPS and its devices write."""
