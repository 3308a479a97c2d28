# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What findings say to a person, one topic a module: constants named by the finding's id."""
