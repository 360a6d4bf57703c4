"""Measure plainleaf beside its peers, all in one run, taking turns. See README.md in this folder."""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import mean, median
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "src"), str(ROOT / "tests")]

from own import Plainleaf  # noqa: E402
from peers import open_peers  # noqa: E402
from words import LANGUAGES, LEAFLET, PROFILE, Document, read_document  # noqa: E402

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
PLAN = [["Plan for Quirina Zabłocka"], *(["1 December 2026", "half", "none", "1", "1 and a half"] for _ in range(2))]
REFERENCE = "Typst"
Rows = dict[str, dict[str, float]]


def show(title: str, unit: str, rows: Rows, reference: str = REFERENCE) -> Rows:
    """Print a table: a line for each program, a column for each case, with ratios to *reference* in brackets."""
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    print(f"\n{title} ({unit}; in brackets: times {reference})")
    print(" " * 24 + "".join(f"{name:>17}" for name in columns))
    for name, row in rows.items():
        cells = []
        for column in columns:
            value, base = row.get(column), rows.get(reference, {}).get(column)
            text = "" if value is None else f"{value:,.1f}" + (f" ({value / base:.2f})" if base else "")
            cells.append(f"{text:>17}")
        print(f"{name:<24}" + "".join(cells), flush=True)
    return rows


def take_turns(calls: dict[str, Callable[[int], float]], rounds: int) -> dict[str, float]:
    """Return the median of each call, in rounds whose order is shuffled. A call is given the number of the round."""
    chance, results = random.Random(1), {name: [] for name in calls}  # type: dict[str, list[float]]
    for number in range(rounds):
        for name in chance.sample(sorted(calls), len(calls)):
            results[name].append(calls[name](number))
    return {name: median(values) for name, values in results.items()}


COLD = """\
import json, sys
sys.path.insert(0, sys.argv[1])
name, source, target = sys.argv[2:]
from types import SimpleNamespace
document = SimpleNamespace(**json.load(open(source)))
import peers
open(target, "wb").write(peers.open_peer(name).make(document))
"""


LAUNCH = """\
import os, sys, time
start = time.perf_counter()
silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent)
_, status, usage = os.wait4(pid, 0)
print((time.perf_counter() - start) * 1000, usage.ru_maxrss / 1024, status)
"""


def run_process(command: list[str]) -> tuple[float, float]:
    """Return the wall time of a new process in ms, and the most memory that it had in MB.

    A small process starts it: Linux counts the memory of whoever starts a process as the process's own.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    launcher = [sys.executable, "-I", "-S", "-c", LAUNCH, *command]
    done = subprocess.run(launcher, env=environment, capture_output=True, text=True, check=True)
    wall, peak, status = map(float, done.stdout.split())
    assert status == 0, done.stderr
    return wall, peak


def measure_cold(rounds: int) -> dict[str, Rows]:
    """A new process makes one English leaflet. Peers get the words in a file and import nothing of plainleaf."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "words.json")
        document = read_document("en")
        source.write_text(json.dumps({name: getattr(document, name) for name in document.__dataclass_fields__}))
        commands = {
            "plainleaf": [
                *(
                    sys.executable,
                    "-m",
                    "plainleaf",
                    "build",
                    LEAFLET,
                    "-l",
                    "en",
                    "-p",
                    PROFILE,
                    "-o",
                    folder,
                    "-j",
                    "1",
                )
            ]
        }
        for name in ("Typst", "WeasyPrint", "plain ReportLab"):
            commands[name] = [sys.executable, "-c", COLD, str(HERE), name, str(source), str(Path(folder, "peer.pdf"))]
        memory: dict[str, list[float]] = {name: [] for name in commands}

        def run(name: str) -> float:
            wall, peak = run_process(commands[name])
            memory[name].append(peak)
            return wall

        times = take_turns({name: (lambda _, name=name: run(name)) for name in commands}, rounds)
    return {
        "time": show("1. Cold leaflet in English", "ms", {name: {"en": value} for name, value in times.items()}),
        "memory": show("   Peak memory", "MB", {name: {"en": median(values)} for name, values in memory.items()}),
    }


def measure_warm(rounds: int) -> Rows:
    """One process, every text new each time: CPU time of all threads."""
    documents = {language: read_document(language) for language in LANGUAGES}
    programs: dict[str, Any] = {
        one.name: one for one in (Plainleaf(), Plainleaf(read_back=False), *open_peers().values())
    }
    table: Rows = {name: {} for name in programs}
    for language, document in documents.items():
        for program in programs.values():
            program.make(document)

        def run(name: str, number: int, document: Document = document) -> float:
            fresh = document.freshen(number + 1)
            start = time.process_time()
            programs[name].make(fresh, fresh=number + 1)
            return (time.process_time() - start) * 1000

        found = take_turns({name: (lambda n, name=name: run(name, n)) for name in programs}, rounds)
        for name, value in found.items():
            table[name][language] = value
    for row in table.values():
        row["mean"] = mean(row.values())
    return show("2. Warm leaflet, every text new, CPU time", "ms", table)


_state: dict[str, Any] = {}


def _open_worker(language: str) -> None:
    _state["document"] = read_document(language)
    _state["peers"] = open_peers()


def _copy_peer(job: tuple[str, int, int, str]) -> int:
    name, first, count, folder = job
    for number in range(first, first + count):
        plan = [[f"{PLAN[0][0]} {number}"], *PLAN[1:]]
        Path(folder, f"{number}.pdf").write_bytes(_state["peers"][name].make(_state["document"], plan))
    return count


