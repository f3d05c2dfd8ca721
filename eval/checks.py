"""Labelled statements for the checks of written answers: true ones, and the same ones corrupted.

True statements are the reference answers of the question sets, which people wrote in words of
their own, each with the sentences of its unit that it is taken from, and clauses of the plan
itself. Each is then corrupted in one way at a time. Statements of `dev` questions are what the
thresholds are fitted on, those of `test` questions are what they are measured on.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.answering import Assistant
from assistant.checks import MODEL_FILE, Checker, CheckModel, Cited
from assistant.numerals import half_width
from assistant.passages import Passage
from assistant.plan import Unit
from assistant.quantities import find_figures
from assistant.slots import place_names
from assistant.words import Segmenter
from eval.dataset import Item, Split
from eval.metrics import Rate, wilson

Kind = Literal["true", "number", "county", "negation", "article", "added"]
NAMES: dict[Kind, str] = {
    "true": "原意正确",
    "number": "改了数字",
    "county": "换了县区",
    "negation": "改成否定",
    "article": "换了条文",
    "added": "添了内容",
}
SEED = 20
# Share of true statements that fitting may drop: they come back as quotations, so that nothing is
# lost by it, while a wrong one that passes misleads.
MAX_DROPPED = 0.1
_LABELLED = re.compile(r"([^。;\[\]]+)((?:\[第\d+条\])+)")
_LABEL = re.compile(r"\[(第\d+条)\]")
# Remarks of the writer on the text or the question; they say nothing of the subject.
_ABOUT_THE_TEXT = re.compile(r"第\d+条|看$|规划|没有|原文|另见|建议|^不是|有误")
_MOST_SENTENCES = 3
_LEAST_NEAR = 0.5
_NEAREST = 10
_VERBS = (
    "建设|推进|实施|加强|完善|发展|提升|推动|支持|建立|打造|健全|深化|加快|培育|优化|扩大|鼓励|开展"
)


@dataclass(frozen=True)
class Labelled:
    """A statement with what it cites, and whether that supports it."""

    kind: Kind
    split: Split
    text: str
    cited: Cited
    units: tuple[str, ...]


def build(assistant: Assistant, items: Sequence[Item]) -> list[Labelled]:
    """Make all labelled statements; the same ones every time."""
    rng = random.Random(SEED)
    places = sorted(name for name in place_names() if name in assistant.plan.text)
    true = list(dict.fromkeys(_true(assistant, items)))
    clauses = [clause for s in true for clause in s.text.split(",") if 6 <= len(clause) <= 20]
    vocabularies = {s.cited: set(assistant.segmenter.words(s.cited.text)) for s in true}
    labelled = list(true)
    for statement in true:
        for kind, corrupt in _CORRUPTIONS.items():
            text = corrupt(statement.text, rng, places)
            if text and text != statement.text:
                labelled.append(replace(statement, kind=kind, text=text))
        cited = rng.choice(_like(statement, true, assistant.segmenter, vocabularies))
        labelled.append(replace(statement, kind="article", cited=cited))
        clause = rng.choice([c for c in clauses if c not in statement.cited.whole])
        text = f"{statement.text.rstrip('。')},{clause}"
        labelled.append(replace(statement, kind="added", text=text))
    return labelled


def _like(
    statement: Labelled,
    others: Sequence[Labelled],
    segmenter: Segmenter,
    vocabularies: Mapping[Cited, set[str]],
) -> list[Cited]:
    """Sentences of other units that share most words with a statement: the likely mix-ups."""
    words = set(segmenter.words(statement.text))
    strangers = {
        other.cited: len(words & vocabularies[other.cited])
        for other in others
        if other.split == statement.split and not set(other.units) & set(statement.units)
    }
    return sorted(strangers, key=lambda cited: -strangers[cited])[:_NEAREST]


def fit(checker: Checker, statements: Sequence[Labelled]) -> CheckModel:
    """Fit the model on the `dev` statements that the comparisons let pass."""
    lenient = checker.with_model(checker.model.model_copy(update={"least": 0.0}))
    left = [s for s in statements if s.split == "dev" and lenient.problem(s.text, s.cited) is None]
    features = np.array([checker.features(s.text, s.cited) for s in left])
    is_true = np.array([s.kind == "true" for s in left])
    regression = LogisticRegression(class_weight="balanced").fit(features, is_true)
    probabilities = regression.predict_proba(features)[:, 1]
    least = float(np.quantile(probabilities[is_true], MAX_DROPPED))
    return CheckModel(
        weights=tuple(round(float(w), 4) for w in regression.coef_[0]),
        bias=round(float(regression.intercept_[0]), 4),
        least=round(least, 4),
    )


def save(model: CheckModel) -> None:
    """Write the model where the checks read it."""
    MODEL_FILE.write_text(model.model_dump_json(indent=1) + "\n", encoding="utf-8")


def measure(
    checker: Checker, statements: Sequence[Labelled], split: Split
) -> list[tuple[str, Rate]]:
    """Share of each kind that is judged rightly, and precision and recall of what is dropped."""
    right: dict[Kind, list[float]] = defaultdict(list)
    for s in statements:
        if s.split == split:
            is_dropped = checker.problem(s.text, s.cited) is not None
            right[s.kind].append(float(is_dropped != (s.kind == "true")))
    corrupted = [value for kind, values in right.items() if kind != "true" for value in values]
    dropped = [1.0] * int(sum(corrupted)) + [0.0] * right["true"].count(0.0)
    rows = [(name, wilson(right[kind])) for kind, name in NAMES.items()]
    rows += [("弃用准确率", wilson(dropped)), ("弃用召回率", wilson(corrupted))]
    return [(name, rate) for name, rate in rows if rate]


def _true(assistant: Assistant, items: Sequence[Item]) -> Iterator[Labelled]:
    sentences: dict[str, list[Passage]] = defaultdict(list)
    for passage in assistant.retriever.passages:
        sentences[passage.unit].append(passage)
    units = {unit.label: unit for unit in assistant.plan.citable}
    for item in items:
        if not item.answerable or item.type in ("lookup", "aggregate"):
            continue
        for text, labels in _LABELLED.findall(item.reference_answer):
            named = [units[label] for label in _LABEL.findall(labels) if label in units]
            text = re.sub(r"^[,:\s]+|[,:\s]+$", "", text)
            if named and len(text) >= 8 and not _ABOUT_THE_TEXT.search(text):
                cited = _source(text, named, sentences, assistant.segmenter)
                if cited:
                    yield Labelled(
                        "true", item.split, text, cited, tuple(unit.key for unit in named)
                    )


def _source(
    text: str,
    units: Sequence[Unit],
    sentences: dict[str, list[Passage]],
    segmenter: Segmenter,
) -> Cited | None:
    """The sentences of the units that a statement is taken from: those that share most words."""
    wanted = set(segmenter.words(text))
    chosen: list[Passage] = []
    candidates = [p for unit in units for p in sentences[unit.key] if p.kind != "title"]
    while wanted and candidates and len(chosen) < _MOST_SENTENCES:
        best = max(candidates, key=lambda p: len(wanted & set(segmenter.words(p.text))))
        gained = wanted & set(segmenter.words(best.text))
        if not gained:
            break
        chosen.append(best)
        wanted -= gained
    known = set(segmenter.words("".join(p.text for p in chosen)))
    words = set(segmenter.words(text))
    if not words or len(words & known) / len(words) < _LEAST_NEAR:
        return None
    headings = dict.fromkeys(h for p in chosen for h in p.headings[1:2])
    return Cited("\n".join(p.text for p in chosen), "\n".join(headings))


# --- Corruptions -----------------------------------------------------------------------------


def _other_number(text: str, rng: random.Random, _: Sequence[str]) -> str | None:
    plain = half_width(text)
    places = list(re.finditer(r"\d+(?:\.\d+)?", plain))
    places += [
        m
        for f in find_figures(plain)
        if (m := re.compile("[二三四五六七八九]").search(plain, f.start, f.end))
    ]
    if not places:
        return None
    digits = list({m.group(): m for m in places if m.group().isascii()}.values())
    if len(digits) > 1 and rng.random() < 0.5:  # two figures that change places
        first, second = sorted(rng.sample(digits, 2), key=lambda m: m.start())
        between = plain[first.end() : second.start()]
        swapped = f"{second.group()}{between}{first.group()}"
        return plain[: first.start()] + swapped + plain[second.end() :]
    match = rng.choice(places)
    old = match.group()
    if old.isascii():
        new = str(int(float(old)) + rng.choice((1, 2, 5, 10)))
    else:
        new = rng.choice([c for c in "二三四五六七八九" if c != old])
    return plain[: match.start()] + new + plain[match.end() :]


def _other_county(text: str, rng: random.Random, places: Sequence[str]) -> str | None:
    named = [name for name in places if name in text]
    others = [name for name in places if name not in text]
    if not named:
        return None
    return text.replace(rng.choice(named), rng.choice(others), 1)


def _negated(text: str, rng: random.Random, _: Sequence[str]) -> str | None:
    places = list(re.finditer(_VERBS, text))
    if not places:
        return None
    place = rng.choice(places).start()
    return f"{text[:place]}{rng.choice(('不', '停止', '不再'))}{text[place:]}"


_CORRUPTIONS: dict[Kind, Callable[[str, random.Random, Sequence[str]], str | None]] = {
    "number": _other_number,
    "county": _other_county,
    "negation": _negated,
}
