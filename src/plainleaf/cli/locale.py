"""``plainleaf locale``: the translator's commands."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from plainleaf.cli.options import FORMAT, STATUS_FORMAT, root_option

if TYPE_CHECKING:
    from plainleaf.desk.sign import Step

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def locale() -> None:
    """Add a language, keep it in step with the English, see how far it is."""


@locale.command()
@click.argument("language", metavar="LANG")
@root_option
@click.pass_obj
def add(root: Path | None, language: str) -> None:
    """Begin a language: catalogues to fill in, a glossary, a file for signatures."""
    from plainleaf.desk.tags import find_language
    from plainleaf.desk.update import add_language
    from plainleaf.reports.desk import show_changes
    from plainleaf.roots import open_roots

    roots = open_roots(root)
    chosen = find_language(roots, language)
    show_changes(add_language(roots, chosen))
    click.echo(f"Fill in the msgstr of each entry, then see the page: plainleaf build -l {chosen.tag}", err=True)


@locale.command()
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@root_option
@click.pass_obj
def update(root: Path | None, languages: tuple[str, ...]) -> None:
    """Bring catalogues into step with the English: all of them and the templates, or those named."""
    from plainleaf.desk.tags import find_translations
    from plainleaf.desk.update import update_language, update_templates
    from plainleaf.reports.desk import show_changes
    from plainleaf.roots import open_roots

    roots = open_roots(root)
    changes = [] if languages else [*update_templates(roots)]
    for language in find_translations(roots, languages):
        changes += update_language(roots, language)
    show_changes(tuple(changes))


@locale.command()
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@click.option("--format", "form", type=STATUS_FORMAT, default="text", show_default=True)
@root_option
@click.pass_obj
def status(root: Path | None, languages: tuple[str, ...], form: str) -> None:
    """Show how many texts of each language are translated, reviewed, approved."""
    from plainleaf.build import read_today
    from plainleaf.desk.status import collect_severities, take_stock
    from plainleaf.desk.tags import find_translations
    from plainleaf.reports.desk import show_status
    from plainleaf.roots import open_roots

    roots = open_roots(root)
    messages, today = collect_severities(roots), read_today()
    stocks = [take_stock(roots, language, messages, today) for language in find_translations(roots, languages)]
    show_status(stocks, form)


@locale.command()
@click.argument("language", metavar="LANG")
@click.option("--as", "step", type=click.Choice(["translated", "reviewed", "approved"]))
@click.option("--name", help="Who signs.")
@click.option("--role", help="doctor, nurse, pharmacist, translator ...")
@click.option("--organisation", help="For whom they work.")
@click.option("--until", type=DAY, help="Last day on which an approval counts.")
@click.option("--reads-language", is_flag=True, default=None, help="I read this language. An approval needs it.")
@click.option("--domain", help="One catalogue only: common, or a medicine.")
@click.option("--message", "ids", multiple=True, metavar="ID", help="Sign these messages only (default: all).")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@root_option
@click.pass_obj
def approve(
    root: Path | None,
    language: str,
    step: str | None,
    name: str | None,
    role: str | None,
    organisation: str | None,
    until: datetime | None,
    reads_language: bool | None,
    domain: str | None,
    ids: tuple[str, ...],
    yes: bool,
) -> None:
    """Put on record who translated, reviewed or approved the texts of a language. Asks for what is not given."""
    from plainleaf.build import read_today
    from plainleaf.desk.sign import Signing, prepare_signing
    from plainleaf.desk.status import collect_severities
    from plainleaf.desk.tags import find_translations
    from plainleaf.reports.desk import describe_signing
    from plainleaf.roots import open_roots

    roots = open_roots(root)
    (chosen,) = find_translations(roots, [language])
    step = step or _ask("--as", "Sign as", click.Choice(["translated", "reviewed", "approved"]))
    name = name or _ask("--name", "Your name")
    role = role or _ask("--role", "Your role (doctor, nurse, pharmacist, translator ...)")
    organisation = organisation or _ask("--organisation", "Your organisation")
    if step == "approved":
        until = until or _ask("--until", "Last day on which it counts (YYYY-MM-DD)", DAY)
        if reads_language is None:
            reads_language = _ask("--reads-language", f"Do you read {chosen.english_name}? (y, n)", click.BOOL)
    day = until.date() if until else None
    signing = Signing(cast("Step", step), name, role, organisation, read_today(), day, bool(reads_language))
    messages = collect_severities(roots)
    signed = prepare_signing(roots, chosen, messages, ids, signing, domain)
    click.echo(describe_signing(chosen, signing, signed, messages))
    if not yes:
        click.confirm("Put this on record?", abort=True)
    signed.save()
    click.echo(f"written   {signed.path}")


def _ask(option: str, question: str, kind: click.ParamType[Any] | None = None) -> Any:
    """Return the answer to *question*. Raises UsageError where there is nobody to ask."""
    try:
        return click.prompt(question, type=kind)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        raise click.UsageError(f"{option} is missing, and there is nobody to ask") from None


@locale.command()
@click.argument("language", metavar="LANG")
@click.argument("leaflets", nargs=-1, metavar="[LEAFLET]...")
@click.option("-o", "--output", default="dist", show_default=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--paper", default="a4", show_default=True, help="a4 or letter.")
@click.option("--domain", help="One catalogue only: common, or a medicine.")
@click.option("--format", "form", type=FORMAT, default="text", show_default=True)
@root_option
@click.pass_obj
def proof(
    root: Path | None,
    language: str,
    leaflets: tuple[str, ...],
    output: Path,
    paper: str,
    domain: str | None,
    form: str,
) -> None:
    """Print every text of a language beside its English, for the person who reviews it."""
    from plainleaf.build import find_paper, read_today
    from plainleaf.desk.proof import gather_proofs, print_proof
    from plainleaf.desk.tags import find_translations
    from plainleaf.reports.desk import show_proof
    from plainleaf.roots import open_roots

    roots = open_roots(root)
    sheet = find_paper(roots, paper.lower())
    (chosen,) = find_translations(roots, [language])
    for one in gather_proofs(roots, chosen, read_today(), leaflets=leaflets, domain=domain):
        show_proof(print_proof(roots, one, sheet, output), form)
