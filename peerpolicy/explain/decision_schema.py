"""The JSON Schema of a decision's data, for services that store or pass on decisions.

What it is for: `decision_json_schema`, a description of what `Decision.to_dict` gives, in the
dialect of 2020-12. May import: `explain`'s masks and record, `ir`, `outcome`, `truth`. What stays
true: whatever `to_dict` gives, masked or full, is valid; objects stay open, because later versions
add fields and never rename one; a field is described where its type is.
"""

from __future__ import annotations

import copy
from typing import Final, TypeAlias

from peerpolicy.explain.digests import SCHEMA_VERSION
from peerpolicy.explain.mask import MASKED
from peerpolicy.ir.force import Status
from peerpolicy.ir.program import Force
from peerpolicy.ir.schema import Grade
from peerpolicy.outcome import Cause, FindingOutcome
from peerpolicy.truth import Outcome

Json: TypeAlias = dict[str, object]
"""A part of a JSON Schema."""

_TEXT: Final[Json] = {"type": "string"}
_FLAG: Final[Json] = {"type": "boolean"}
_COUNT: Final[Json] = {"type": "integer", "minimum": 0}
_DAY: Final[Json] = {"type": "string", "format": "date"}
_HASH: Final[Json] = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
_NULL: Final[Json] = {"type": "null"}
_HIDDEN: Final[Json] = {"const": MASKED}


def decision_json_schema() -> dict[str, object]:
    """Describe what `Decision.to_dict` gives as a JSON Schema (2020-12), JSON-ready. No errors.

    >>> import peerpolicy as pp
    >>> schema = pp.decision_json_schema()
    >>> schema["properties"]["outcome"]["enum"]
    ['met', 'not met', 'unknown']
    """
    objects = {name: _object(about, fields) for name, (about, fields) in _OBJECTS.items()}
    top = objects.pop("decision")
    return copy.deepcopy(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:peerpolicy:decision:{SCHEMA_VERSION}",
            "title": "A decision of peerpolicy",
            **top,
            "$defs": objects,
        }
    )


def _object(about: str, fields: dict[str, Json]) -> Json:
    needed = [name for name in fields if name not in _NOT_ALWAYS]
    return {"description": about, "type": "object", "required": needed, "properties": fields}


