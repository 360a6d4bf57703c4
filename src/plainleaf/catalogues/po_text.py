"""gettext files as text: a catalogue follows the English and loses nothing that a translator wrote.

What does not change is kept line by line, in its order; libraries that parse and write a whole file drop
``X-`` headers' order, remarks on obsolete entries and comments without a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from plainleaf.content.model import Message

KEYWORDS = re.compile(r"^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*\"(.*)\"\s*$")
_CONTINUED = re.compile(r"^\"(.*)\"\s*$")
_CHARSET = re.compile(r"charset=([\w.:-]+)", re.IGNORECASE)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_UNESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


@dataclass(slots=True, eq=False)
class Block:
    """One entry of a file. lines: as they stand, long strings joined to one line each. strings: by keyword,
    still escaped. obsolete: the entry is kept, but says nothing any more."""

    lines: list[str]
    strings: dict[str, str] = field(default_factory=dict)
    obsolete: bool = False

    @property
    def context(self) -> str | None:
        """The entry's msgctxt; None where it has none."""
        return None if "msgctxt" not in self.strings else unescape(self.strings["msgctxt"])

    @property
    def is_header(self) -> bool:
        """Whether this is the header: the entry of the empty msgid."""
        return self.strings.get("msgid") == "" and "msgctxt" not in self.strings and not self.obsolete

    @property
    def translated(self) -> bool:
        """Whether any of its msgstr says something."""
        return any(value for key, value in self.strings.items() if key.startswith("msgstr"))

    def flags(self) -> list[str]:
        """Return the entry's flags."""
        return [name.strip() for line in self.lines if line.startswith("#,") for name in line[2:].split(",")]


def decode_catalogue(data: bytes) -> str:
    """Return the text of a .po file: its byte-order mark dropped, read in the charset its header names.

    Raises ValueError (UnicodeDecodeError, or LookupError for a charset nobody knows) where that is not so.
    """
    declared = _CHARSET.search(data[:4000].decode("ascii", "replace"))
    charset = declared[1] if declared and declared[1].upper() != "CHARSET" else "utf-8"
    return data.removeprefix(b"\xef\xbb\xbf").decode(charset)


def split_blocks(text: str) -> list[Block]:
    """Return the entries of a .po file in order; comments that belong to no entry are blocks too."""
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip("\n")):
        lines = [line for line in part.split("\n") if line.strip()]
        if lines:
            blocks.append(_read_block(lines))
    return blocks


def _read_block(lines: Sequence[str]) -> Block:
    block = Block([], obsolete=any(line.startswith("#~ msgid") for line in lines))
    prefix = "#~ " if block.obsolete else ""
    keyword = None
    for line in lines:
        bare = line.removeprefix(prefix) if prefix else line
        if found := KEYWORDS.match(bare):
            keyword = found[1]
            block.strings[keyword] = found[2]
            block.lines.append(f'{prefix}{keyword} "{found[2]}"')
        elif keyword and (found := _CONTINUED.match(bare)):
            block.strings[keyword] += found[1]
            block.lines[-1] = f'{prefix}{keyword} "{block.strings[keyword]}"'
        else:
            block.lines.append(line)
    return block


def escape(text: str) -> str:
    """Return *text* as it stands between the quotes of a .po file."""
    return "".join(_ESCAPES.get(character, character) for character in text)


def unescape(text: str) -> str:
    """Return what stands between the quotes of a .po file as text."""
    return re.sub(r"\\(.)", lambda found: _UNESCAPED.get(found[1], found[1]), text)


def update_catalogue(text: str, messages: Iterable[Message], header: Mapping[str, str]) -> str:
    """Return the catalogue *text* ("" for a new one) in step with *messages*.

    A message whose English changed keeps its translation, marked fuzzy, with the old English beside it. A new
    one is added, untranslated, after the one it follows; nothing is guessed from another. One that is gone is
    kept at the end as obsolete if it was translated. header: fields to add where the file lacks them.
    """
    blocks = split_blocks(text)
    living = {b.context: b for b in blocks if not b.obsolete and b.context is not None}
    retired = {b.context: b for b in blocks if b.obsolete and b.context is not None}
    head = next((block for block in blocks if block.is_header), None)
    body = [block for block in blocks if not block.obsolete and not block.is_header]
    after = 0
    wanted = set()
    for message in messages:
        wanted.add(message.id)
        block = living.get(message.id)
        if block is None:
            block = _revive(retired.pop(message.id)) if message.id in retired else _new_block(message)
            body.insert(after, block)
        _follow(block, message)
        after = body.index(block) + 1
    gone = [b for b in body if b.strings and b.context not in wanted]
    kept = [b for b in body if b not in gone]
    old = [b for b in blocks if b.obsolete and b in (*retired.values(), *(r for r in blocks if r.context is None))]
    parts = [_write_header(head, header), *kept, *old, *(_retire(b) for b in gone if b.translated)]
    return "\n\n".join("\n".join(part.lines) for part in parts) + "\n"


