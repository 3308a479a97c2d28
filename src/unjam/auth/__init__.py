# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""Credentials, who asks for them, and how often.

    asker = Asker(TerminalPrompt())                     # one for the whole application
    office = Authenticator("office:631", asker)
    with purpose("Resume the printer Office"):
        office.call(lambda connection: connection.resume_printer("Office"))

`AsyncAuthenticator` is the same for asyncio. Nothing here keeps a secret anywhere but in memory,
and no secret appears in a repr, a log or an exception.
"""

from unjam.auth.asker import Asker
from unjam.auth.authenticator import AsyncAuthenticator, Authenticator
from unjam.auth.cache import CredentialsCache
from unjam.auth.loops import CallbackPrompt, LoopPrompt
from unjam.auth.policy import Policy
from unjam.auth.prompt import NobodyToAsk, Prompt, PromptRequest, Reason, purpose
from unjam.auth.scripted import ScriptedPrompt
from unjam.auth.terminal import TerminalPrompt

__all__ = [
    "Asker",
    "AsyncAuthenticator",
    "Authenticator",
    "CallbackPrompt",
    "CredentialsCache",
    "LoopPrompt",
    "NobodyToAsk",
    "Policy",
    "Prompt",
    "PromptRequest",
    "Reason",
    "ScriptedPrompt",
    "TerminalPrompt",
    "purpose",
]
