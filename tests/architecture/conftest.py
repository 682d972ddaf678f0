"""Read the package's source once; every test of the architecture works on this reading."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = "peerpolicy"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One source file of a package: its dotted name, text and syntax tree."""

    name: str
    is_package: bool
    text: str
    known: frozenset[str]

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.name)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    @property
    def room(self) -> str:
        """The part of the name that has a rank: `syntax` of `peerpolicy.syntax.nodes`."""
        return self.name.split(".")[1] if "." in self.name else self.name

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @cached_property
    def imports(self) -> tuple[tuple[str, int], ...]:
        """Every imported module with its line: also those under TYPE_CHECKING and in functions."""
        found: list[tuple[str, int]] = []
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found += [(alias.name, node.lineno) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                for alias in node.names:
                    member = f"{base}.{alias.name}"
                    found.append((member if member in self.known else base, node.lineno))
        return tuple(found)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        parts = parts[: len(parts) - node.level + self.is_package]
        return ".".join(parts + ([node.module] if node.module else []))

    @cached_property
    def aliases(self) -> dict[str, str]:
        """What a local name stands for: `D` is `datetime.date` after `import ... date as D`."""
        names: dict[str, str] = {}
        for node in self.nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    head = alias.name.split(".")[0]
                    names[alias.asname or head] = alias.name if alias.asname else head
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    names[alias.asname or alias.name] = f"{self._absolute(node)}.{alias.name}"
        return names

    def dotted(self, node: ast.expr) -> str | None:
        """The full name of an expression such as `dt.date.today`, or None."""
        if isinstance(node, ast.Name):
            return self.aliases.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            base = self.dotted(node.value)
            return base and f"{base}.{node.attr}"
        return None

    def functions(self) -> Iterator[tuple[str, Function, bool]]:
        """Yield every function with its qualified name, and whether a class holds it directly."""
        yield from _functions(self.tree, self.name, in_class=False)


def _functions(node: ast.AST, prefix: str, in_class: bool) -> Iterator[tuple[str, Function, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            name = f"{prefix}.{child.name}"
            yield name, child, in_class
            yield from _functions(child, name, in_class=False)
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{prefix}.{child.name}", in_class=True)
        else:
            yield from _functions(child, prefix, in_class)


def read_package(root: Path) -> tuple[Module, ...]:
    """Read every Python file under a package folder."""
    files = {}
    for path in sorted(root.rglob("*.py")):
        parts = (root.name, *path.relative_to(root).with_suffix("").parts)
        is_package = parts[-1] == "__init__"
        files[".".join(parts[:-1] if is_package else parts)] = (is_package, path)
    known = frozenset(files)
    return tuple(
        Module(name, is_package, path.read_text(encoding="utf-8"), known)
        for name, (is_package, path) in files.items()
    )


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout (or of the unpacked sdist)."""
    return REPOSITORY


@pytest.fixture(scope="session")
def package() -> tuple[Module, ...]:
    """Every module of peerpolicy."""
    modules = read_package(REPOSITORY / PACKAGE)
    assert modules, "no source found: the architecture would hold for nothing"
    return modules


@pytest.fixture
def toy(tmp_path: Path) -> Callable[[dict[str, str]], tuple[Module, ...]]:
    """Make a small package called peerpolicy from file names and texts, and read it."""

    def make(files: dict[str, str]) -> tuple[Module, ...]:
        root = tmp_path / PACKAGE
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return read_package(root)

    return make
