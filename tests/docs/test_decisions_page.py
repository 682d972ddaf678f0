"""The page on the data of decisions says what the published schema says, field by field."""

import re
from pathlib import Path

import peerpolicy as pp

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "decisions.md"
SCHEMA = pp.decision_json_schema()


def form(kind):
    """The form of a field, in a few words."""
    if "$ref" in kind:
        name = kind["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name})"
    if "anyOf" in kind:
        return ", ".join(dict.fromkeys(form(each) for each in kind["anyOf"]))
    if "enum" in kind:
        return ", ".join(f"`{each}`" for each in kind["enum"])
    if "const" in kind:
        return f"`{kind['const']}`"
    if kind["type"] == "array":
        return f"list of {form(kind['items'])}"
    if kind.get("format") == "date":
        return "date"
    return {"string": "text", "boolean": "true or false"}.get(kind["type"], kind["type"])


def table(described):
    """The rows of an object: its fields, their form, what they say."""
    rows = [
        f"| `{name}` | {form(kind)} | {kind['description']} |"
        for name, kind in described["properties"].items()
    ]
    return "\n".join(["| field | form | what it says |", "|---|---|---|", *rows])


def tables():
    """Each heading of the page with its table."""
    yield "decision", table(SCHEMA)
    for name, described in SCHEMA["$defs"].items():
        yield name, table(described)


def written():
    """The part of the page that the schema settles."""
    texts = {"decision": SCHEMA["description"]}
    texts |= {name: each["description"] for name, each in SCHEMA["$defs"].items()}
    return "\n\n".join(f"### {name}\n\n{texts[name]}\n\n{rows}" for name, rows in tables())


def test_the_page_has_every_field_with_its_form_and_meaning():
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(r"^### decision\n.*?(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found and found[0].strip() == written()
