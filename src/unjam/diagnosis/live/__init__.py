# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""The real world, seen through `unjam.diagnosis.env.Env`."""

from unjam.diagnosis.live.environment import LiveEnv

__all__ = ["LiveEnv"]
