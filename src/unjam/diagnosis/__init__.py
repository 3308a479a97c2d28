# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The printing doctor: probes gather facts, pure rules turn facts into findings."""
