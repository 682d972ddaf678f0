"""Whatever is wrong with a saved policy is one message: no traceback, no hang, no wrong answer."""

import time
from datetime import date

import attrs
import pytest

import peerpolicy as pp
from peerpolicy.ir.force import Days, InForce
from peerpolicy.ir.operands import FactOf, Subject
from peerpolicy.ir.terms import AllOf, ClauseMet, Paper
from peerpolicy.saved import form, read
from peerpolicy.saved.read import opened
from peerpolicy.saved.write import written
from tests.saved import forged
from tests.saved.forged import joined, parted, saved
from tests.shipped import loaded

NAME = "us/peer_respite"
SECONDS = 5


def refusal(data):
    """The one message about some bytes, with its advice."""
    started = time.perf_counter()
    with pytest.raises(pp.PolicyError) as refused:
        opened(data, "my.json")
    assert time.perf_counter() - started < SECONDS
    (found,) = refused.value.diagnostics
    assert "`my.json`" in found.message
    assert found.help
    return found


# ---------------------------------------------------------------- what is no saved policy


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"language 1\nprogram x:\n",
        b"{}",
        b"[]",
        b'{"peer": {}}',
        b'{"peerpolicy": "saved policy"}',
        b"\xff\xfe\x00",
        b"PK\x03\x04",
        b"[" * 100_000,
        b'{"peerpolicy":' + b"[" * 100_000 + form.BEFORE_PROGRAM,
        b"[1" + form.BEFORE_PROGRAM + b"{}}",
    ],
    ids=lambda data: data[:12].decode("latin-1"),
)
def test_a_foreign_file_is_told_to_be_one(data):
    assert refusal(data).code == "PP711"


def test_a_file_that_is_far_too_long_is_not_looked_at(monkeypatch):
    monkeypatch.setattr(read, "MOST_BYTES", 1000)
    assert refusal(saved(NAME)).code == "PP711"


def test_a_file_that_is_not_there_is_the_systems_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        pp.load_compiled(tmp_path / "none.json")


# ---------------------------------------------------------------- another form


@pytest.mark.parametrize("number", [2, 0, "1", None, True, 1.0])
def test_a_file_of_another_format_names_both_versions(number):
    head, table = parted(saved(NAME))
    found = refusal(joined({**head, "format": number, "engine": "7.0"}, table))
    assert found.code == "PP712"
    assert "written by peerpolicy 7.0 in another form" in found.message
    assert f"this is peerpolicy {pp.__version__}" in found.message


@pytest.mark.parametrize("change", ["a kind", "a field more", "a field less", "a field elsewhere"])
def test_a_part_that_this_version_knows_otherwise_is_not_guessed_at(change):
    head, table = parted(saved(NAME))
    kind = next(each for each in table["kinds"] if each[0] == "Clause")
    match change:
        case "a kind":
            kind[0] = "Claws"
        case "a field more":
            kind.append("colour")
        case "a field less":
            kind.pop()
        case _:
            kind[1], kind[2] = kind[2], kind[1]
    found = refusal(joined(head, table))
    assert found.code == "PP712"
    assert "with other parts than this version knows" in found.message


# ---------------------------------------------------------------- damage


def test_a_file_that_was_cut_off_anywhere_is_refused():
    data = saved(NAME)
    for length in range(0, len(data) - len(form.AFTER_PROGRAM), 977):
        assert refusal(data[:length]).code in ("PP711", "PP713")


def test_changed_bytes_are_refused_or_change_nothing():
    came = {forged.examine(number, forged.with_bytes_changed): number for number in range(60)}
    assert "PP713" in came
    assert came.keys() <= {"PP711", "PP712", "PP713", "the same"}


def test_a_digest_of_another_policy_is_not_believed():
    head, _ = parted(saved(NAME))
    data = saved(NAME)
    other = head["digest"][:-1] + ("0" if head["digest"][-1] != "0" else "1")
    found = refusal(data.replace(head["digest"].encode(), other.encode()))
    assert (found.code, found.message) == (
        "PP713",
        "the saved policy `my.json` is damaged: it holds another policy than it says",
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda table: table.clear(),
        lambda table: table.update(more=[]),
        lambda table: table.update(words=3),
        lambda table: table["words"].append(3),
        lambda table: table["words"].append("\ud800"),
        lambda table: table["numbers"].append(True),
        lambda table: table["numbers"].append(1.5),
        lambda table: table["kinds"].append([]),
        lambda table: table["kinds"].append("tuple"),
        lambda table: table["kinds"].append([1]),
        lambda table: table["rows"].clear(),
        lambda table: table["rows"].pop(),
        lambda table: table["rows"].append([]),
        lambda table: table["rows"].append(None),
        lambda table: table["rows"].append([0, -1]),
        lambda table: table["rows"].append([0, True]),
        lambda table: table["rows"].append([0, 1e300]),
        lambda table: table["rows"].append([0, "0"]),
        lambda table: table["rows"].append([10**6]),
        lambda table: table["rows"].append([0, 10**30]),
        lambda table: table["rows"][-1].append(0),
        lambda table: table["rows"][-1].pop(),
    ],
)
def test_lists_that_are_no_program_are_refused(spoil):
    head, table = parted(saved(NAME))
    spoil(table)
    assert refusal(joined(head, table)).code == "PP713"


