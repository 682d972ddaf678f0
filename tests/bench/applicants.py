"""Seeded applicants for the three works, as a Python service holds them: nested dicts, real dates.

About half of them meet everything; the first failure is spread over the clauses.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

AS_OF = date(2026, 11, 23)
"""The day on which every applicant is judged."""

Peer = dict[str, Any]

SCHOOLED = ("hs_diploma", "ged", "associate", "bachelor", "master", "doctorate")
UNSCHOOLED = ("none_at_all", "some_high_school")
EXPERIENCE = (
    "exp_home",
    "exp_self_direction",
    "exp_job",
    "exp_career",
    "exp_community",
    "exp_supports",
)
PAPERS = ("application", "certification", "proof_of_age")
PEER_ACTS = ("mentoring", "advocacy", "navigation", "job_coaching")
CLINICAL_ACTS = ("diagnosis", "therapy", "clinical_treatment", "case_management")
TOPICS = ("ethics", "boundaries", "safety", "other")


def work_a(n: int, seed: int = 7) -> list[Peer]:
    """Make applicants for work A: thirteen facts."""
    dice = random.Random(seed)
    return [_a(dice) for _ in range(n)]


def work_b(n: int, seed: int = 8) -> list[Peer]:
    """Make applicants for work B: thirteen facts and a list of papers."""
    dice = random.Random(seed)
    return [_b(dice) for _ in range(n)]


def work_c(n: int, seed: int = 9) -> list[Peer]:
    """Make applicants for work C: 24 courses, 52 meetings, 40 lines of service, two approvals."""
    dice = random.Random(seed)
    return [_c(dice) for _ in range(n)]


WORKS: dict[str, Callable[..., list[Peer]]] = {"A": work_a, "B": work_b, "C": work_c}


def _fine(dice: random.Random) -> bool:
    return dice.random() < 0.94


def _born(dice: random.Random, years: int) -> date:
    """Return a birthday of somebody who has completed so many years on the judged day."""
    return AS_OF.replace(year=AS_OF.year - years) - timedelta(days=dice.randint(0, 364))


def _a(dice: random.Random) -> Peer:
    def fine() -> bool:
        return _fine(dice)

    return {
        "birth_date": _born(dice, dice.randint(18, 70) if fine() else dice.randint(15, 17)),
        "training_hours": dice.randint(30, 90) if fine() else dice.randint(0, 29),
        "curriculum_approved": fine(),
        "ce_hours_last_12_months": dice.randint(10, 40) if fine() else dice.randint(0, 9),
        "supervisor_is_licensed": fine(),
        "days_since_supervision_meeting": dice.randint(0, 31) if fine() else dice.randint(32, 90),
        "lived_experience": fine(),
        "well_grounded": fine(),
        "needs_active_treatment": not fine(),
        "units_this_week": dice.randint(0, 10) if dice.random() < 0.7 else dice.randint(11, 30),
        "cpo_approved": dice.random() < 0.8,
        "self_employed": dice.random() < 0.3,
        "has_clinical_supervision": dice.random() < 0.8,
    }


def _b(dice: random.Random) -> Peer:
    def fine() -> bool:
        return _fine(dice)

    def years() -> int:
        return dice.randint(2, 9) if dice.random() < 0.4 else dice.randint(0, 1)

    received = AS_OF - timedelta(days=50)
    return {
        "birth_date": _born(dice, dice.randint(21, 70) if fine() else dice.randint(16, 20)),
        "education": dice.choice(SCHOOLED if fine() else UNSCHOOLED),
        **{name: years() for name in EXPERIENCE},
        "has_resume": fine(),
        "has_email": fine(),
        "relationship_training": fine(),
        "document_on_file": {
            "entries": [{"received_on": received, "paper": p} for p in PAPERS if fine()],
            "complete": True,
        },
        "activity": dice.choice(PEER_ACTS if fine() else CLINICAL_ACTS),
    }


def _c(dice: random.Random) -> Peer:
    return {
        "birth_date": _born(dice, dice.randint(18, 70) if _fine(dice) else dice.randint(15, 17)),
        "first_service_on": date(2025, 11, 1) + timedelta(days=dice.randint(0, 29)),
        "course": {"entries": _courses(dice), "complete": True},
        "supervision": {"entries": _meetings(dice), "complete": True},
        "service_line": {
            "entries": _lines(dice, 32, 30, 90),
            "requested": _lines(dice, 8, 0, 27),
            "complete": True,
        },
        "extra_units": {"entries": [_approval(dice) for _ in range(2)], "complete": True},
    }


def _courses(dice: random.Random) -> list[Peer]:
    taught = TOPICS if _fine(dice) else TOPICS[1:]
    span = 700 if _fine(dice) else 1400
    return [
        {
            "completed_on": AS_OF - timedelta(days=dice.randint(0, span)),
            "hours": dice.randint(1, 4),
            "topic": dice.choice(taught),
        }
        for _ in range(24)
    ]


def _meetings(dice: random.Random) -> list[Peer]:
    skipped = None if dice.random() < 0.85 else dice.randint(1, 12)
    days = [AS_OF - timedelta(days=7 * week + dice.randint(0, 3)) for week in range(52)]
    moved = timedelta(days=35)
    return [{"held_on": day if day.month != skipped else day - moved} for day in days]


def _lines(dice: random.Random, n: int, first: int, last: int) -> list[Peer]:
    return [
        {"served_on": AS_OF - timedelta(days=dice.randint(first, last)), "units": units}
        for units in (dice.randint(1, 8) for _ in range(n))
    ]


def _approval(dice: random.Random) -> Peer:
    given = AS_OF - timedelta(days=dice.randint(10, 40))
    return {
        "given_on": given,
        "given_by": "program_officer",
        "starts_on": given,
        "ends_on": given + timedelta(days=dice.randint(7, 40)),
        "units": dice.randint(1, 20),
    }
