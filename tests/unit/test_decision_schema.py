"""The form of a decision's data: every shipped example is valid, and nothing is undescribed."""

import copy
import json

import jsonschema
import pytest

import peerpolicy as pp
from peerpolicy.explain.decision_schema import decision_json_schema
from tests.shipped import decided_examples, loaded
from tests.unit.test_answers import POLICY as CERTIFICATES

POLICIES = [loaded(name) for name in pp.shipped_ids()] + [CERTIFICATES]
PUBLISHED = decision_json_schema()


def closed(schema):
    """The schema with every object closed: a field that is not described is an error."""
    found = copy.deepcopy(schema)
    for each in (found, *found["$defs"].values()):
        each["additionalProperties"] = False
    return found


STRICT = jsonschema.Draft202012Validator(
    closed(PUBLISHED), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


SOUND = set()
"""Items of lists in which nothing was wrong: most decisions share most of them."""


def faults(data):
    """What is wrong with some data, and where; what was looked at before is looked at no more."""
    new = {
        (key, json.dumps(item, sort_keys=True)): item
        for key, value in data.items()
        if isinstance(value, list)
        for item in value
    }
    keys = {key for key, _ in new}
    unseen = {at: item for at, item in new.items() if at not in SOUND}
    rest = {key: [item for (at, _), item in unseen.items() if at == key] for key in keys}
    found = [f"{list(e.path)}: {e.message[:200]}" for e in STRICT.iter_errors({**data, **rest})]
    if not found:
        SOUND.update(unseen)
    return found


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(PUBLISHED)
    assert json.loads(json.dumps(PUBLISHED)) == PUBLISHED
    assert pp.decision_json_schema() == PUBLISHED
    assert pp.decision_json_schema()["$defs"] is not PUBLISHED["$defs"]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
def test_the_decision_of_every_example_is_valid(policy) -> None:
    assert policy.program.examples
    for number, example in enumerate(decided_examples(policy)):
        d = policy.decide(example.facts, as_of=example.as_of, question=example.question)
        for values in ("masked", "full"):
            # remedies take a while: every other example shows them in one of the two forms
            with_remedies = number % 4 == (0 if values == "full" else 2)
            data = d.to_dict(values, remedies=with_remedies)
            assert faults(data) == [], example.id
            assert ("remedies" in data) is with_remedies


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
def test_the_decision_about_nothing_known_is_valid(policy) -> None:
    for example in {e.question: e for e in decided_examples(policy)}.values():
        d = policy.decide({}, as_of=example.as_of, question=example.question)
        assert faults(d.to_dict("full", remedies=True)) == []


def test_a_field_left_out_or_of_another_form_is_found() -> None:
    policy = POLICIES[0]
    example = policy.program.examples[0]
    data = policy.decide(example.facts, as_of=example.as_of, question=example.question).to_dict(
        "full"
    )
    assert faults(data) == []
    worse = {**data["findings"][0], "outcome": "perhaps"}
    assert faults({**data, "findings": [*data["findings"], worse]})
    for broken in (
        {k: v for k, v in data.items() if k != "outcome"},
        {**data, "outcome": "perhaps"},
        {**data, "as_of": "23 November"},
        {**data, "digest": "sha256:0"},
        {**data, "surprise": 1},
    ):
        assert faults(broken)
