"""Gather what a reviewer needs to see of a language, and print it: one proof for each catalogue."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from plainleaf.build import find_leaflets, font_shelf, write_atomically
from plainleaf.catalogues.model import SOURCE_LANGUAGE, CatalogueEntry, Review, State
from plainleaf.catalogues.reader import read_catalogues
from plainleaf.catalogues.review import find_review, hash_entry, judge_entry, read_reviews
from plainleaf.catalogues.translate import judge_usable
from plainleaf.compose.model import Span, Words
from plainleaf.content.model import Message, Source
from plainleaf.content.reader import list_countries, list_leaflets, read_country, read_texts
from plainleaf.content.settings import Paper, read_languages
from plainleaf.desk.check import check_language
from plainleaf.desk.status import collect_severities
from plainleaf.findings import Finding, UnsafeLeafletError, has_errors
from plainleaf.languages import Language
from plainleaf.layout.proof.document import lay_out_proof
from plainleaf.layout.proof.model import Proof, ProofSection, ProofText
from plainleaf.markup import MarkupError, parse_markup
from plainleaf.pdf import write_pdf
from plainleaf.roots import Roots, require_known

COUNTRY = "GB"
"""Whose numbers and names stand for the placeholders."""

COMMON = "common"
GROUPS = {
    "emergency": ("Emergency", "Emergency"),
    "critical": ("Critical", "Critical"),
    "important": ("Important", "Important"),
    "advice": ("Advice", "Advice"),
    "other": ("Other", "Other texts of the leaflets"),
    "page": ("Page", "Words of the page"),
}
"""The severity word and the title of each section, in the order of the proof."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A proof that was written: its file, its pages, and the SHA-256 of its bytes."""

    proof: Proof
    path: Path
    pages: int
    sha256: str


def gather_proofs(
    roots: Roots,
    language: Language,
    today: date,
    *,
    leaflets: Sequence[str] = (),
    domain: str | None = None,
) -> tuple[Proof, ...]:
    """Return the proof of each catalogue of *language*, or of *domain* alone.

    leaflets: ids or medicines; only their texts are shown, under the numbers they have in the whole catalogue.
    Raises InputError for a name there is nothing by, or for a file of the language that cannot be read.
    """
    sources = tuple(read_texts(roots, id) for id in _chosen(roots, leaflets))
    domains = tuple(dict.fromkeys(message.domain for source in sources for message in source.messages()))
    if domain is not None:
        require_known("catalogue", domain, domains)
    gatherer = _Gatherer(roots, language, today, sources, domains if domain is None else (domain,))
    return tuple(gatherer.gather(one) for one in gatherer.domains)


def print_proof(roots: Roots, proof: Proof, paper: Paper, folder: Path) -> Printed:
    """Lay *proof* out and write it into *folder*: ``proof-<domain>-<lang>.pdf``.

    Raises UnsafeLeafletError where no font has a character of it, InputError where it cannot be written.
    """
    english = read_languages(roots)[SOURCE_LANGUAGE]
    layout, faults = lay_out_proof(proof, english, paper, font_shelf(roots))
    if has_errors(faults):
        raise UnsafeLeafletError(*faults)
    pdf = write_pdf(layout)
    path = folder / f"proof-{proof.domain}-{proof.language.bcp47}.pdf"
    write_atomically(path, pdf)
    return Printed(proof, path, len(layout.pages), hashlib.sha256(pdf).hexdigest())


