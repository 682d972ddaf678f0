"""What the core must not do: print, look at the clock, run text as code, swallow errors."""

import ast

import pytest

# Calls and reads, by full name, that belong to the command line only.
OUTSIDE_WORLD = {
    "print",
    "input",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "os.environ",
    "os.environb",
    "os.getenv",
}
ROOM_OF_THE_OUTSIDE_WORLD = "cli"

# Running text or bytes as code. The code generator compiles syntax trees it built itself, in one
# place: one call of `compile`, one of `exec`.
CODE_EXECUTION = {"eval", "exec", "compile", "__import__"}
CODE_GENERATOR = "peerpolicy.backends.codegen"
ONCE_IN_THE_CODE_GENERATOR = {"compile", "exec"}
BANNED_IMPORTS = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "builtins"}

# The last net of the command line: whatever arrives there is our bug, exit code 70. And the door
# to code of other distributions: whatever that does is named as its fault.
MAY_CATCH_EVERYTHING = {"peerpolicy.cli", "peerpolicy.cli.main", "peerpolicy.plugins"}
EVERYTHING = {"Exception", "BaseException"}


def outside_world(modules):
    """Places outside the command line that print or read the clock or the environment."""
    return [
        f"{module.name}:{node.lineno} uses {module.dotted(node)}"
        for module in modules
        if module.room != ROOM_OF_THE_OUTSIDE_WORLD
        for node in module.nodes
        if isinstance(node, ast.Name | ast.Attribute) and module.dotted(node) in OUTSIDE_WORLD
    ]


def is_code_generator(name):
    return name == CODE_GENERATOR or name.startswith((f"{CODE_GENERATOR}.", f"{CODE_GENERATOR}_"))


def code_execution(modules):
    """Places that run text as code; in the code generator only the second call of a kind."""
    found, seen = [], set()
    for module in modules:
        for node in module.nodes:
            if not isinstance(node, ast.Name) or node.id not in CODE_EXECUTION:
                continue
            first = node.id not in seen
            if is_code_generator(module.name) and node.id in ONCE_IN_THE_CODE_GENERATOR and first:
                seen.add(node.id)
                continue
            found.append(f"{module.name}:{node.lineno} uses {node.id}")
    return found


def banned_imports(modules):
    """Imports of modules that turn bytes into objects or reach the built-ins sideways."""
    return [
        f"{module.name}:{line} imports {target}"
        for module in modules
        for target, line in module.imports
        if target.split(".")[0] in BANNED_IMPORTS
    ]


def caught(handler):
    """The names an except clause catches; a bare one catches everything."""
    if handler.type is None:
        return {"BaseException"}
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {node.id for node in types if isinstance(node, ast.Name)}


def catch_alls(modules):
    """Except clauses that would hide a fault of ours."""
    return [
        f"{module.name}:{node.lineno}"
        for module in modules
        if module.name not in MAY_CATCH_EVERYTHING
        for node in module.nodes
        if isinstance(node, ast.ExceptHandler) and caught(node) & EVERYTHING
    ]


def test_only_the_command_line_prints_or_reads_the_clock_and_the_environment(package):
    assert outside_world(package) == []


def test_text_is_never_run_as_code(package):
    assert code_execution(package) == []


def test_bytes_are_never_turned_into_objects(package):
    assert banned_imports(package) == []


def test_no_error_is_swallowed_unseen(package):
    assert catch_alls(package) == []


@pytest.mark.parametrize(
    "text",
    [
        "print(1)",
        "show = print",
        "import datetime\ndatetime.date.today()",
        "import datetime as dt\ndt.datetime.now()",
        "from datetime import date as Date\nDate.today()",
        "import os\nos.environ['HOME']",
        "from os import getenv\ngetenv('HOME')",
    ],
)
def test_a_look_outside_is_seen_in_every_spelling_but_allowed_on_the_command_line(toy, text):
    modules = toy({"dates.py": text, "cli/main.py": text})
    assert [place.split(":")[0] for place in outside_world(modules)] == ["peerpolicy.dates"]


def test_compiling_is_seen_everywhere_but_once_in_the_code_generator(toy):
    text = "import re\nre.compile('x')\nexec(compile(tree, 'p', 'exec'))\n"
    modules = toy({"backends/codegen.py": text + "eval('1')\nexec('')\n", "facts.py": text})
    assert code_execution(modules) == [
        "peerpolicy.backends.codegen:4 uses eval",
        "peerpolicy.backends.codegen:5 uses exec",
        "peerpolicy.facts:3 uses exec",
        "peerpolicy.facts:3 uses compile",
    ]


def test_importing_pickle_is_seen(toy):
    modules = toy({"facts.py": "def f():\n    from pickle import loads"})
    assert banned_imports(modules) == ["peerpolicy.facts:2 imports pickle"]


@pytest.mark.parametrize("clause", ["", "Exception", "BaseException", "(KeyError, Exception)"])
def test_a_catch_all_is_seen_but_allowed_at_the_end_of_the_command_line(toy, clause):
    text = f"try:\n    x = 1\nexcept {clause}:\n    pass\n"
    modules = toy({"facts.py": text, "cli/main.py": text})
    assert catch_alls(modules) == ["peerpolicy.facts:3"]
