"""The folder list is the pipeline: a module imports the base layer, an earlier stage's model, or its own folder."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "plainleaf"
BASE = {"findings", "languages", "faces", "truetype", "markup", "roots", "toml"}
STAGES = ["content", "catalogues", "compose", "html", "layout", "pdf", "verify", "impose"]
SHARED = {"model", "bilingual", "settings", "personal"}
FACES = {"reports", "cli", "web"}
HOMES = {
    "uharfbuzz": {"faces.py"},
    "icu4py": {"layout/text/breaking.py"},
    "polib": {"catalogues/po.py"},
    "babel": {"compose/dates.py", "desk/update.py"},
    "jinja2": {"markup.py", "html/", "web/"},
    "starlette": {"web/", "cli/serve.py"},
    "uvicorn": {"web/", "cli/serve.py"},
    "pypdfium2": {"web/bench.py"},
    "pydantic": {
        "content/schema.py",
        "catalogues/schema.py",
        "toml.py",
        "content/settings.py",
        "content/patient.py",
        "content/clinic.py",
    },
    "click": {"cli/"},
    "rich": {"reports/"},
    "reportlab": {"pdf/"},
    "pypdf": {"verify/", "impose/"},
    "segno": {"compose/code.py"},
    "openpyxl": {"batch/table.py"},
    "distributed": {"batch/executors.py"},
    "PIL": {"content/logo.py"},
}


def modules() -> list[str]:
    return sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def imports_of(module: str) -> set[str]:
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} uses a relative import"
            names.add(node.module or "")
    return names


def is_allowed(module: str, name: str) -> bool:
    """Tell whether *module* may import ``plainleaf.<name>``."""
    stage, target = module.split("/")[0], name.split(".")
    if target[0] in BASE or target[0] == "":
        return True
    if stage not in STAGES:
        return True
    if target[0] == stage:
        return True
    earlier = target[0] in STAGES and STAGES.index(target[0]) < STAGES.index(stage)
    return earlier and len(target) > 1 and target[1] in SHARED


@pytest.mark.parametrize("module", [m for m in modules() if m.split("/")[0] in STAGES])
def test_a_stage_imports_only_what_comes_before_it(module: str) -> None:
    """Data flows one way: no stage knows a later one, nor the inside of an earlier one."""
    inner = {name.removeprefix("plainleaf").lstrip(".") for name in imports_of(module) if name.startswith("plainleaf")}
    assert [name for name in sorted(inner) if not is_allowed(module, name)] == []


@pytest.mark.parametrize("module", [m for m in modules() if m.split("/")[0].removesuffix(".py") in BASE])
def test_the_base_layer_knows_no_stage(module: str) -> None:
    """What every stage may use imports nothing but its own layer."""
    inner = {name.split(".")[1] for name in imports_of(module) if name.startswith("plainleaf.")}
    assert inner <= BASE


@pytest.mark.parametrize("module", [m for m in modules() if m.split("/")[0] not in FACES | {"__main__.py"}])
def test_nothing_imports_the_faces(module: str) -> None:
    """Reports, command line and web page are faces of the same API; nothing depends on them."""
    inner = {name.split(".")[1] for name in imports_of(module) if name.startswith("plainleaf.")}
    assert not inner & FACES


@pytest.mark.parametrize("library", sorted(HOMES))
def test_each_library_has_one_home(library: str) -> None:
    """A third-party library can be replaced in one place."""
    users = {module for module in modules() if any(name.split(".")[0] == library for name in imports_of(module))}
    homes = HOMES[library]
    strays = {user for user in users if not any(user == h or (h.endswith("/") and user.startswith(h)) for h in homes)}
    assert users, f"nothing uses {library}"
    assert not strays
