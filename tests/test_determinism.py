"""Same inputs, same bytes: in any process, with any hash seed, after anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
CODE = """
import sys
from pathlib import Path
from plainleaf.build import Job, build_leaflet
for language in sys.argv[3:]:
    result = build_leaflet(Job("baclofen-tablets", language, folder=Path(sys.argv[1]), edition=sys.argv[2]))
print(result.sha256)
"""


def digest(folder: Path, edition: str, seed: str, *languages: str) -> str:
    """Build *languages* in one new process and return the digest of the last."""
    command = [sys.executable, "-c", CODE, str(folder), edition, *languages]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": seed}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout.strip()


@pytest.mark.parametrize(("language", "edition"), [("en", "pdf"), ("ar", "pdf"), ("hi", "pdf"), ("ar", "html")])
def test_the_bytes_depend_on_nothing_but_the_inputs(language: str, edition: str, tmp_path: Path) -> None:
    """Neither the hash seed nor a leaflet built before in the same process changes a byte."""
    alone = digest(tmp_path, edition, "0", language)
    assert len(alone) == 64
    assert digest(tmp_path / "other", edition, "1", "pl", language) == alone
