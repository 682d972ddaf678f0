"""The core knows no field: the words of the vocabularies about the world stand in no code."""

import ast
import re

import pytest

# Words about programs themselves (ADR 0016) belong to the library: it describes programs with them.
ABOUT_PROGRAMS = {"program_rules.policy", "rule_topics.policy"}
# What `peerpolicy init` writes is a sample, with words of its own.
SAMPLES = {"peerpolicy.cli.skeleton"}
HEADER = re.compile(
    r"^(?:vocabulary|fact|entry|credential|role|relation|approval|document|measure|choices|registry)"
    r" (\w+_\w+):",
    re.MULTILINE,
)
"""Names of two words or more: `peer` or `hours` alone are words of everybody."""


def words_of(texts):
    """The names that vocabularies declare."""
    return {name for text in texts for name in HEADER.findall(text)}


def spoken(module):
    """Texts and names in the code of a module, its docstrings left out."""
    said = {
        id(node.value)
        for node in module.nodes
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield from re.findall(r"\w+", node.value)
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def known(modules, words):
    """Words of a field that the code of a module speaks of."""
    return sorted(
        f"{module.name}: {word}"
        for module in modules
        if module.name not in SAMPLES
        for word in words.intersection(spoken(module))
    )


@pytest.fixture(scope="module")
def words(repository):
    folder = repository / "policies" / "vocabularies"
    files = [path for path in folder.glob("*.policy") if path.name not in ABOUT_PROGRAMS]
    return words_of(path.read_text(encoding="utf-8") for path in files)


def test_the_core_holds_no_word_of_a_vocabulary_about_the_world(package, words):
    assert len(words) > 20
    assert known(package, words) == []


def test_the_grammar_holds_none_either(repository, words):
    grammar = (repository / "grammars" / "core.lark").read_text(encoding="utf-8")
    assert words.intersection(re.findall(r"\w+", grammar)) == set()


def test_a_word_in_the_code_is_seen_and_one_in_a_docstring_is_not(toy):
    text = '"""About peer_support."""\nADVICE = "write `peer_support`"\n'
    assert known(toy({"check/shapes.py": text}), words_of(["vocabulary peer_support:\n"])) == [
        "peerpolicy.check.shapes: peer_support"
    ]
