"""Checks of written statements against the sentences they cite; nothing is shown without them.

A statement passes when its labels were handed out, when everything in it that can be compared
(figures, dates, names of places, quoted terms, negations, opposite words) agrees with the cited
sentences, and when its words and its meaning are near enough to theirs. Thresholds of the last part
are fitted by ``python -m eval checks`` on true and corrupted statements.
"""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from assistant.claims import OFTEN, ClaimChecker
from assistant.numerals import NUMERAL, half_width, parse_number
from assistant.plan import Plan
from assistant.quantities import (
    Figure,
    Period,
    find_figures,
    find_periods,
    measured,
    period_end,
)
from assistant.quoted import NO_MARKS, quoted_in
from assistant.slots import places_in
from assistant.words import Segmenter, function_words
from embeddings import Encoder

MODEL_FILE = Path(__file__).parent / "resources" / "check_model.json"

Problem = Literal[
    "label", "form", "number", "date", "name", "quotation", "negation", "contradiction", "meaning"
]
FEATURES = ("overlap", "least_overlap", "cosine", "foreign_words")
Matrix = NDArray[np.float64]

_LONGEST = 400  # characters of one statement
_MARKUP = re.compile(r"[<>{}\[\]【】#*`|]|https?:|!\(|\]\(")
_ASKS = re.compile(r"[??]|(?:吗|呢|多少|什么时候|怎么样)[。!]?$")
_REFERS = re.compile(rf"第(?:\d+|{NUMERAL}+)(?:条|部分|章|款|项|页)")
_PAIRS = (("“", "”"), ("《", "》"), ("(", ")"))
_CLAUSES = re.compile(r"[,。;:!,;:!、]")
_DIGITS = re.compile(r"\d+(?:\.\d+)?|[零〇一二三四五六七八九十百千万亿]{2,}")
_WORD_CHARS = re.compile(r"[^\w%]|_")
_RUN = re.compile(r"[^\W_]{2,}")
# A negation together with what it negates; words in which these characters negate nothing are left
# out, and what sets a limit belongs to the figure behind it.
_NEGATION = re.compile(
    r"(?P<negator>不(?:再|得|予|要|应|能|可|准|许)|不(?!断|仅|但|只是|管|论|低于|少于|超过|高于|小于|大于|动产|锈|等|同)|没有?|未(?!来|成年)|"
    r"无(?!人机|缝|线|烟|害|障碍|形|论|偿)|勿|禁止|严禁|停止|取消|拒绝|避免|暂停)(?P<what>[\u4e00-\u9fff]{1,2})"
)
_END_OF_PLAN = ("末", "底", "期末")
_CARRIED = 0.85  # share of a sentence's pairs of characters that a text must have to tell it
_LEAST_CLAUSE = 4  # characters; shorter clauses are connecting words
_LEAST_WORD = 2
# Bodies, by how their names end; 格局 and the like are none.
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2}(?:(?<![格布全结开大当政])局|厅|委(?![托员派任])|委员会|公司|集团|银行|大学|学院|医院|"
    r"法院|研究院|协会)"
)
_KIND_OF_PLACE = re.compile(r"(?<=..)[省市县区]$")


class CheckModel(BaseModel):
    """The fitted part: a logistic regression over `FEATURES` and the least probability.

    Attributes:
        weights: One for each feature.
        bias: Added to the weighted sum.
        least: Statements below this probability of being supported are dropped.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: tuple[float, ...] = Field(min_length=len(FEATURES), max_length=len(FEATURES))
    bias: float
    least: float = Field(ge=0, le=1)


def load_check_model() -> CheckModel:
    """Read the model that is shipped."""
    return CheckModel.model_validate(json.loads(MODEL_FILE.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Cited:
    """What a statement cites.

    Attributes:
        text: The cited sentences, verbatim.
        headings: What they stand under: titles of their units and items.
    """

    text: str
    headings: str = ""

    @property
    def whole(self) -> str:
        """The sentences with their headings, which may name the subject for them."""
        return f"{self.headings}\n{self.text}"


class Checker:
    """Compares statements with what they cite; safe to use from several threads."""

    def __init__(
        self, plan: Plan, segmenter: Segmenter, encoder: Encoder, model: CheckModel
    ) -> None:
        """Check against one plan with a fitted model."""
        self._plan = plan
        self._segmenter = segmenter
        self._encoder = encoder
        self.model = model
        self.claims = ClaimChecker(plan.text, segmenter)

    def problem(self, statement: str, cited: Cited) -> Problem | None:
        """Say why a statement may not be shown; None when it may.

        Args:
            statement: One sentence without labels.
            cited: What it cites.
        """
        if not cited.text.strip():
            return "label"
        statement = half_width(statement)
        if not _is_sentence(statement):
            return "form"
        return self._contradiction(statement, cited) or self._distance(statement, cited)

    def adds_nothing(self, text: str, source: str) -> bool:
        """Whether all figures, dates, places and quoted terms of a text are in its source."""
        return self._comparable(text, Cited(source)) is None

    def with_model(self, model: CheckModel) -> Checker:
        """Return the same checks with another fitted model."""
        other = copy.copy(self)
        other.model = model
        return other

    def features(self, statement: str, cited: Cited) -> Matrix:
        """Nearness of words and of meaning: an array of shape (len(FEATURES),)."""
        statement = half_width(statement)  # a clause may end with a mark of either width
        known = _grams(cited.whole)
        overlap = _share(_grams(statement), known)
        clauses = [c for c in _CLAUSES.split(statement) if len(_bare(c)) >= _LEAST_CLAUSE]
        overlaps = [_share(_grams(clause), known) for clause in clauses]
        vectors = self._encoder.encode_passages([statement, cited.text])
        return np.array(
            [
                overlap,
                min(overlaps, default=overlap),
                float(vectors[0] @ vectors[1]),
                self._foreign(statement, cited.whole),
            ]
        )

    def _distance(self, statement: str, cited: Cited) -> Problem | None:
        total = float(self.features(statement, cited) @ np.array(self.model.weights))
        probability = 1 / (1 + np.exp(-(total + self.model.bias)))
        return "meaning" if probability < self.model.least else None

    def _foreign(self, statement: str, known: str) -> float:
        """Rarity of the words that the cited sentences do not have, per word of the statement."""
        words = [w for w in self._segmenter.words(_worded(statement)) if len(w) >= _LEAST_WORD]
        bare = _bare(known)
        foreign = [w for w in words if w not in bare]
        return sum(map(self._segmenter.rarity, foreign)) / max(len(words), 1)

    def _places(self, text: str) -> list[str]:
        """Names of places in a text, the plan's own city left out."""
        words = [_KIND_OF_PLACE.sub("", word) for word in self._segmenter.cut(text)]
        return [name for name in places_in(words) if self._plan.text.count(name) < OFTEN]

    def _contradiction(self, statement: str, cited: Cited) -> Problem | None:
        if problem := self._comparable(statement, cited):
            return problem
        if _is_turned_round(statement, cited.text) or _is_turned_round(cited.text, statement):
            return "negation"
        if self.claims.misstated(statement, [cited.text]):
            return "contradiction"
        return None

    def _comparable(self, statement: str, cited: Cited) -> Problem | None:
        """What stands in the statement by its form and must stand in the source as well."""
        if not _numbers_stand_in(statement, cited.text):
            return "number"
        if not _dates_stand_in(statement, cited.whole):
            return "date"
        names = [*self._places(statement), *_BODY.findall(statement)]
        if any(name not in cited.whole for name in names):
            return "name"
        if not _terms_stand_in(statement, cited.whole):
            return "quotation"
        return None


