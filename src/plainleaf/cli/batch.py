"""``plainleaf batch``: a copy for each row of a table."""

from __future__ import annotations

import re
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plainleaf.cli.options import FORMAT, INPUT_FILE, root_option

if TYPE_CHECKING:
    from plainleaf.batch.executors import Pool
    from plainleaf.batch.press import Thoroughness
    from plainleaf.batch.run import Shard

EXIT_REFUSED = 1


def _read_shard(_: click.Context, __: click.Parameter, value: str | None) -> Shard:
    from plainleaf.batch.run import Shard

    if value is None:
        return Shard()
    found = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", value)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise click.BadParameter("write 2/8 for the second part of eight")
    return Shard(int(found[1]), int(found[2]))


@click.command()
@click.argument("patients", type=INPUT_FILE)
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder.")
@click.option("--leaflet", help="For rows that name none.")
@click.option("-l", "--language", help="For rows that name none.")
@click.option("-c", "--country", default="GB", show_default=True, help="For rows that name none.")
@click.option("-p", "--profile", default="large", show_default=True, help="For rows that name none.")
@click.option("--paper", default="a4", show_default=True, help="For rows that name none.")
@click.option("--clinic", type=INPUT_FILE, help="clinic.toml: letterhead, number, code, names of the table's columns.")
@click.option("--encoding", default="utf-8", show_default=True, help="Of a CSV file that is not in UTF-8.")
@click.option("--skip-bad", is_flag=True, help="Print the good rows although there are bad ones; list these.")
@click.option("--release", is_flag=True, help="Refuse everything that nobody has approved.")
@click.option(
    "--draft-fallback", is_flag=True, help="Print the English where a text that is no warning is not translated."
)
@click.option(
    "--verify",
    "thoroughness",
    type=click.Choice(["plates", "sample", "all"]),
    default="plates",
    show_default=True,
    help="What is read back: unchanging pages once and each copy's own; also one copy in 50 whole; every copy whole.",
)
@click.option(
    "--print-run",
    is_flag=True,
    help="Also one file for a duplex printer: all copies in the order of the rows, under a list of their keys.",
)
@click.option(
    "--shard", callback=_read_shard, metavar="N/M", help="Part N of M of the rows, the same whatever is added."
)
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes to use (default: one for each core).")
@click.option("--executor", type=click.Choice(["local", "dask"]), default="local", show_default=True)
@click.option("--scheduler", metavar="ADDRESS", help="Of the dask cluster.")
@click.option("--format", "form", type=FORMAT, default="text", show_default=True)
@root_option
@click.pass_obj
def batch(
    root: Path | None,
    patients: Path,
    output: Path,
    leaflet: str | None,
    language: str | None,
    country: str,
    profile: str,
    paper: str,
    clinic: Path | None,
    encoding: str,
    skip_bad: bool,
    release: bool,
    draft_fallback: bool,
    thoroughness: Thoroughness,
    print_run: bool,
    shard: Shard,
    jobs: int | None,
    executor: str,
    scheduler: str | None,
    form: str,
) -> None:
    """Make a personal copy for each row of PATIENTS (CSV or .xlsx)."""
    from plainleaf.batch.press import Settings
    from plainleaf.batch.rows import Defaults, Sheet
    from plainleaf.batch.run import Batch, run_batch
    from plainleaf.content.clinic import read_clinic, read_columns
    from plainleaf.reports.batch import open_batch_report

    settings = Settings(
        output,
        root,
        None if clinic is None else read_clinic(clinic),
        release=release,
        draft_fallback=draft_fallback,
        verify=thoroughness,
    )
    names = {} if clinic is None else read_columns(clinic)
    sheet = Sheet(patients, encoding, names, Defaults(leaflet, language, country, profile, paper), root)
    with _open_pool(executor, jobs, scheduler) as pool, open_batch_report(form) as report:
        summary = run_batch(Batch(sheet, output, settings, skip_bad, shard, print_run), pool, report)
        report.end(summary)
    if summary.refused:
        sys.exit(EXIT_REFUSED)


def _open_pool(executor: str, jobs: int | None, scheduler: str | None) -> AbstractContextManager[Pool]:
    from plainleaf.batch.executors import open_dask, open_local

    return open_dask(scheduler) if executor == "dask" else open_local(jobs)
