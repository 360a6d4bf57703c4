"""Checks of headings and of plain English, in the words that the finished file holds."""

from __future__ import annotations

from collections.abc import Iterator

from plainleaf.findings import Finding, Place, Severity
from plainleaf.verify.lines import Block
from plainleaf.verify.measured import Measured, page_error, quote
from plainleaf.verify.plain_english import count_words, grade, split_sentences


def check_headings(measured: Measured) -> Iterator[Finding]:
    """V216: there is one heading of level 1, and no level is skipped below it.

    Why: a screen reader jumps from heading to heading. Source: P16; WCAG 2.2, 1.3.1; PDF/UA-1, 7.4.2.
    """
    levels = [(int(block.tag[1]), block) for block in measured.blocks if block.is_heading and len(block.tag) == 2]
    titles = sum(level == 1 for level, _ in levels)
    if titles != 1:
        yield page_error("V216", f"there are {titles} headings of level 1, not one", 1, "tag the title alone as H1")
    previous = 0
    for level, block in levels:
        if level > previous + 1:
            message = f"the heading {quote(block.text)} is of level {level} below one of level {previous}"
            yield page_error("V216", message, block.pages[0] + 1, "use the levels in order")
        previous = level


def check_sentences(measured: Measured) -> Iterator[Finding]:
    """V217: no English sentence has more words, and no paragraph more sentences, than the profile allows.

    Why: at the end of a long sentence its beginning is forgotten. Source: P17; NHS service manual (20 and 3).
    """
    limits = measured.limits
    for block, text in _english_texts(measured):
        sentences = split_sentences(text)
        if len(sentences) > limits.most_sentences_in_paragraph:
            message = f"the paragraph {quote(text)} has {len(sentences)} sentences"
            yield page_error("V217", message, block.pages[0] + 1, "make two paragraphs of it")
        for sentence in sentences:
            if count_words(sentence) > limits.most_words_in_sentence:
                message = f"the sentence {quote(sentence)} has {count_words(sentence)} words"
                yield page_error("V217", message, block.pages[0] + 1, "make two sentences of it")


def check_grade(measured: Measured) -> Iterator[Finding]:
    """V218: the English of the whole leaflet can be read at the profile's grade; a warning comes before that.

    Why: half of all adults read at the level of a child of 11. Source: P18; NHS service manual (age 9 to 11).
    """
    limits = measured.limits
    sentences = [sentence for _, text in _english_texts(measured) for sentence in split_sentences(text)]
    found = grade(sentences) if sentences else 0.0
    if found > limits.warned_grade:
        severity = Severity.ERROR if found > limits.highest_grade else Severity.WARNING
        message = f"the English is of grade {found:.1f} (Flesch-Kincaid), aim for {limits.warned_grade:g}"
        yield Finding("V218", severity, message, Place("PDF"), "use shorter words and shorter sentences")


def _english_texts(measured: Measured) -> Iterator[tuple[Block, str]]:
    """Yield each block of an English leaflet with what it says."""
    for block in measured.blocks if measured.in_english else ():
        if block.element is not None and block.lines and block.tag != "Lbl" and not block.is_personal:
            yield block, measured.read.actual_text(block.element)
