"""The command line. Heavy imports wait inside the commands, so that ``--help`` is instant."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

import click

from plainleaf import __version__
from plainleaf.cli.batch import batch
from plainleaf.cli.locale import locale
from plainleaf.cli.options import CI_FORMAT, FORMAT, INPUT_FILE, OUTPUT_FILE, ROOT_FOLDER, ROOT_HELP, root_option
from plainleaf.cli.serve import serve

if TYPE_CHECKING:
    from plainleaf.build import EditionName, Job, Result
    from plainleaf.content.personal import Clinic, Patient

EXIT_UNSAFE, EXIT_INTERRUPTED = 1, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option(
    "--root",
    envvar="PLAINLEAF_ROOT",
    type=ROOT_FOLDER,
    help=ROOT_HELP,
)
@click.pass_context
def cli(context: click.Context, root: Path | None) -> None:
    """Print accessible, large-print patient leaflets that never lack a warning."""
    context.obj = root


cli.add_command(batch)
cli.add_command(locale)
cli.add_command(serve)


@cli.command()
@click.argument("leaflets", nargs=-1, metavar="[LEAFLET]...")
@click.option(
    "-l",
    "--language",
    "languages",
    multiple=True,
    metavar="LANG",
    help="pl, zh-Hans, Polish ...; more than one with commas.",
)
@click.option("--with", "second", metavar="LANG", help="Also in this language, the clinic's, on the facing pages.")
@click.option("-c", "--country", default="GB", show_default=True, help="Whose numbers and rules to print.")
@click.option(
    "-p", "--profile", default="large", show_default=True, help="How large everything is: clear, large, giant."
)
@click.option("--size", type=click.IntRange(16, 48), metavar="POINTS", help="Any size of text from 16 to 48 instead.")
@click.option("--paper", default="a4", show_default=True, help="a4, letter, a5 or a3.")
@click.option("-o", "--output", default="dist", show_default=True, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--edition",
    "editions",
    type=click.Choice(["pdf", "html"]),
    multiple=True,
    default=["pdf"],
    show_default=True,
    help="For paper or for the web; may be given twice.",
)
@click.option("--release", is_flag=True, help="Refuse everything that nobody has approved.")
@click.option(
    "--draft-fallback", is_flag=True, help="Print the English where a text that is no warning is not translated."
)
@click.option("--patient", type=INPUT_FILE, help="One patient's plan (TOML or JSON), printed as the last page.")
@click.option("--plan", type=click.Choice(["blank"]), help="blank: end with a plan to fill in by hand.")
@click.option("--clinic", type=INPUT_FILE, help="clinic.toml: letterhead, telephone number, address for the QR code.")
@click.option("--manifest", type=OUTPUT_FILE, help="Write what was made of what: a JSON object for each leaflet.")
@click.option("--watch", is_flag=True, help="Build again whenever a text is saved, until Ctrl-C.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes to use (default: one for each core).")
@click.option("--format", "form", type=CI_FORMAT, default="text", show_default=True)
@root_option
@click.pass_obj
def build(
    root: Path | None,
    leaflets: tuple[str, ...],
    languages: tuple[str, ...],
    second: str | None,
    country: str,
    profile: str,
    size: int | None,
    paper: str,
    output: Path,
    editions: tuple[str, ...],
    release: bool,
    draft_fallback: bool,
    patient: Path | None,
    plan: str | None,
    clinic: Path | None,
    manifest: Path | None,
    watch: bool,
    jobs: int | None,
    form: str,
) -> None:
    """Make leaflets: every one in every language, or those named."""
    from plainleaf.build import plan_jobs
    from plainleaf.manifest import keep_manifest
    from plainleaf.reports import open_report

    if (patient or plan) and not leaflets:
        raise click.UsageError("a plan is for one medicine: name the leaflet")
    if patient and plan:
        raise click.UsageError("--patient prints a plan, --plan blank an empty one: give one of them")

    def make() -> bool:
        planned = plan_jobs(
            leaflets,
            languages,
            country=country.upper(),
            profile=f"{size}pt" if size else profile,
            paper=paper.lower(),
            folder=output,
            overlay=root,
            release=release,
            draft_fallback=draft_fallback,
            editions=cast("tuple[EditionName, ...]", editions),
            patient=None if patient is None else _read_patient(patient, root),
            form=plan is not None,
            clinic=None if clinic is None else _read_clinic(clinic),
            second=second,
        )
        made = True
        with open_report(form, total=len(planned)) as report, keep_manifest(manifest, root) as note:
            for result in _run(planned, jobs):
                note(result)
                report.show(result)
                made = made and result.made
        return made

    if watch:
        _watch(make, root)
    elif not make():
        sys.exit(EXIT_UNSAFE)


def _watch(make: Callable[[], bool], root: Path | None) -> NoReturn:
    """Build, wait until a text is saved, build again, until interrupted."""
    from plainleaf.build import forget_files
    from plainleaf.desk.watch import take_snapshot, wait_for_change
    from plainleaf.findings import PlainleafError
    from plainleaf.reports import show_findings
    from plainleaf.roots import open_roots

    roots = open_roots(root)
    while True:
        before = take_snapshot(roots)
        try:
            make()
        except PlainleafError as error:  # a file that is half written, or wrong: the next save may mend it
            show_findings(error.findings)
        click.echo("Waiting for a text to be saved. Ctrl-C ends.", err=True)
        wait_for_change(roots, before)
        forget_files()


def _read_patient(path: Path, root: Path | None) -> Patient:
    from plainleaf.build import list_notes
    from plainleaf.content.patient import read_patient
    from plainleaf.roots import open_roots

    return read_patient(path, list_notes(open_roots(root)))


def _read_clinic(path: Path) -> Clinic:
    from plainleaf.content.clinic import read_clinic

    return read_clinic(path)


def _run(planned: Sequence[Job], jobs: int | None) -> Iterator[Result]:
    """Yield results: in this process for a few jobs, in several for many (starting one costs a leaflet)."""
    import os

    from plainleaf.build import run_jobs

    workers = min(jobs or os.cpu_count() or 1, len(planned))
    if workers <= 1 or (jobs is None and len(planned) < 8):
        yield from run_jobs(planned)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context
    from signal import SIG_IGN, SIGINT, signal

    # an interrupt is for this process, which then stops the workers
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=signal, initargs=(SIGINT, SIG_IGN)) as executor:
        yield from run_jobs(planned, executor)


@cli.command()
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@click.option("--format", "form", type=CI_FORMAT, default="text", show_default=True)
@root_option
@click.pass_obj
def check(root: Path | None, languages: tuple[str, ...], form: str) -> None:
    """Say everything that is wrong with a language, for every leaflet and country at once."""
    from plainleaf.build import read_today
    from plainleaf.desk.check import check_language
    from plainleaf.desk.status import collect_severities
    from plainleaf.desk.tags import find_translations
    from plainleaf.reports.desk import show_checked
    from plainleaf.roots import open_roots

    roots = open_roots(root)
    messages, today = collect_severities(roots), read_today()
    checked = [check_language(roots, one, messages, today) for one in find_translations(roots, languages)]
    show_checked(checked, form)
    if not all(one.passed for one in checked):
        sys.exit(EXIT_UNSAFE)


@cli.command(name="list")
@click.option("--format", "form", type=FORMAT, default="text", show_default=True)
@root_option
@click.pass_obj
def list_command(root: Path | None, form: str) -> None:
    """Show the leaflets, languages, countries, profiles and papers there are."""
    from plainleaf.inventory import take_inventory
    from plainleaf.reports import show_inventory

    show_inventory(take_inventory(root), form)


@cli.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE..."
)
@click.option("-p", "--profile", default="large", show_default=True, help="What other PDF files are measured by.")
@click.option("--patient", type=INPUT_FILE, help="What a personal plan is held against.")
@click.option("--clinic", type=INPUT_FILE, help="What the clinic's words are held against.")
@click.option("--format", "form", type=FORMAT, default="text", show_default=True)
@root_option
@click.pass_obj
def verify(
    root: Path | None, files: tuple[Path, ...], profile: str, patient: Path | None, clinic: Path | None, form: str
) -> None:
    """Read finished leaflets (PDF, HTML) back: is anything missing or altered? Measure the pages of any PDF."""
    from plainleaf.recheck import recheck_file
    from plainleaf.reports import show_verdict

    worst = 0
    plan = None if patient is None else _read_patient(patient, root)
    letterhead = None if clinic is None else _read_clinic(clinic)
    for path in files:
        verdict = recheck_file(path, root, profile, patient=plan, clinic=letterhead)
        show_verdict(verdict, form)
        worst = max(worst, verdict.exit_code)
    if worst:
        sys.exit(worst)


@cli.command()
@click.argument("file", type=INPUT_FILE, metavar="FILE")
@click.option(
    "--as",
    "scheme",
    type=click.Choice(["booklet", "2-up", "4-up"]),
    default="booklet",
    show_default=True,
    help="Folded and stapled in the middle, or two or four pages to a side.",
)
@click.option("--paper", default="a4", show_default=True, help="The sheets in the printer: a4, letter, a5 or a3.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where the sheets go (default: beside the leaflet).",
)
@click.option("--patient", type=INPUT_FILE, help="What a personal plan is held against.")
@click.option("--clinic", type=INPUT_FILE, help="What the clinic's words are held against.")
@click.option("--format", "form", type=FORMAT, default="text", show_default=True)
@root_option
@click.pass_obj
def impose(
    root: Path | None,
    file: Path,
    scheme: str,
    paper: str,
    output: Path | None,
    patient: Path | None,
    clinic: Path | None,
    form: str,
) -> None:
    """Put a finished leaflet on sheets, for paper only: a booklet, or several pages to a side."""
    from plainleaf.imposing import impose_file
    from plainleaf.reports.sheets import show_imposed

    plan = None if patient is None else _read_patient(patient, root)
    letterhead = None if clinic is None else _read_clinic(clinic)
    imposed = impose_file(file, scheme, paper.lower(), output, root, patient=plan, clinic=letterhead)
    show_imposed(imposed, form)


def main() -> None:
    """Run the command line; every error ends in a sentence, a hint and the exit code of the contract."""
    import gc
    import os

    from plainleaf.findings import PlainleafError

    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # looking for plugins reads every installed package
    gc.set_threshold(200_000)  # a leaflet makes no cycles worth collecting: a tenth of the time of a cold run
    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
    except click.exceptions.Abort:
        click.echo("Interrupted.", err=True)
        sys.exit(EXIT_INTERRUPTED)
    except KeyboardInterrupt:
        click.echo("Interrupted.", err=True)
        sys.exit(EXIT_INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except PlainleafError as error:
        from plainleaf.reports import show_findings

        show_findings(error.findings)
        sys.exit(error.exit_code)


def run() -> NoReturn:
    """Run the command line as a program: leave at the end without taking the interpreter apart, which costs a
    tenth of a cold run. Everything is written and every worker has stopped by then."""
    import os

    code: object = 0
    try:
        main()
    except SystemExit as leaving:
        code = leaving.code
    with suppress(OSError):  # nobody may be reading any more
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)