def _new_block(message: Message) -> Block:
    strings = {"msgctxt": escape(message.id), "msgid": escape(message.text), "msgstr": ""}
    return Block([f'{key} "{value}"' for key, value in strings.items()], strings)


def _follow(block: Block, message: Message) -> None:
    """Bring the English, the note and the format flag of *block* up to date."""
    english = escape(message.text)
    if block.strings.get("msgid") != english:
        if block.translated:
            _mark_fuzzy(block)
        _set_string(block, "msgid", english)
    note = [f"#. {line}" for line in (message.note or "").splitlines()]
    if [line for line in block.lines if line.startswith("#.")] != note:
        block.lines = [line for line in block.lines if not line.startswith("#.")]
        block.lines[_first(block, "#:", "#,", "#|", "msg") : 0] = note
    _set_flag(block, "python-brace-format", on="{" in message.text)


def _mark_fuzzy(block: Block) -> None:
    """Mark *block* fuzzy and note the English it was made from, unless that is noted already."""
    was_fuzzy = "fuzzy" in block.flags()
    _set_flag(block, "fuzzy", on=True)
    if was_fuzzy and any(line.startswith("#| msgid") for line in block.lines):
        return
    block.lines = [line for line in block.lines if not line.startswith("#|")]
    block.lines.insert(_first(block, "msg"), f'#| msgid "{block.strings.get("msgid", "")}"')


def _set_flag(block: Block, flag: str, *, on: bool) -> None:
    flags = block.flags()
    if (flag in flags) == on:
        return
    flags = [flag, *flags] if on and flag == "fuzzy" else [*flags, flag] if on else [f for f in flags if f != flag]
    at = _first(block, "#,", "#|", "msg")
    block.lines = [line for line in block.lines if not line.startswith("#,")]
    if flags:
        block.lines.insert(at, f"#, {', '.join(flags)}")


def _set_string(block: Block, keyword: str, value: str) -> None:
    old = f'{keyword} "{block.strings.get(keyword, "")}"'
    block.strings[keyword] = value
    block.lines[block.lines.index(old)] = f'{keyword} "{value}"'


def _first(block: Block, *starts: str) -> int:
    """Return the index of the first line that starts with one of *starts*."""
    return next((i for i, line in enumerate(block.lines) if line.startswith(starts)), len(block.lines))


def _retire(block: Block) -> Block:
    lines = [
        f"#~ {line}" if line.startswith("msg") else f"#~{line[1:]}" if line[:2] == "#|" else line
        for line in block.lines
        if line[:2] not in ("#.", "#:")
    ]
    return Block(lines, block.strings, obsolete=True)


def _revive(block: Block) -> Block:
    lines = [
        line.removeprefix("#~ ") if line.startswith("#~ ") else f"#{line[2:]}" if line[:3] == "#~|" else line
        for line in block.lines
    ]
    return Block(lines, block.strings)


def _write_header(head: Block | None, wanted: Mapping[str, str]) -> Block:
    """Return the header, a field a line, with the fields of *wanted* it lacks and UTF-8 as its charset."""
    comments = [line for line in head.lines if line.startswith("#")] if head else []
    text = unescape(head.strings.get("msgstr", "")) if head else ""
    fields = [line for line in text.split("\n") if line.strip()]
    names = {line.split(":", 1)[0].strip().lower() for line in fields}
    fields += [f"{name}: {value}" for name, value in wanted.items() if name.lower() not in names]
    fields = [
        _CHARSET.sub("charset=UTF-8", line) if line.lower().startswith("content-type") else line for line in fields
    ]
    return Block([*comments, 'msgid ""', 'msgstr ""', *(f'"{escape(line)}\\n"' for line in fields)])