def _is_sentence(text: str) -> bool:
    return (
        0 < len(text) <= _LONGEST
        and len(_bare(text)) >= _LEAST_CLAUSE
        and not _MARKUP.search(text)
        and all(text.count(left) == text.count(right) for left, right in _PAIRS)
        and not _ASKS.search(text)
        and not _REFERS.search(text)
    )


def is_carried(sentence: str, told: str) -> bool:
    """Whether a text tells all that a sentence says: figures, dates, quoted terms and words."""
    return (
        _numbers_stand_in(sentence, told)
        and _dates_stand_in(sentence, told)
        and _terms_stand_in(sentence, told)
        and _share(_grams(sentence), _grams(told)) >= _CARRIED
    )


# --- Figures and dates -----------------------------------------------------------------------


def _numbers_stand_in(statement: str, source: str) -> bool:
    """Whether every figure has its like in the source: same measure, amount and comparison."""
    stated = {(*measured(source, figure), figure.comparison) for figure in find_figures(source)}
    figures = find_figures(statement)
    if any((*measured(statement, f), f.comparison) not in stated for f in figures):
        return False
    rest = _without(half_width(statement), [*figures, *find_periods(statement)])
    known = set(_numerals(half_width(source)))
    return all(numeral in known for numeral in _numerals(rest))


def _numerals(text: str) -> Iterator[str]:
    for found in _DIGITS.findall(text):
        value = parse_number(found)
        yield str(value) if value is not None else found


def _without(text: str, taken: Sequence[Figure | Period]) -> str:
    for each in taken:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    return text


def _dates_stand_in(statement: str, source: str) -> bool:
    """Whether every year and plan period is in the source, by name or by its end."""
    names = {period.name for period in find_periods(source)}
    ends = {period_end(p.name) for p in find_periods(source) if _is_end(source[p.start : p.end], p)}
    return all(
        p.name in names or (_is_end(statement[p.start : p.end], p) and period_end(p.name) in ends)
        for p in find_periods(statement)
    )


def _is_end(written: str, period: Period) -> bool:
    return period.name.isdigit() or written.endswith(_END_OF_PLAN)


def _terms_stand_in(statement: str, source: str) -> bool:
    """Whether every quoted term is in the source, with or without its quotation marks."""
    bare = source.translate(NO_MARKS)
    return all(q.translate(NO_MARKS) in bare for q in quoted_in(statement, titles=True))


# --- Words -----------------------------------------------------------------------------------


def _is_turned_round(text: str, other: str) -> bool:
    """Whether a text negates what the other one says without a negation."""
    for match in _NEGATION.finditer(text):
        what = match["what"]
        said = [m.start() for m in re.finditer(re.escape(what), other)]
        negated = [m.start("what") for m in _NEGATION.finditer(other)]
        if said and not set(said) & set(negated):
            return True
    return False


def _bare(text: str) -> str:
    return _WORD_CHARS.sub("", half_width(text).lower())


def _worded(text: str) -> str:
    """A text without its figures and dates, which may be written in many ways."""
    plain = half_width(text)
    return _without(plain, [*find_figures(plain), *find_periods(plain)])


def _grams(text: str) -> Counter[str]:
    """Pairs of neighbouring characters that hold something of the subject."""
    runs = _RUN.findall(_worded(text).lower())
    pairs = (run[i : i + 2] for run in runs for i in range(len(run) - 1))
    return Counter(pair for pair in pairs if pair not in function_words())


def _share(wanted: Counter[str], known: Counter[str]) -> float:
    """Share of the wanted pairs that are known; 1 when nothing is wanted."""
    total = sum(wanted.values())
    return sum(n for pair, n in wanted.items() if pair in known) / total if total else 1.0
