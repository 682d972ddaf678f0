"""Who may import whom. The ranks are data; the rules over them are four short functions."""

import sys
from graphlib import CycleError, TopologicalSorter

import pytest

# A module imports only from rooms of strictly lower rank, or from its own room.
RANKS = {
    "truth": 0,
    "evolving": 0,
    "source": 0,
    "_resources": 0,
    "_version": 0,
    "_frozen": -1,
    "diagnostics": 1,
    "errors": 2,
    "quantity": 3,
    "dates": 4,
    "syntax": 5,
    "ir": 5,
    "vocabulary": 6,
    "facts": 6.5,
    "saved": 6.5,
    "outcome": 7,
    "check": 8,
    "backends": 9,
    "explain": 10,
    "plugins": 11,
    "library": 12,
    "deciding": 12.5,
    "examples": 12.8,
    "policy": 13,
    "loading": 13.5,
    "testing": 14,
    "cli": 14,
    "__main__": 15,
    "peerpolicy": 15,
}

# What a back end must not know although its rank would allow it.
UNKNOWN_TO_BACKENDS = {"syntax", "check"}
# Files of backends/ that every back end may import; each other file or folder is a back end, and
# `codegen_dates.py` belongs to `codegen`.
SHARED_BY_BACKENDS = {"base"}

# Packages beside the standard library, and the rooms that may import them (None: all).
THIRD_PARTY = {
    "attrs": None,
    "attr": None,
    "lark": {"syntax"},
    "z3": {"backends"},
    "hypothesis": {"testing"},
    "pytest": {"testing"},
}


def own_imports(module):
    """Imports inside the package, as (module, line), without the module itself."""
    for target, line in module.imports:
        if target.split(".")[0] == "peerpolicy":
            yield target, line


def room_of(name):
    return name.split(".")[1] if "." in name else name


def upward_imports(modules):
    """Imports that are not from a strictly lower rank nor from the same room."""
    return [
        f"{module.name}:{line} imports {target}"
        for module in modules
        for target, line in own_imports(module)
        if room_of(target) != module.room
        and RANKS.get(room_of(target), 99) >= RANKS.get(module.room, -1)
    ]


def import_cycle(modules):
    """The modules of one import cycle, or an empty list."""
    graph = {module.name: {target for target, _ in own_imports(module)} for module in modules}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def backend_of(name):
    """`codegen` of `peerpolicy.backends.codegen_dates`; None for the shared files."""
    parts = name.split(".")
    if len(parts) < 3 or parts[2] in SHARED_BY_BACKENDS:
        return None
    return parts[2].split("_")[0] or parts[2]


def nosy_backends(modules):
    """Imports by which a back end knows the syntax, the checker or another back end."""
    found = []
    for module in modules:
        if module.room != "backends":
            continue
        for target, line in own_imports(module):
            other = backend_of(target) if room_of(target) == "backends" else None
            foreign = other is not None and other != backend_of(module.name)
            if foreign or room_of(target) in UNKNOWN_TO_BACKENDS:
                found.append(f"{module.name}:{line} imports {target}")
    return found


def foreign_imports(modules):
    """Imports of packages that are not in the table, or not for this room."""
    found = []
    for module in modules:
        for target, line in module.imports:
            top = target.split(".")[0]
            if top == "peerpolicy" or top in sys.stdlib_module_names:
                continue
            rooms = THIRD_PARTY.get(top, set())
            if rooms is not None and module.room not in rooms:
                found.append(f"{module.name}:{line} imports {target}")
    return found


def test_every_module_has_a_rank(package):
    assert sorted(module.name for module in package if module.room not in RANKS) == []


def test_a_module_imports_only_from_strictly_lower_ranks(package):
    assert upward_imports(package) == []


def test_no_modules_import_each_other_in_a_circle(package):
    assert import_cycle(package) == []


def test_a_backend_knows_neither_syntax_nor_checker_nor_another_backend(package):
    assert nosy_backends(package) == []


def test_other_packages_are_used_only_where_the_table_says(package):
    assert foreign_imports(package) == []


@pytest.mark.parametrize(
    "text",
    [
        "import peerpolicy.policy",
        "from peerpolicy.policy import Policy",
        "from peerpolicy import policy",
        "from peerpolicy import Policy",
        "from .. import policy",
        "from ..ir import terms",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ..check import resolve",
        "def late() -> None:\n    from peerpolicy.check.resolve import names",
    ],
)
def test_an_upward_import_is_seen_in_every_spelling(toy, text):
    rooms = {"__init__.py": "", "policy.py": "", "ir/terms.py": "", "check/resolve.py": ""}
    assert len(upward_imports(toy({**rooms, "syntax/nodes.py": text}))) == 1


def test_a_downward_import_and_one_of_a_sibling_are_fine(toy):
    text = "from . import nodes\nfrom .nodes import Node\nfrom peerpolicy.truth import Truth"
    modules = toy({"truth.py": "", "syntax/nodes.py": "", "syntax/parser.py": text})
    assert upward_imports(modules) == []
    assert import_cycle(modules) == []


def test_a_circle_inside_one_room_is_seen(toy):
    modules = toy({"ir/types.py": "from . import terms", "ir/terms.py": "from . import types"})
    assert set(import_cycle(modules)) == {"peerpolicy.ir.types", "peerpolicy.ir.terms"}


def test_a_backend_that_imports_its_neighbour_is_seen(toy):
    modules = toy(
        {
            "backends/base.py": "",
            "backends/smt.py": "",
            "backends/codegen_dates.py": "",
            "backends/codegen.py": "from . import base, codegen_dates, smt",
            "check/lower.py": "",
            "backends/interpreter.py": "from peerpolicy.check import lower",
        }
    )
    assert nosy_backends(modules) == [
        "peerpolicy.backends.codegen:1 imports peerpolicy.backends.smt",
        "peerpolicy.backends.interpreter:1 imports peerpolicy.check.lower",
    ]


def test_a_package_in_the_wrong_room_is_seen(toy):
    modules = toy(
        {"syntax/parser.py": "import lark, attrs, json", "facts.py": "import lark, numpy"}
    )
    assert foreign_imports(modules) == [
        "peerpolicy.facts:1 imports lark",
        "peerpolicy.facts:1 imports numpy",
    ]
