"""Flash cards as a package for Anki; importing it again updates nothing and doubles nothing."""

from __future__ import annotations

import hashlib
import itertools
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from html import escape
from typing import Any

from assistant.office import clean, pack
from assistant.study.export import texts
from assistant.study.export.look import ACCENT, SOFT_INK
from assistant.study.model import Card, CardKind, Session

# Kinds that are learnt in both directions; a figure does not tell what it is the figure of.
_BOTH_WAYS: frozenset[CardKind] = frozenset({"term", "title"})
_TIME = 1_600_000_000  # seconds; cards carry no time of their own
_NOTE_IDS = 10**12
_STYLE = f"""
.card {{ font-family: "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif;
  font-size: 22px; line-height: 1.6; text-align: center; }}
.kind, .source {{ color: #{SOFT_INK}; font-size: 14px; }}
.nightMode .kind, .nightMode .source {{ color: #BBBBBB; }}
.back {{ font-weight: bold; }}
.quote {{ border-left: 3px solid #{ACCENT}; font-size: 17px; margin: 1em auto; max-width: 34em;
  padding-left: .8em; text-align: left; }}
"""
_FRONT = "<div class='kind'>{{类别}}</div>{{%s}}"
_BACK = (
    "{{FrontSide}}<hr id=answer><div class='back'>{{%s}}</div>"
    "<div class='quote'>{{原文}}</div><div class='source'>{{出处}}</div>"
)
_FIELDS = ("正面", "背面", "原文", "出处", "类别")


def to_apkg(session: Session) -> bytes:
    """Write the cards of a session as an Anki package; the same cards give the same bytes."""
    import genanki

    deck = genanki.Deck(_number(session.title), clean(session.title).replace("::", ":"))
    deck.description = escape(clean(texts.source(session)))
    models = {both: _model(genanki, both) for both in (True, False)}
    for note in _notes(genanki, models, session):
        deck.add_note(note)
    with closing(sqlite3.connect(":memory:")) as connection:
        first = _TIME * 1000 + _number(session.title) % _NOTE_IDS
        package = genanki.Package(deck)
        package.write_to_db(connection.cursor(), float(_TIME), itertools.count(first))
        connection.commit()
        return pack({"collection.anki2": connection.serialize(), "media": b"{}"})


def _notes(genanki: Any, models: dict[bool, Any], session: Session) -> Sequence[Any]:
    notes = {}
    for card in session.cards:
        guid = genanki.guid_for(session.plan_title, card.kind, card.front, card.back)
        notes[guid] = genanki.Note(
            model=models[card.kind in _BOTH_WAYS],
            fields=[escape(clean(text)) for text in _words(card, session)],
            tags=[texts.CARD_KINDS[card.kind], "".join(card.citation.label.split())],
            guid=guid,
        )
    return list(notes.values())


def _words(card: Card, session: Session) -> tuple[str, ...]:
    source = f"{card.citation.label} {texts.source(session)}"
    return card.front, card.back, card.citation.quote, source, texts.CARD_KINDS[card.kind]


def _model(genanki: Any, both_ways: bool) -> Any:
    name = texts.CARDS_BOTH_WAYS if both_ways else texts.CARDS_ONE_WAY
    sides = [("正面", "背面"), ("背面", "正面")] if both_ways else [("正面", "背面")]
    templates = [
        {"name": f"{front}→{back}", "qfmt": _FRONT % front, "afmt": _BACK % back}
        for front, back in sides
    ]
    fields = [{"name": field} for field in _FIELDS]
    return genanki.Model(_number(name), name, fields=fields, templates=templates, css=_STYLE)


def _number(name: str) -> int:
    """Return the number by which Anki knows a deck or a kind of note: the same for a name."""
    digest = hashlib.sha256(name.encode("utf-8")).digest()
    return (1 << 30) + int.from_bytes(digest[:8], "big") % (1 << 30)