def _of(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _any(*options: Json) -> Json:
    return {"anyOf": list(options)}


def _list(item: Json) -> Json:
    return {"type": "array", "items": item}


def _one_of(*words: str) -> Json:
    return {"enum": list(words)}


def _says(about: str, kind: Json) -> Json:
    return {"description": about, **kind}


_NOT_ALWAYS = frozenset({"remedies"})
"""Fields that stand only where they were asked for."""

_NUMBER: Final = _any({"type": "integer"}, {"type": "string", "pattern": "^-?[0-9./]+$"})
_OUTCOME: Final = _one_of(*(each.value for each in Outcome))
_FOUND: Final = _one_of(*(each.value for each in FindingOutcome))
_GRADE: Final = _one_of(*(each.word for each in Grade))
_CAUSE: Final = _one_of(*(each.value for each in Cause))
_AMOUNT: Final = _any(_of("interval"), _HIDDEN, _NULL)
_DAY_OR_NONE: Final = _any(_DAY, _HIDDEN, _NULL)
_BOUND: Final = _any(_NUMBER, _of("interval"), _TEXT, _FLAG, _NULL)
_PERSON: Final = _any(_TEXT, _NULL)
_SEEN: Final = _any(_of("observed"), _HIDDEN, _NULL)
_NEEDED: Final = _any(_of("required"), _NULL)
_CITED: Final = _list(_of("citation"))

_WHOSE: Final[dict[str, Json]] = {
    "subject": _says("whose fact, list, paper or judgement it is; empty for a registry", _TEXT),
    "name": _says("the fact, list, paper or judgement", _TEXT),
    "field": _says("the field of a record, empty where all of it is meant", _TEXT),
    "person": _says("the id of a person of a roster, masked unless all is shown", _PERSON),
}

_OBJECTS: Final[dict[str, tuple[str, dict[str, Json]]]] = {
    "decision": (
        "The answer to one question about one case, with every reason for it.",
        {
            "schema_version": _says("the version of this form", {"const": SCHEMA_VERSION}),
            "values": _says("whether private values are hidden", _one_of("masked", "full")),
            "program": _says("the policy that decided", _of("program")),
            "question": _says("the id of the question", _TEXT),
            "asks": _says("the question in the policy's words", _TEXT),
            "about": _says("the entity that the question is about", _TEXT),
            "as_of": _says("the day judged on", _DAY),
            "known_on": _says("only what was issued by then counts", _any(_DAY, _NULL)),
            "status": _says(
                "how the policy stands on that day", _one_of(*(each.value for each in Status))
            ),
            "decided_on": _says("the grade of evidence that counts", _GRADE),
            "outcome": _says("the outcome of the question", _OUTCOME),
            "provisional": _says("whether something assumed mattered", _FLAG),
            "answer": _says(
                "an amount; or the name of the ranked answer that is settled; null while none is,"
                " and for every other question",
                _any(_TEXT, _of("interval"), _NULL),
            ),
            "answer_unit": _says("the unit of an amount, else empty", _TEXT),
            "payable": _says(
                "what of each requested line is payable, under all limits at once",
                _any(_list(_of("payable")), _HIDDEN),
            ),
            "answers": _says("the ranked answers, the best first", _list(_of("answer"))),
            "findings": _says("one for each clause, in the policy's order", _list(_of("finding"))),
            "blocking": _says("what stands in the way: ids of findings and answers", _list(_TEXT)),
            "routes": _says("the ways past what a pathway replaces", _list(_of("route"))),
            "advice": _says("ids of findings outside the answer", _list(_TEXT)),
            "referrals": _says("what a person has to settle", _list(_of("referral"))),
            "needs": _says("what is not known and may still matter", _list(_of("ask"))),
            "limits": _says("what each limit allows", _list(_of("limit"))),
            "conventions": _says("readings of the calendar used", _list(_of("convention"))),
            "interpretations": _says("readings chosen", _list(_of("interpretation"))),
            "digest": _says("the hash of rules, facts, day and outcomes", _HASH),
            "policy_digest": _says("the hash of the policy", _HASH),
            "facts_digest": _says("the hash of the facts the answer can rest on", _HASH),
            "engine": _says("the version of the library; no part of the digest", _TEXT),
            "remedies": _says("what would change the answer; only where asked", _of("remedies")),
        },
    ),
    "program": (
        "A policy.",
        {"id": _says("its name", _TEXT), "title": _says("its title", _TEXT)},
    ),
    "answer": (
        "One ranked answer.",
        {
            "name": _says("its name", _TEXT),
            "outcome": _says("whether it holds", _OUTCOME),
            "waits_for": _says("what keeps it from holding: findings, itself", _list(_TEXT)),
            "condition": _says(
                "how its condition came out; null for the answer that is left",
                _any(_of("finding"), _NULL),
            ),
        },
    ),
    "finding": (
        "What one clause says about the case.",
        {
            "id": _says("the name of the clause", _TEXT),
            "kind": _says("its kind, such as require; answer for a condition of one", _TEXT),
            "force": _says("how binding it is", _one_of(*(each.value for each in Force))),
            "contributes": _says("whether it bears on the answer", _FLAG),
            "outcome": _says("applies and holds, joined", _FOUND),
            "applies": _says("whether it applies", _OUTCOME),
            "holds": _says("whether its condition holds", _OUTCOME),
            "either_way": _says("holds although it is not known to apply", _FLAG),
            "evidence": _says("the lowest grade read; null for none", _any(_GRADE, _NULL)),
            "text": _says("the author's line", _TEXT),
            "observed": _says("what was seen, where one test decides", _SEEN),
            "required": _says("what was asked for, where one test decides", _NEEDED),
            "shortfall": _says("what is missing, where one test decides", _AMOUNT),
            "changes_on": _says("the day on which waiting alone meets it", _DAY_OR_NONE),
            "unknown_because": _says("why it is unknown", _list(_of("reason"))),
            "citation": _says("where it stands", _CITED),
            "span": _says("its place in the policy", _of("place")),
            "replaces": _says("of a pathway, what it replaces", _list(_TEXT)),
            "satisfied_by": _says("the pathway that stood in for it", _any(_TEXT, _NULL)),
            "not_in_force": _says("no version of it holds on that day", _FLAG),
            "version": _says(
                "the version that was used; null where it is not known which one",
                _any(_of("version"), _NULL),
            ),
            "progress": _says("the running period", _any(_of("period"), _HIDDEN, _NULL)),
            "assumptions": _says("choices nobody has made yet", _list(_of("assumption"))),
            "conventions": _says("names of conventions used", _list(_TEXT)),
            "provisional": _says("rests on an attested open term", _FLAG),
            "parts": _says("how its condition was answered", _of("part")),
            "guard": _says("how its `when` was answered", _any(_of("part"), _NULL)),
            "exceptions": _says("exceptions made to it", _list(_of("exception"))),
        },
    ),
    "version": (
        "One version of a clause.",
        {
            "first": _says("the first day on which it holds; null for none", _any(_DAY, _NULL)),
            "last": _says("the last day on which it holds; null for none", _any(_DAY, _NULL)),
            "at_the_latest": _says("it may end before its last day", _FLAG),
            "by": _says("the fact whose day chooses it, empty for the judged day", _TEXT),
            "issued": _says("the day from which it can be known", _any(_DAY, _NULL)),
            "planned": _says("it is announced only", _FLAG),
            "citation": _says("where it stands", _CITED),
            "span": _says("its place in the policy", _of("place")),
        },
    ),
    "exception": (
        "An exception made to a clause.",
        {
            "id": _says("its name, empty for an `unless` line", _TEXT),
            "outcome": _says("whether it holds", _OUTCOME),
            "effect": _says("does not apply, or what is asked instead", _TEXT),
            "citation": _says("where it stands", _CITED),
            "condition": _says("how its condition was answered", _of("part")),
            "instead": _says("how what it asks was answered", _any(_of("part"), _NULL)),
        },
    ),
    "part": (
        "How one condition or item was answered.",
        {
            "outcome": _says("its outcome", _OUTCOME),
            "text": _says("the author's line", _TEXT),
            "span": _says("its place in the policy", _of("place")),
            "observed": _says("what was seen", _SEEN),
            "required": _says("what was asked for", _NEEDED),
            "shortfall": _says("what is missing", _AMOUNT),
            "changes_on": _says("the day on which waiting alone meets it", _DAY_OR_NONE),
            "evidence": _says("the lowest grade read; null for none", _any(_GRADE, _NULL)),
            "unknown_because": _says("why it is unknown", _list(_of("reason"))),
            "nothing_due": _says("whether nothing is due yet", _FLAG),
            "due_on": _says("the first day on which it is judged", _DAY_OR_NONE),
            "periods": _says("completed periods", _list(_any(_of("period"), _HIDDEN))),
            "nearest": _says("of a roster, the person who comes closest", _PERSON),
            "others": _says("how many others were looked at", _any(_COUNT, _HIDDEN)),
            "provisional": _says("rests on an attested open term", _FLAG),
            "asks": _says("the clause or question whose answer it is, else empty", _TEXT),
            "parts": _says(
                "its items; of a clause that is asked for, none where its own finding or an"
                " earlier part has them",
                _list(_of("part")),
            ),
        },
    ),
    "observed": (
        "What was seen.",
        {
            "value": _says(
                "an amount, a date, a name, names, yes or no; null for what is absent",
                _any(_of("interval"), _TEXT, _list(_TEXT), _FLAG, _NULL),
            ),
            "unit": _says("the unit of an amount, else empty", _TEXT),
        },
    ),
    "required": (
        "What was asked for.",
        {
            "words": _says("the operator, such as at least", _TEXT),
            "bound": _says("a number, an interval, a date, a name; null where not known", _BOUND),
            "unit": _says("the unit of a number, else empty", _TEXT),
        },
    ),
    "interval": (
        "What is known of an amount: from low to high.",
        {
            "low": _says("the least, a whole number or exact text", _NUMBER),
            "high": _says("the most; null for no upper bound", _any(_NUMBER, _NULL)),
        },
    ),
    "period": (
        "One period of a line that is judged period by period.",
        {
            "first": _says("its first day", _DAY),
            "last": _says("its last day", _DAY),
            "outcome": _says("whether it was enough", _OUTCOME),
            "observed": _says("what was seen in it", _of("interval")),
            "required": _says("what was asked for in it; null where not known", _BOUND),
        },
    ),
    "reason": (
        "One reason for an unknown.",
        {
            "cause": _says("why", _CAUSE),
            "need": _says("what is needed", _any(_of("need"), _NULL)),
            "owner": _says("who has to settle it, else empty", _TEXT),
        },
    ),
    "need": ("Something that is not known.", _WHOSE),
    "ask": (
        "Something to ask for.",
        {
            **_WHOSE,
            "asked": _says("the policy's own question, empty where it has none", _TEXT),
            "causes": _says("why it is not known", _list(_CAUSE)),
            "findings": _says("what it may settle", _list(_TEXT)),
        },
    ),
    "referral": (
        "What a person has to settle.",
        {
            "who": _says("the owner", _TEXT),
            "what": _says("the judgement or open term", _TEXT),
            "wording": _says("the source's words for an open term", _TEXT),
            "finding": _says("the finding that waits for it", _TEXT),
            "cause": _says("why", _CAUSE),
        },
    ),
    "route": (
        "One way past what a pathway replaces.",
        {
            "replaces": _says("the clauses it goes past", _list(_TEXT)),
            "pathway": _says("its name, empty for the clauses themselves", _TEXT),
            "outcome": _says("whether it is met as a whole", _OUTCOME),
            "not_met": _says("findings that fail on it", _list(_TEXT)),
            "unknown": _says("findings that are open on it", _list(_TEXT)),
        },
    ),
    "limit": (
        "What a limit does to requested amounts.",
        {
            "id": _says("the name of the clause", _TEXT),
            "requested": _says("what is asked for", _AMOUNT),
            "allowed": _says("what of it is allowed", _AMOUNT),
            "used": _says("what was used before", _AMOUNT),
            "excess": _says("what is too much", _AMOUNT),
            "unit": _says("the unit of all of them", _TEXT),
            "cap": _says("the most in one period", _BOUND),
            "period": _says("the period, such as week", _TEXT),
            "lines": _says("the days asked for", _any(_list(_of("line")), _HIDDEN)),
            "unlocked_by": _says("what would lift it", _any(_of("unlocking"), _NULL)),
        },
    ),
    "payable": (
        "What of one requested line is payable.",
        {
            "entry": _says("of which entry", _TEXT),
            "day": _says("the day; null where it is not known", _any(_DAY, _NULL)),
            "requested": _says("what is asked for", _of("interval")),
            "payable": _says("what of it is payable", _of("interval")),
        },
    ),
    "line": (
        "One requested day.",
        {
            "day": _says("the day; null where it is not known", _any(_DAY, _NULL)),
            "requested": _says("what is asked for", _of("interval")),
            "allowed": _says("what of it is allowed", _of("interval")),
            "excess": _says("what is too much", _of("interval")),
            "unlocked": _says("whether an approval lifts the limit that day", _OUTCOME),
        },
    ),
    "unlocking": (
        "The approval that would lift a limit.",
        {
            "approval": _says("its kind", _TEXT),
            "giver": _says("who gives it", _TEXT),
            "beforehand": _says("whether it must come first", _FLAG),
            "up_to_granted": _says("whether it lifts up to what it grants only", _FLAG),
            "days": _says("the days it is needed for", _any(_list(_DAY), _HIDDEN)),
        },
    ),
    "citation": (
        "A place in a source.",
        {
            "source": _says("the id of the source", _TEXT),
            "title": _says("its title", _TEXT),
            "locators": _says("the places in it", _list(_TEXT)),
        },
    ),
    "place": (
        "A place in a policy file.",
        {
            "file": _says("the name of the file", _TEXT),
            "line": _says("the line, from 1", _COUNT),
            "column": _says("the column, from 1", _COUNT),
        },
    ),
    "assumption": (
        "A choice inside a clause that nobody has made yet.",
        {"word": _says("what is assumed", _TEXT), "because": _says("why", _TEXT)},
    ),
    "convention": (
        "A reading of the calendar.",
        {
            "name": _says("its name", _TEXT),
            "reading": _says("what it says", _TEXT),
            "basis": _says("how it was settled", _one_of("assumed", "chosen", "cited")),
            "by": _says("the interpretation or the source, else empty", _TEXT),
        },
    ),
    "interpretation": (
        "A reading that somebody chose.",
        {
            "id": _says("its name", _TEXT),
            "settles": _says("the open term", _TEXT),
            "reading": _says("the reading", _TEXT),
            "by": _says("who chose it", _TEXT),
            "on": _says("when", _DAY),
            "because": _says("why, else empty", _TEXT),
            "citation": _says("what it rests on", _CITED),
        },
    ),
    "remedies": (
        "What would change the answer.",
        {
            "findings": _says("what would settle each finding", _list(_of("remedy"))),
            "plan": _says("one set of steps that is enough", _any(_of("plan"), _NULL)),
            "why": _says("why there is no plan, else empty", _TEXT),
            "stuck": _says("findings that nothing settles now", _list(_TEXT)),
            "wait": _says("the day on which waiting is enough", _any(_of("step"), _NULL)),
            "answer": _says("the ranked answer aimed at, else empty", _TEXT),
        },
    ),
    "remedy": (
        "What would settle one finding.",
        {
            "finding": _says("the finding, or the ranked answer", _TEXT),
            "alternatives": _says("each enough alone", _list(_list(_of("step")))),
            "cut_off": _says("whether there are more", _FLAG),
            "why": _says("why there is none, else empty", _TEXT),
            "changes_on": _says("the day on which waiting alone is enough", _DAY_OR_NONE),
        },
    ),
    "plan": (
        "Steps after which the question is met; each of them is needed.",
        {
            "steps": _says("the steps", _list(_of("step"))),
            "optimal": _says("whether fewer are proved not to be enough", _FLAG),
        },
    ),
    "step": (
        "One thing to supply, do or settle.",
        {
            "kind": _says(
                "what to do",
                _one_of("ask", "show", "send", "do", "wait", "settle", "change"),
            ),
            **_WHOSE,
            "value": _says(
                "what it was tried with",
                _any(_of("interval"), {"type": "integer"}, _TEXT, _list(_TEXT), _FLAG, _NULL),
            ),
            "unit": _says("the unit of an amount, else empty", _TEXT),
            "on": _says("the day it was dated", _DAY_OR_NONE),
            "through": _says("of a span, its last day", _DAY_OR_NONE),
            "where": _says("further fields of a record", {"type": "object"}),
            "by": _says("who has to act, else empty", _TEXT),
            "asked": _says("the policy's own question, else empty", _TEXT),
        },
    ),
}
"""Each object of a decision's data: what it is, and its fields."""
