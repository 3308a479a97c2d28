# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0

"""What the findings about queues say."""

from __future__ import annotations

from unjam.diagnosis.wording import N_, Wording

QUEUE_STOPPED = Wording(
    N_("The queue “{queue}” is stopped"),
    N_(
        "The queue “{queue}” was stopped on {since}{message}. It may still take jobs ({waiting} "
        "waiting), but prints none of them until it is resumed."
    ),
)
QUEUE_STOPPED_BY_FAILURE = Wording(
    N_("The queue “{queue}” stopped itself after a job failed"),
    N_(
        "Job {job} on “{queue}” could not be printed{message}, and CUPS then stopped the whole "
        "queue, so the jobs behind it wait too ({waiting} waiting). Once the printer is ready "
        "again, resume the queue; the jobs are then printed."
    ),
)
QUEUE_REJECTING = Wording(
    N_("The queue “{queue}” takes no new jobs"),
    N_(
        "The queue “{queue}” is set to refuse new jobs{message}. Programs report an error when "
        "they print to it. Let it accept jobs again if that is not intended."
    ),
)
QUEUE_HOLDS_NEW_JOBS = Wording(
    N_("The queue “{queue}” holds back every new job"),
    N_(
        "The queue “{queue}” takes jobs but is set to hold each of them, so nothing is printed "
        "({waiting} waiting) until the held jobs are released."
    ),
)

SAYING = N_(", with the message “{message}”")
