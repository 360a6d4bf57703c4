"""``plainleaf serve``: the clinic's page."""

from __future__ import annotations

from pathlib import Path

import click

from plainleaf.cli.options import root_option

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("-p", "--port", default=8417, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("-c", "--country", default="GB", show_default=True, help="Chosen when the page opens.")
@click.option("--paper", default="a4", show_default=True, help="Chosen when the page opens.")
@click.option("--first", multiple=True, metavar="LANG", help="Languages shown first; more than one with commas.")
@click.option("--clinic", type=FILE, help="clinic.toml: letterhead, telephone number, address for the QR code.")
@click.option("--release", is_flag=True, help="Refuse everything that nobody has approved.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Leaflets made at once.")
@click.option("--beyond-this-machine", "beyond", is_flag=True, help="Let other machines in. Needs a login.")
@click.option("--credentials", type=FILE, help="File of names and passwords.")
@click.option("--add-user", metavar="NAME", help="Ask for a password, write it to the file of --credentials, and end.")
@click.option("--user-header", metavar="HEADER", help="Header in which a trusted reverse proxy names the user.")
@click.option("--trusted-proxy", "proxies", multiple=True, metavar="ADDRESS", help="Who may send that header.")
@click.option("--public-url", metavar="URL", help="What browsers call the page, behind a proxy.")
@root_option
@click.pass_obj
def serve(
    root: Path | None,
    port: int,
    host: str,
    country: str,
    paper: str,
    first: tuple[str, ...],
    clinic: Path | None,
    release: bool,
    workers: int,
    beyond: bool,
    credentials: Path | None,
    add_user: str | None,
    user_header: str | None,
    proxies: tuple[str, ...],
    public_url: str | None,
) -> None:
    """Open the page on which staff choose a leaflet, look at it and print it."""
    from plainleaf.findings import MissingError, Place, make_error

    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError:
        hint = "pip install 'plainleaf[web]'"
        raise MissingError(
            make_error("W006", "the parts for the page are not installed", Place("serve"), hint)
        ) from None
    if add_user is not None:
        _add_user(credentials, add_user)
        return
    from plainleaf.content.clinic import read_clinic
    from plainleaf.desk.tags import find_translations
    from plainleaf.roots import open_roots
    from plainleaf.web.server import serve as serve_pages
    from plainleaf.web.settings import Settings, check_settings, read_networks

    names = [part.strip() for name in first for part in name.split(",") if part.strip()]
    settings = Settings(
        host=host,
        port=port,
        overlay=root,
        country=country.upper(),
        paper=paper.lower(),
        first=tuple(one.tag for one in find_translations(open_roots(root), names)) if names else (),
        clinic=None if clinic is None else read_clinic(clinic),
        release=release,
        credentials=credentials,
        user_header=user_header,
        proxies=read_networks(proxies),
        public_url=public_url,
        workers=workers,
    )
    check_settings(settings, beyond=beyond)
    serve_pages(settings)


def _add_user(path: Path | None, name: str) -> None:
    from plainleaf.web.credentials import add_credential

    if path is None:
        raise click.UsageError("--add-user needs --credentials FILE")
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    add_credential(path, name, password)
    click.echo(f"written   {path}")
