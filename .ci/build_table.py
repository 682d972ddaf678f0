"""Write the table of the parser beside the grammar, whenever the package is built or installed.

Working the table out takes most of the time of a first load, so the build does it once. The table
depends on the order of sets inside lark; one seed of the hash makes every build write the same.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TABLE = "grammars/core.table.json"
WRITE = """
import os, sys
from peerpolicy.syntax.parser import table_text
own = f"{sys.argv[1]}.{os.getpid()}"
with open(own, "w", encoding="utf-8") as file:
    file.write(table_text())
os.replace(own, sys.argv[1])
"""


class TableHook(BuildHookInterface):
    """Runs before the files of a wheel, also of an editable one, are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the table, and have it in the wheel although git does not know it."""
        root = Path(self.root)
        # The path of this very process: an isolated build keeps lark and attrs where only it looks.
        path = os.pathsep.join([str(root), *filter(None, sys.path)])
        environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": path}
        command = [sys.executable, "-c", WRITE, str(root / TABLE)]
        subprocess.run(command, cwd=root, env=environment, check=True)
        build_data["artifacts"].append(f"/{TABLE}")