class _Gatherer:
    """What is known of one language, and the proofs made of it."""

    def __init__(
        self, roots: Roots, language: Language, today: date, sources: Sequence[Source], domains: tuple[str, ...]
    ) -> None:
        self.domains = domains
        self._language, self._today, self._sources = language, today, sources
        self._wanted = {message.id for source in sources for message in source.messages()}
        self._messages = {id: pair for id, pair in collect_severities(roots).items() if pair[0].domain in domains}
        self._catalogues = read_catalogues(roots, language, dict.fromkeys(domains))
        self._reviews = read_reviews(roots, language)
        self._findings = check_language(roots, language, self._messages, today).findings
        self._country, self._values = _read_values(roots, domains[0])

    def gather(self, domain: str) -> Proof:
        """Return the proof of one catalogue."""
        texts: defaultdict[str, list[ProofText]] = defaultdict(list)
        for number, (group, message) in enumerate(_number(self._messages, domain), start=1):
            if message.id in self._wanted:
                texts[group].append(self._text(number, GROUPS[group][0], message))
        sections = tuple(
            ProofSection(word, title, tuple(texts[group])) for group, (word, title) in GROUPS.items() if texts[group]
        )
        ids = [text.id for section in sections for text in section.texts]
        used = {name for id in ids for name in parse_markup(self._messages[id][0].text).placeholders}
        return Proof(
            language=self._language,
            domain=domain,
            leaflets=tuple(_describe(source) for source in self._sources if _holds(source, domain)),
            date=self._today.isoformat(),
            fingerprint=self._fingerprint(domain, ids),
            country=self._country,
            values={name: value for name, value in self._values.items() if name in used},
            sections=sections,
            findings=tuple(_in_words(finding, "") for finding in self._loose(domain)),
        )

    def _text(self, number: int, severity: str, message: Message) -> ProofText:
        entry = self._catalogues[message.domain].entries.get(message.id)
        review = None if entry is None else find_review(entry, self._reviews)
        state = judge_usable(message, entry)
        if state is None:
            assert entry is not None, "a usable message has an entry"
            state, _ = judge_entry(entry, self._reviews, self._today)
        there = entry is not None and bool(entry.translation.strip())
        back = review.back_translation if review else None
        return ProofText(
            number=number,
            id=message.id,
            severity=severity,
            state=state,
            status=_describe_state(state, review),
            source=self._words(message.id, message.text),
            translation=self._words(message.id, entry.translation) if entry is not None and there else None,
            old_source=self._old_source(message, entry),
            back_translation=self._words(message.id, back) if back else None,
            findings=tuple(_in_words(one, message.id) for one in self._findings if _is_about(one, message.id)),
        )

    def _old_source(self, message: Message, entry: CatalogueEntry | None) -> Words | None:
        if entry is None or not entry.translation.strip() or entry.source == message.text:
            return None
        return self._words(message.id, entry.source)

    def _words(self, id: str, text: str) -> Words:
        """Return *text* with its bold parts, and its placeholders in braces; as it stands where markup is broken."""
        try:
            pieces = parse_markup(text).pieces
        except MarkupError:
            return Words(id, (Span(text),))
        return Words(
            id,
            tuple(
                Span(f"{{{self._values.get(piece.text, piece.text)}}}", bold=piece.bold, isolate=True)
                if piece.placeholder
                else Span(piece.text, bold=piece.bold)
                for piece in pieces
            ),
        )

    def _loose(self, domain: str) -> tuple[Finding, ...]:
        """Return the findings that belong to no message and to no other catalogue."""
        others = {str(one.place.path) for name, one in self._catalogues.items() if name != domain}
        return tuple(
            one
            for one in self._findings
            if one.message.split(":", 1)[0] not in self._messages and one.place.path not in others
        )

    def _fingerprint(self, domain: str, ids: Iterable[str]) -> str:
        """Return 8 hexadecimal digits of the SHA-256 over ids, English and translations: what a signature is for."""
        entries = self._catalogues[domain].entries
        digest = hashlib.sha256()
        for id in ids:
            entry = entries.get(id)
            translation = "" if entry is None else f"{entry.source}\0{entry.translation}"
            digest.update(hash_entry(id, self._messages[id][0].text, translation).encode())
        return digest.hexdigest()[:8]


def _chosen(roots: Roots, names: Sequence[str]) -> tuple[str, ...]:
    known = list_leaflets(roots)
    return tuple(dict.fromkeys(id for name in names for id in find_leaflets(name, known))) or tuple(known)


def _number(messages: Mapping[str, tuple[Message, str]], domain: str) -> tuple[tuple[str, Message], ...]:
    """Return the whole catalogue in the order of the proof: the most severe first, then as the source has it.

    It comes from the source alone, so that a text has the same number in every language.
    """
    own = [(_group(message, severity), message) for message, severity in messages.values() if message.domain == domain]
    order = list(GROUPS)
    return tuple(sorted(own, key=lambda pair: order.index(pair[0])))


def _group(message: Message, severity: str) -> str:
    return "page" if message.domain == COMMON and severity == "other" else severity


def _holds(source: Source, domain: str) -> bool:
    return any(message.domain == domain for message in source.messages())


def _describe(source: Source) -> str:
    leaflet = source.leaflet
    return f"{leaflet.title.text}, version {leaflet.version} of {leaflet.date.isoformat()}"


def _read_values(roots: Roots, medicine: str) -> tuple[str, Mapping[str, str]]:
    """Return the country's name and its values by placeholder; none where there is no such country."""
    if COUNTRY not in list_countries(roots):
        return COUNTRY, {}
    country = read_country(roots, COUNTRY, medicine)
    return country.name, {value.name: value.text for value in country.values.values()}


def _describe_state(state: State, review: Review | None) -> str:
    """Return the state in words, with where the draft came from or who has signed."""
    if state is State.STALE:
        return "stale: the English has changed"
    if state is State.FUZZY:
        return "doubtful (fuzzy)"
    if review is None:
        return state.value
    if state is State.DRAFT:
        return "draft, by machine" if review.machine else "draft, by hand"
    signature = review.reviewed if state is State.REVIEWED else review.approved
    if signature is None:
        return state.value
    end = f", until {signature.until}" if signature.until else ""
    return f"{state.value}: {signature.name}, {signature.on}{end}"


def _is_about(finding: Finding, id: str) -> bool:
    """Tell whether *finding* is about message *id*: the desk's findings begin with it."""
    return finding.message.split(":", 1)[0] == id


def _in_words(finding: Finding, id: str) -> str:
    """Return *finding* in one sentence, without the *id* that stands beside it already."""
    text = finding.message.removeprefix(f"{id}: ") if id else finding.message
    return f"{finding.severity.value} {finding.code}: {text}" + (f"; hint: {finding.hint}" if finding.hint else "")