@pytest.mark.parametrize(
    "kind, held",
    [
        ("date", ["2026-02-30"]),
        ("date", ["tomorrow"]),
        ("date", []),
        ("fraction", [1, 0]),
        ("fraction", [2, 4]),
        ("fraction", ["1", "2"]),
        ("decimal", ["NaN"]),
        ("set", ["a"]),
        ("dict", ["a"]),
        ("dict", [1, 2]),
        ("Force", ["perhaps"]),
        ("Force", [3]),
    ],
)
def test_values_that_are_none_are_refused(kind, held):
    head, table = parted(saved(NAME))
    places = []
    start = len(form.CONSTANTS)
    for value in held:
        known = table["words"] if isinstance(value, str) else table["numbers"]
        if value not in known:
            known.append(value)
    for value in held:
        before = 0 if isinstance(value, str) else len(table["words"])
        known = table["words"] if isinstance(value, str) else table["numbers"]
        places.append(start + before + known.index(value))
    if [kind] not in table["kinds"]:
        table["kinds"].append([kind])
    # the places of rows have moved, so nothing else than this row may be there
    table["rows"] = [[table["kinds"].index([kind]), *places]]
    found = refusal(joined(head, table))
    assert found.code == "PP713"
    assert "does not end with a program" not in found.message


@pytest.mark.parametrize("times", [1, 2])
def test_a_short_file_that_stands_for_endless_work_is_refused_at_once(times):
    head, table = parted(saved(NAME))
    first = len(form.CONSTANTS) + len(table["words"]) + len(table["numbers"])
    for _ in range(20_000):
        last = first + len(table["rows"]) - 1
        table["rows"].append([table["kinds"].index(["tuple"]), *[last] * times])
    assert "too large, or nested too deeply" in refusal(joined(head, table)).message


def test_a_long_part_that_many_others_share_is_not_looked_at_without_end():
    head, table = parted(saved(NAME))
    first = len(form.CONSTANTS) + len(table["words"]) + len(table["numbers"])
    kinds = [kind[0] for kind in table["kinds"]]
    role = next(row for row in table["rows"] if kinds[row[0]] == "Role")
    field = next(n for n, row in enumerate(table["rows"]) if kinds[row[0]] == "Field")
    table["rows"].append([kinds.index("tuple"), *[first + field] * 100_000])
    fields = first + len(table["rows"]) - 1
    at = table["kinds"][role[0]].index("fields")
    table["rows"] += [[*role[:at], fields, *role[at + 1 :]] for _ in range(20_000)]
    assert "too large, or nested too deeply" in refusal(joined(head, table)).message


# ---------------------------------------------------------------- programs that cannot be


def with_first_clause(**changes):
    program = loaded("us/ct/dds_peer_to_peer").program
    first, *others = program.clauses
    return attrs.evolve(program, clauses=(attrs.evolve(first, **changes), *others))


def with_schema(**changes):
    program = loaded("us/ct/dds_peer_to_peer").program
    return attrs.evolve(program, schema=attrs.evolve(program.schema, **changes))


FIRST = loaded("us/ct/dds_peer_to_peer").program.clauses[0]
PEER = Subject("peer")

IMPOSSIBLE = {
    "`nobody` is no entity that it declares": with_first_clause(about="nobody"),
    "`dance` is no question that it declares": with_first_clause(questions=("dance",)),
    "`none` is no clause that it declares": with_first_clause(
        condition=ClauseMet("none", text="none holds")
    ),
    f"its clause {FIRST.id} rests on itself": with_first_clause(
        condition=ClauseMet(FIRST.id, text="it holds")
    ),
    "`passport` is no document of `peer`": with_first_clause(
        condition=Paper(PEER, "passport", text="passport")
    ),
    "it speaks of the person in hand outside of a roster": with_first_clause(
        condition=attrs.evolve(
            FIRST.condition, since=FactOf(Subject("supervisor", in_hand=True), "birth_date")
        )
    ),
    "a AllOf has no words": with_first_clause(condition=AllOf((FIRST.condition,))),
    "`age_of_shoes` is no date of `peer`": with_first_clause(
        in_force=InForce(Days(date(2020, 1, 1), None), by=FactOf(PEER, "age_of_shoes"))
    ),
    "is no choices that it declares": with_schema(choices={}),
}


@pytest.mark.parametrize("why", IMPOSSIBLE)
def test_a_program_that_no_checker_lets_pass_is_refused(why):
    program = IMPOSSIBLE[why]
    found = refusal(written(program, forged.digest(program)))
    assert found.code == "PP713"
    assert why in found.message


# ---------------------------------------------------------------- parts exchanged


def test_whoever_exchanges_parts_gets_a_message_or_a_policy_that_works():
    came = {forged.examine(number) for number in range(25)}
    assert came == {"PP713", "the same", "loaded"}


@pytest.mark.long
@pytest.mark.parametrize("part", range(20))
def test_ten_thousand_files_with_exchanged_parts(part):
    for number in range(1000 + part * 500, 1500 + part * 500):
        forged.examine(number)
