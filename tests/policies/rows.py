"""The rows of ledgers by the id that begins their note, and the clauses that carry them out."""

import re
from collections import defaultdict

IDS = {
    "us/ca/medi_cal_peer_support": {"CA": 33},
    "us/ct/ccb_peer_recovery": {"CCB": 23},
    "us/ct/dds_peer_to_peer": {"DDS": 60},
    "us/ct/family_peer_support": {"FPSS": 8, "CHDI": 11},
    "us/ct/youth_peer_support": {"YPSS": 11, "CHDI": 11},
    "us/federal/cms_smdl_07_011": {"CMS": 5, "CMSF": 13},
    "us/federal/samhsa_model_standards": {"SAM": 8},
    "us/mn/peer_recovery_support": {"MN": 8},
    "us/mt/behavioral_health_peer_support": {"MB": 19},
    "us/mt/sdmi_peer_support": {"MT": 26},
    "us/nc/certified_peer_support": {"NC": 35},
    "us/oh/certified_peer_supporter": {"OH": 25},
    "us/or/peer_support_specialist": {"OR": 14},
    "us/pa/certified_peer_specialist": {"PA": 28},
    "us/peer_respite": {"PR": 11},
}
"""The ids of each source, counted in the texts: `CA-01` to `CA-33`."""

WITHOUT_NUMBER = {"us/ct/ccb_peer_recovery": {"REP"}}
"""The rows of a report have no numbers."""

NOTE = re.compile(r"([A-Z]+(?:-\d\d)?) ")


def ids(policy_id, prefix=None):
    """Every id of the sources of a program, or those with one prefix."""
    if prefix is None:
        every = (ids(policy_id, each) for each in IDS[policy_id])
        return WITHOUT_NUMBER.get(policy_id, set()).union(*every)
    return {f"{prefix}-{number:02}" for number in range(1, IDS[policy_id][prefix] + 1)}


def by_id(ledger):
    """The rows of each id: one line of a ledger may name several places."""
    found = defaultdict(list)
    for row in ledger:
        match = NOTE.match(row.note)
        assert match, row
        found[match[1]].append(row)
    return found


def carrying(policy, rows):
    """The clauses that carry these rows out; words they rest on (open terms) are none."""
    found = (policy.program.clause(name) for row in rows for name in row.clauses)
    return [clause for clause in found if clause is not None]


def kinds(policy, rows):
    """The kinds of the clauses that carry these rows out."""
    return {clause.kind for clause in carrying(policy, rows)}


def kinds_by_id(policy):
    """The kinds of the clauses that carry out the rows of each id."""
    return {id_: kinds(policy, rows) for id_, rows in by_id(policy.ledger).items()}


def covered(cases):
    """The ids that some case tests."""
    return {each for case in cases for each in case.ids.split()}


def marked(policy):
    """The clauses that rest on an assumption."""
    return {clause.id for clause in policy.program.clauses if clause.assumptions}


def resting_on(policy, *sources):
    """The clauses that cite nothing but these sources."""
    clauses = policy.program.clauses
    return [c for c in clauses if {cited.source for cited in c.citations} <= set(sources)]


def second_hand_unsaid(policy, *sources):
    """Clauses on these sources alone that do not say so, and rows that do or say it wrongly."""
    unsaid = [
        clause.id
        for clause in resting_on(policy, *sources)
        if not any("second-hand" in each.because for each in clause.assumptions)
    ]
    rows = policy.ledger
    return unsaid + [r for r in rows if ("second-hand" in r.note) != (r.source in sources)]
