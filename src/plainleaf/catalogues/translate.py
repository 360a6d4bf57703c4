"""Stage 2: put a language's texts in place of the English, or say message by message why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plainleaf.catalogues.model import SOURCE_LANGUAGE, Catalogue, CatalogueEntry, TranslatedSource
from plainleaf.content.model import Message, Source
from plainleaf.findings import Finding, Place, UnsafeLeafletError, has_errors, make_error
from plainleaf.languages import Language
from plainleaf.markup import MarkupError, parse_markup


def translate_source(
    source: Source, language: Language, catalogues: Mapping[str, Catalogue]
) -> tuple[TranslatedSource, tuple[Finding, ...]]:
    """Return *source* in *language*, with findings that do not stop it.

    catalogues: by domain. A message that is missing, empty, fuzzy or stale (its English has changed) is
    never used. Raises UnsafeLeafletError with every such message at once.
    """
    messages = {message.id: message for message in source.messages()}
    findings: list[Finding] = []
    texts: dict[str, str] = {}
    places: dict[str, Place] = {}
    for message in messages.values():
        catalogue = catalogues[message.domain]
        faults = tuple(_check_message(message, catalogue, language))
        findings.extend(faults)
        if not has_errors(faults):
            entry = catalogue.entries[message.id]
            texts[message.id], places[message.id] = entry.translation, entry.place
    if has_errors(findings):
        raise UnsafeLeafletError(*findings)
    return TranslatedSource(source, language, texts, places), tuple(findings)


def _check_message(message: Message, catalogue: Catalogue, language: Language) -> Iterator[Finding]:
    entry = catalogue.entries.get(message.id)
    if entry is None:
        hint = f"add an entry with this msgctxt; the English is “{_excerpt(message.text)}”"
        yield make_error("T010", f"{message.id}: missing from the catalogue", catalogue.place, hint)
    elif not entry.translation.strip():
        yield make_error("T011", f"{message.id}: not translated", entry.place, "fill in msgstr")
    elif entry.fuzzy:
        hint = "check the translation, then remove the “fuzzy” flag"
        yield make_error("T012", f"{message.id}: marked fuzzy, so not used", entry.place, hint)
    elif entry.source != message.text:
        hint = f"the English now reads “{_excerpt(message.text)}”: translate it anew and update msgid"
        yield make_error("T013", f"{message.id}: the English has changed since it was translated", entry.place, hint)
    else:
        yield from _check_translation(message, entry, language)


def _check_translation(message: Message, entry: CatalogueEntry, language: Language) -> Iterator[Finding]:
    if language.tag == SOURCE_LANGUAGE and entry.translation != message.text:
        hint = "change the text in content/, then copy it to msgid and msgstr"
        yield make_error("T014", f"{message.id}: differs from the source text", entry.place, hint)
        return
    wanted = parse_markup(message.text)
    try:
        found = parse_markup(entry.translation)
    except MarkupError as error:
        yield make_error("T020", f"{message.id}: {error}", entry.place, "compare the markup with the English")
        return
    for name in sorted(wanted.placeholders - found.placeholders):
        hint = f"copy {{{name}}} into the translation, unchanged"
        yield make_error("T021", f"{message.id}: placeholder {{{name}}} is missing", entry.place, hint)
    for name in sorted(found.placeholders - wanted.placeholders):
        hint = "use only the placeholders of the English"
        yield make_error("T022", f"{message.id}: placeholder {{{name}}} is not in the English", entry.place, hint)
    if wanted.bold_parts != found.bold_parts:
        hint = "put ** before and after the words that are bold in the English"
        yield make_error(
            "T023", f"{message.id}: {found.bold_parts} bold parts, not {wanted.bold_parts}", entry.place, hint
        )


def _excerpt(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
