# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Every operation, described once and purely: plans that both faces carry out.

A plan yields requests, is sent the replies and returns the result; it neither waits nor touches a
network. Its signature and its docstring are those of the method on both faces.
"""