def _copy_plainleaf(job: tuple[Any, Any]) -> int:
    from plainleaf.batch.press import print_copies

    settings, orders = job
    copies = print_copies(settings, orders)
    assert all(copy.sha256 for copy in copies), [copy.findings for copy in copies]
    return len(copies)


def _copy_floor(job: tuple[bytes, bytes, int, int, str]) -> int:
    plate, content, first, count, folder = job
    for number in range(first, first + count):
        own = zlib.compress(content + b" %d" % number)
        Path(folder, f"{number}.pdf").write_bytes(plate + own)
    return count


def measure_copies(rounds: int, count: int) -> Rows:
    """Personal copies of the English leaflet, a second, on all cores; each writes its files."""
    from plainleaf.batch.press import Settings, print_copies
    from plainleaf.batch.rows import Defaults, Order, Sheet
    from tables import make_rows, write_table

    with tempfile.TemporaryDirectory() as folder:
        table = write_table(Path(folder, "t.csv"), make_rows(count))
        orders = [row for row in Sheet(table, defaults=Defaults(profile=PROFILE)).read() if isinstance(row, Order)]
        settings = Settings(Path(folder))
        (sample,) = print_copies(settings, (orders[0],))
        plate = Path(folder, sample.name).read_bytes()
        part = -(-count // (CORES * 4))
        with ProcessPoolExecutor(CORES, get_context("spawn"), _open_worker, ("en",)) as pool:

            def run(jobs: list[Any], work: Callable[[Any], int]) -> float:
                start = time.perf_counter()
                made = sum(pool.map(work, jobs))
                return made / (time.perf_counter() - start)

            starts = range(0, count, part)
            calls: dict[str, Callable[[int], float]] = {
                "plainleaf": lambda _: run(
                    [(settings, tuple(orders[at : at + part])) for at in starts], _copy_plainleaf
                ),
                "floor": lambda _: run(
                    [(plate, plate[:8000], at, min(part, count - at), folder) for at in starts], _copy_floor
                ),
            }
            for name in ("Typst", "WeasyPrint", "plain ReportLab"):
                few = part if name == "Typst" else max(1, part // 8)
                calls[name] = lambda _, name=name, few=few: run([(name, at, few, folder) for at in starts], _copy_peer)
            for call in calls.values():
                call(0)
            found = take_turns(calls, rounds)
    return show("3. Personal copies on all cores", "a second", {name: {"en": value} for name, value in found.items()})


def measure_sizes() -> Rows:
    """Size of the finished leaflet in KB."""
    table: Rows = {}
    for program in (Plainleaf(), *open_peers().values()):
        table[program.name] = {language: len(program.make(read_document(language))) / 1000 for language in LANGUAGES}
    return show("4. Size of a leaflet", "KB", table)


def measure_growth(rounds: int) -> Rows:
    """CPU time for 1, 4 and 16 times the text."""
    document = read_document("en")
    table: Rows = {}
    for program in (Plainleaf(), *open_peers().values()):
        row: dict[str, float] = {}
        for times in (1, 4, 16):
            longer = document.repeat(times)
            program.make(longer, times=times)
            values = []
            for number in range(max(1, rounds // 3)):
                fresh = longer.freshen(number + 1)
                start = time.process_time()
                program.make(fresh, times=times, fresh=number + 1)
                values.append((time.process_time() - start) * 1000)
            row[f"{times}x text"] = median(values)
        row["16x / 1x"] = row["16x text"] / row["1x text"]
        table[program.name] = row
    return show("5. Growth with the text, CPU time", "ms", table)


def measure_rows(counts: list[int]) -> Rows:
    """The whole command for tables of different length: time, and the most memory of any of its processes."""
    from tables import make_rows, write_table

    table: Rows = {"seconds": {}, "copies a second": {}, "peak memory, MB": {}}
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            source = write_table(Path(folder, "t.csv"), make_rows(count))
            command = ["batch", str(source), "-o", str(Path(folder, "out")), "-p", PROFILE]
            script = f"""
import json, resource, sys
from plainleaf.cli import cli
if __name__ == "__main__":
    cli({command!r}, standalone_mode=False)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    json.dump(peak / 1024, open({str(Path(folder, "peak"))!r}, "w"))
"""
            program = Path(folder, "run.py")
            program.write_text(script)
            wall, _ = run_process([sys.executable, str(program)])
            peak = json.loads(Path(folder, "peak").read_text())
            made = len(list(Path(folder, "out").glob("*.pdf")))
        assert made == count
        for name, value in zip(table, (wall / 1000, count / wall * 1000, peak), strict=True):
            table[name][f"{count:,} rows"] = value
    return show("6. Growth with the rows, one command", "see line", table, reference="")


def main() -> None:
    """Run all, and print as it goes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="100,1000,10000", help="lengths of tables")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--json", type=Path, help="keep the numbers")
    options = parser.parse_args()
    rounds = 3 if options.quick else 9
    gc.set_threshold(200_000)  # as the command does, and for all alike
    print(f"{CORES} cores, Python {sys.version.split()[0]}")
    result = {
        "cold": measure_cold(rounds),
        "warm": measure_warm(rounds),
        "copies": measure_copies(3 if options.quick else 5, 160 if options.quick else 640),
        "sizes": measure_sizes(),
        "growth": measure_growth(rounds),
        "rows": measure_rows([int(count) for count in options.rows.split(",")]),
    }
    if options.json:
        options.json.write_text(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
