"""Claims in a question, checked against the evidence: wrong numbers, years, names and members.

A question may take something for granted that the plan says otherwise. Only what can be compared is
compared: a figure, year, place or one of several opposite words with those of the statement that
fits the claim best; the members of a list with those of the plan's list; what is said of one of two
things that stand side by side with what the plan says of the other; a name with names that differ
in one character; a quoted expression with the whole text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np

from assistant.grams import hashed_grams
from assistant.pinyin import sound_alike
from assistant.quantities import Figure, find_figures
from assistant.slots import Cut, places_in
from assistant.statements import (
    Fit,
    Statement,
    Value,
    ValueKind,
    alternatives_to,
    root_of,
    statements,
)
from assistant.verdicts import (
    BUCKETS,
    NO_NUMBERS,
    NO_RUNS,
    Reading,
    Vectors,
    Verdict,
    likeness,
    load_verdicts,
    save_verdicts,
)
from assistant.words import Segmenter, function_words

# Words of the plan for words and phrases of a question.
Synonyms = Mapping[str, Sequence[str]]
# How near a word of a question is to a sentence, 0 (nothing like it) to 1 (the word or a synonym).
Nearness = Callable[[str, str], float]

DOUBT_MODEL_FILE = Path(__file__).parent / "resources" / "doubt_model.npz"
_DOUBTED = "doubted"
_LONGEST_UNSAID = 2  # characters of the runs that a question says and the quotes do not
DOUBT_FEATURES = (
    "fit",
    "absent_words",
    "rarest_absent",
    "absent_is_of_plan",
    "coverage",
    "seeks_confirmation",
    "length",
)
_FIT, _COVERAGE = DOUBT_FEATURES.index("fit"), DOUBT_FEATURES.index("coverage")

# In nats: by how much more a question must seem to ask for what is open than to assert what is not
# so. Of 2,050 fresh questions 37 were seen as both.
_RATHER_ASKED = 1.5

_CLAUSE = re.compile(r"(?:“[^”]*”|《[^》]*》|[^,。;?!:,;?!])+")
_PARTICLES = re.compile(r"(?:吧|吗|呢|啊|呀|呗|(?<!什)(?<!怎)(?<!那)么)+$")
_QUOTED = re.compile(r"[“‘「『\"]([^”’」』\"]{2,14})[”’」』\"]")
_NO_MARKS = dict.fromkeys(map(ord, "“”‘’\"'、"))
# A length of time is a claim only where it limits something; “in five years” merely says when.
_SPAN_OF_TIME = re.compile(
    r"(?:连续|连着|接连|延长|顺延|再延|为期|长达|期限|缩短|缩减|不超过|用|花)$"
)
_OF_AN_ACTION = re.compile("行动|攻坚")  # “the three-year action” is a name
_INDEFINITE = re.compile(r"(?:几|多少|哪|这|那|每|某|前|后|第|近|上|下|头)$")
_LONGEST_EXPRESSION = 8  # characters; what is longer is the asker's own sentence
OFTEN = 20  # occurrences in the whole text from which a place is the plan's own
_OWN_PLACE = re.compile(
    r"(?:我们?|咱们?|俺们?)(?:是|在)?[\u4e00-\u9fff]{2}[县市区]?|"
    r"^[\u4e00-\u9fff]{2}[县市区]?的(?:干部|同志|职工|居民|村民|老板|科员|市民|农民|人)$"
)
_CONFIRMS = re.compile("[对是错误][吧吗么呗]|没错|对不对|是不是|属实|记错|听说|听讲|既然")
_TAG = re.compile("(?:对吧|对吗|是吧|是吗|没错吧|对不对|是不是|我没记错吧|没记错|嘛)+$")
_LEAST_CLAIM = 5  # characters
_UNLIKE = 0.35  # nearness below which a word has no like in a sentence
_COMMON, _LEAST_RARITY = 6.0, 0.5  # in nats, as in `alignment`
_HEAD = 1000  # characters of the plan that name its own city and province
_BESIDE = re.compile(r"(?:跟|和|与|同|比|离|从|到|往|靠|像|学|向|对|去|、|,)$")
_VISITS = re.compile(r"搬?[过]?来的|游客|嘉宾|客人|同胞|的(?:老板|客商|亲戚|朋友|同学)")
_FROM_THERE = re.compile(
    r"那边|那头|那样|方向|一带|附近|来的?|人|游客|的(?:老板|客商|亲戚|朋友|同学)|、|和|与|跟"
)
# What the asker does somewhere, and what a place is only compared with.
_COMPARED_WITH = re.compile(
    r"(?:跟|比|像|离)$|^(?:我|能|要|想|可以|直接)*(?:上|去|到|往|回|飞|飞到)$"
)
_JOINS_PLACES = re.compile("[、至到和跟与]")
# Of the asker, not of the plan; and what is asked by naming both answers.
_OF_THE_ASKER = re.compile(
    r"^(?:我|俺|咱)(?:家|自己|[爸妈爹娘]|老[公婆]|(?:儿|闺女|女儿|孩子)|们?(?:厂|公司|村|单位|局|店|楼|小区|校|学校|企业|合作社))"
)
_OR_NOT = re.compile(r"(.)[不没]\1|有没有|[吗不没]$")
_DENIES = re.compile("(?:不是|不只|不光|不仅|并非)$")
_OF_THE_WHOLE = frozenset(("全市", "全县"))  # merely say that the plan's own place is meant
_SPEAKS_BACK = re.compile(
    r"^(?:前面|刚才|上面|先前)(?:说|提|讲)?的?那[个条项]?[\u4e00-\u9fff]{0,6}$"
)
# Adverbs and words that join are no part of a name.
_BETWEEN_WORDS = frozenset("早都已也就还再才刚又跟同和与及对向把被让")
_NAME_LENGTH = 6  # characters of names that are compared character by character
_ASKED = re.compile(r"哪|什么|啥|怎么|咋|多少|几|谁|各|分别")
# 各 asks with another word only (各是多少); in what is told to be checked it may stand (各县).
_QUESTION_WORD = re.compile(r"哪|什么|啥|怎么|咋|多少|几(?!乎)|谁|分别")
# A value of a kind that is asked for is not claimed.
_ASKS_FOR: dict[ValueKind, re.Pattern[str]] = {
    "figure": re.compile("多少|几(?!乎)|多大|哪"),
    "period": re.compile("什么时候|啥时候|何时|哪一?年|几年|多久|多会"),
    "place": re.compile("哪|什么|啥|怎么|咋|如何"),
    "alternative": re.compile("还是|哪|什么|怎样|啥|怎么|如何|咋|多少|几"),
}
_RANKS = re.compile("里?(?:能|要|得)?排|第几|里?(?:是|算)?(?:第几|老几)")
# What a clause asks to be told is not taken for granted by it.
_BARE_TOPIC = re.compile(r"^.{1,12}呢[??]?$")  # asks what is said of something
_OF_EACH = re.compile("分别|各自?[是有怎咋占说要在]|逐[个一项条]|[两二三四五六几](?:件|样|桩)")
_STATES = re.compile("是|有|叫|都|已|了|要|会|能|把|被|归|属")
_REQUESTS = re.compile(r"请给|给出|给个|列出|列一|列个|讲讲|说说|谈谈")
_ASKS_WHY = re.compile("为什么|为啥|凭什么|凭啥|怎么会|怎么还")  # of what is taken for granted
# In nats: what a claim must share with a statement to be about the same, and the share of the best
# from which another statement is about it as well. Words of other clauses count less.
_LEAST_FIT = 3.0
_NEARLY = 0.8
_AROUND = 0.4
_LIST = re.compile(r"(?:[^、,;。:“”]{1,16}、)+[^、,;。:“”]{1,24}")
_JOINS = re.compile(r"、|以及|和|与|及|跟|这")
_SAYS_LIST = re.compile(
    r"[两三四五六七八九十\d][个大项类种样条家]|是|有|叫|包括|分为|包含|即|含|写的|背|归"
)
_SENTENCE = re.compile(r"[^。!?!?\n]+")
_SENTENCES_KEPT = 1024  # with what they state
_LEAST_KNOWN = 2  # members that a claim's list must share with the plan's


@dataclass(frozen=True)
class DoubtModel:
    """What tells which questions assert something that the plan says otherwise.

    Attributes:
        encoder: Name of the encoder whose vectors are remembered.
        doubted: The verdict.
        memory: Vectors of the questions that it remembers, shape (n, d).
    """

    encoder: str
    doubted: Verdict
    memory: Vectors

    def save(self, file: Path = DOUBT_MODEL_FILE) -> None:
        """Write the weights."""
        save_verdicts(file, self.encoder, {_DOUBTED: self.doubted}, self.memory)

    def doubts(self, reading: Reading, vector: Vectors, encoder: str, absence: float = 0.0) -> bool:
        """Whether a question is doubted.

        Args:
            reading: What `ClaimChecker.read_doubt` sees of it.
            vector: It as encoded, shape (d,).
            encoder: By which encoder; vectors of another one say nothing here.
            absence: By how much it likely asks for what the plan leaves open (`Judge.absence`):
                “does the platform charge for accounts” asks rather than asserts.
        """
        if encoder != self.encoder:
            vector = np.zeros(self.memory.shape[1], dtype=np.float32)
        likes = likeness(vector, self.memory)
        seen = replace(reading, vector=vector.astype(np.float64), likeness=likes)
        return self.doubted.margin(seen) >= max(0.0, absence - _RATHER_ASKED)


@lru_cache(maxsize=1)
def load_doubts() -> DoubtModel:
    """Read the shipped model of doubts."""
    encoder, verdicts, memory = load_verdicts(DOUBT_MODEL_FILE)
    return DoubtModel(encoder, verdicts[_DOUBTED], memory)


class _Assertion(NamedTuple):
    """A clause that asserts something.

    ``fit``: what it shares with the quoted sentence that fits best, in nats. ``absent``: its words
    that are like none of that sentence. ``rarities``: how rare these are, in nats.
    """

    clause: str
    fit: float
    absent: tuple[str, ...]
    rarities: tuple[float, ...]


class ClaimChecker:
    """Compares what questions take for granted with what one plan says."""

    def __init__(self, plan_text: str, segmenter: Segmenter) -> None:
        """Use this plan and what cuts a text into words."""
        cut = segmenter.cut
        self._plan = plan_text
        self._bare = plan_text.translate(_NO_MARKS)
        self._cut = cut
        self._fit = Fit(plan_text, cut)
        self._segmenter = segmenter
        # The plan's sentences are quoted again and again.
        self._stated = lru_cache(maxsize=_SENTENCES_KEPT)(partial(statements, cut=cut))

    def _stated_in(self, quotes: Sequence[str]) -> list[Statement]:
        return [statement for quote in quotes for statement in self._stated(quote)]

    @cached_property
    def _everywhere(self) -> tuple[Statement, ...]:
        return statements(self._plan, self._cut)

    def contradicted(
        self, question: str, quotes: Sequence[str], synonyms: Synonyms | None = None
    ) -> tuple[str, ...]:
        """Clauses of a question that say what the quoted sentences say otherwise.

        Args:
            question: The question, normalised.
            quotes: The sentences that answer it, verbatim.
            synonyms: What the plan may call things of the question.
        """
        text = "\n".join(quotes)
        said = self._stated_in(quotes)
        around = self._words(question, (), synonyms or {})
        asked = _ASKS_WHY.sub("", question)
        said_by = (m.group().strip() for m in _CLAUSE.finditer(question))
        clauses = (
            _PARTICLES.sub("", clause)
            for clause in said_by
            if not _OF_THE_ASKER.match(clause) and not _BARE_TOPIC.match(clause)
        )
        found = {
            clause: None
            for clause in clauses
            if self._states_otherwise(clause, said, get_args(ValueKind), around, synonyms or {})
            or self._wrong_character(clause, text)
            or (
                not _ASKED.search(asked)
                and "还是" not in clause
                and _mixed_up(clause, text, self._cut)
            )
        }
        if not _ASKED.search(asked):
            found |= dict.fromkeys(_lists_otherwise(question, text))
        return tuple(found)

    def doubted(
        self,
        question: str,
        quotes: Sequence[str],
        near: Nearness,
        doubts: Callable[[Reading], bool],
        *,
        only_clear: bool = False,
    ) -> tuple[str, ...]:
        """The clauses that likely say something else than the quoted sentences do, if any.

        Unlike what is contradicted, nothing tells what is wrong with them: they are about what a
        quoted sentence is about, and the question says more than the sentences do.

        Args:
            question: The question, normalised.
            quotes: The sentences that answer it, verbatim.
            near: Compares words with sentences.
            doubts: Whether a question that reads so is doubted (`DoubtModel.doubts`).
            only_clear: Whether some clause must have words that are like none of a quote; what a
                question only seems to assert as a whole is left.
        """
        clause, reading = self.read_doubt(question, quotes, near)
        if (not clause and only_clear) or not doubts(reading):
            return ()
        return self._told(question, quotes, clause)

    def read_doubt(
        self, question: str, quotes: Sequence[str], near: Nearness
    ) -> tuple[str, Reading]:
        """The clause that is told best from other statements, and what the model of doubts sees.

        That is the signals of this clause (`DOUBT_FEATURES`), and the runs of characters of the
        whole question that stand in no quote: what it says in other words, or says besides.
        Without such a clause all signals are zero. The question's vector is not looked at.
        """
        found = list(self.doubt_features(question, quotes, near))
        clause, features = max(
            found,
            key=lambda row: row[1][_FIT] * row[1][_COVERAGE],
            default=("", (0.0,) * len(DOUBT_FEATURES)),
        )
        unsaid = hashed_grams(question, _LONGEST_UNSAID, BUCKETS, unless_in="".join(quotes))
        signals = np.array([float(bool(clause)), *features])
        reading = Reading(
            vector=NO_NUMBERS,
            agreement=NO_NUMBERS,
            grams=NO_RUNS,
            unsaid=unsaid,
            likeness=NO_NUMBERS,
            fit=signals,
            form=NO_NUMBERS,
        )
        return clause, reading

    def doubt_features(
        self, question: str, quotes: Sequence[str], near: Nearness
    ) -> Iterator[tuple[str, tuple[float, ...]]]:
        """Each clause about what a quote is about with the signals of `DOUBT_FEATURES`."""
        confirms = _CONFIRMS.search(question) is not None
        for said in self._assertions(question, quotes, near):
            if said.fit >= _LEAST_FIT:
                yield (
                    said.clause,
                    (
                        said.fit / 10,
                        len(said.absent) / 3,
                        max(said.rarities) / 10,
                        float(any(word in self._plan for word in said.absent)),
                        said.fit / (said.fit + sum(said.rarities)),
                        float(confirms),
                        len(said.clause) / 10,
                    ),
                )

    def _assertions(
        self, question: str, quotes: Sequence[str], near: Nearness
    ) -> Iterator[_Assertion]:
        """The clauses that assert something and have words that are like none of a quote."""
        for clause in _asserting(question):
            fit, sentence = self._nearest(clause, quotes)
            absent = tuple(
                word
                for word in self._cut(clause)
                if len(word) > 1
                and word not in function_words()
                and word not in sentence
                and near(word, sentence) < _UNLIKE
            )
            if absent:
                rarities = tuple(max(self._rarity(word), _LEAST_RARITY) for word in absent)
                yield _Assertion(clause, fit, absent, rarities)

    def _nearest(self, clause: str, quotes: Sequence[str]) -> tuple[float, str]:
        """What a clause shares with the quote that fits it best, in nats, and this quote."""
        words = self._fit.words_of(clause)
        said = ((s, quote) for quote in quotes for s in self._stated(quote))
        return max(((self._fit.of(words, (), s), quote) for s, quote in said), default=(0.0, ""))

    def _told(self, question: str, quotes: Sequence[str], clear: str) -> tuple[str, ...]:
        """The clauses to check: a clear one, those about what the quotes say, and the newest.

        What stands in the quotes as it is needs no checking. Without a clear one nothing does when
        the clause that is most about the quotes stands there.
        """
        said_by = [c for c in _clauses(question) if not _lists_subjects(c, question)]
        clauses = [c for c in said_by if not _QUESTION_WORD.search(c)]
        if not clauses and not _OF_EACH.search(question):
            clauses = said_by  # what asks may take for granted as well
        text = "".join(quotes)
        fits = {c: self._nearest(c, quotes)[0] for c in clauses}
        new = {c: sum(pair not in text for pair in _grams(c, 2)) for c in clauses}
        nearest = max(fits, key=lambda c: fits[c], default="")
        if not clear and not new.get(nearest):
            return ()
        least, most = min(fits.get(nearest, 0.0), _LEAST_FIT / 2), max(new.values(), default=0)
        return tuple(
            c for c in fits if c == clear or (new[c] and (fits[c] >= least or new[c] == most))
        )

    def unused_expressions(self, question: str) -> tuple[str, ...]:
        """What a question puts in quotation marks and the plan says nowhere."""
        return tuple(
            quoted
            for quoted in dict.fromkeys(_QUOTED.findall(question))
            if len(quoted) <= _LONGEST_EXPRESSION
            and quoted.translate(_NO_MARKS) not in self._bare
            and not re.search("[xX某…的里]", quoted)
        )

    def unmentioned_places(self, question: str, quotes: Sequence[str]) -> tuple[str, ...]:
        """Counties and cities that a question is about and the quoted sentences do not name.

        The plan's own city is no such place, nor where the asker comes from or what a place is
        compared or connected with. Who asks for confirmation may have taken one for another.
        """
        if _CONFIRMS.search(question):
            return ()
        text = "\n".join(quotes)
        own = self._plan[:_HEAD]
        named = _OWN_PLACE.sub("", question)
        return tuple(
            place
            for place in dict.fromkeys(places_in(self._cut(named)))
            if (place[-1] in "市县" or f"{place}市" in named or f"{place}县" in named)
            and root_of(place) not in text
            and root_of(place) not in own
            and not _BESIDE.search(named[: named.find(place)])
            and not _FROM_THERE.match(named[named.find(place) + len(place) :])
        )

    def misstated(self, statement: str, quotes: Sequence[str]) -> bool:
        """Whether a statement that is made from quotes mixes up what they say.

        Unlike a question, it may name some of several places or things only.

        Args:
            statement: The statement, normalised.
            quotes: The sentences it is made from, verbatim.
        """
        text = "\n".join(quotes)
        said = self._stated_in(quotes)
        return any(
            self._states_otherwise(clause, said, ("figure", "period", "alternative"), {}, {})
            or _mixed_up(clause, text, self._cut)
            for clause in (match.group() for match in _CLAUSE.finditer(statement))
        )

    # --- Values ------------------------------------------------------------------------------

    def _states_otherwise(
        self,
        clause: str,
        said: Sequence[Statement],
        kinds: Sequence[ValueKind],
        around: Mapping[str, float],
        synonyms: Synonyms,
    ) -> bool:
        """Whether the statement that fits a claim best states another value of its sort."""
        for claim in statements(_OWN_PLACE.sub("", clause), self._cut):
            values = [v for v in claim.values if v.words in claim.text]
            for value in values:
                if value.kind not in kinds or not self._is_claimed(value, claim.text):
                    continue
                alike = [v for v in values if v.is_comparable(value)]
                if value.kind == "alternative" and len({v.value for v in alike}) > 1:
                    continue  # names all of them
                others = [v for v in values if not v.is_comparable(value)]
                own = self._words(claim.text, alike, synonyms)
                if self._best_fit(value, own, others, said) < _LEAST_FIT:
                    own = {w: _AROUND * weight for w, weight in around.items()} | own
                compared = {piece for v in alike for piece in self._fit.words_of(v.words)}
                compared.update(alternatives_to(value))
                words = {w: weight for w, weight in own.items() if w not in compared}
                if self._is_excluded(alike, words, others, said):
                    return True
                if value.kind == "place" and self._is_odd(value, alike, claim.text, words, said):
                    return True
        return False

    def _best_fit(
        self,
        value: Value,
        words: Mapping[str, float],
        others: Sequence[Value],
        said: Sequence[Statement],
    ) -> float:
        fits = (self._fit.of(words, others, s) for s in said if s.compares(value))
        return max(fits, default=0.0)

    def _words(
        self, clause: str, left_out: Sequence[Value], synonyms: Synonyms
    ) -> dict[str, float]:
        words = self._fit.words_of(clause, left_out)
        for name, terms in synonyms.items():
            if name in clause:
                for term in terms:
                    words |= self._fit.words_of(term)
        return words

    def _is_claimed(self, value: Value, clause: str) -> bool:
        """Whether a clause asserts a value, and does not ask for one of its sort."""
        asks_for = _ASKS_FOR[value.kind].search(_ASKS_WHY.sub("", clause))
        # “How is that national base going?” takes for granted that it is a national one.
        if asks_for and (value.kind != "alternative" or not _is_presupposed(value, clause)):
            return False
        if value.kind == "place":
            # The city of the plan itself is named in passing more often than it is claimed.
            start = clause.find(value.words)
            return (
                self._plan.count(root_of(value.words)) < OFTEN
                and not _COMPARED_WITH.search(clause[:start])
                and not _VISITS.match(clause[start + len(value.words) :])
                and not _OR_NOT.search(clause)
            )
        if value.kind == "alternative":
            is_denied = _DENIES.search(clause[: clause.find(value.words)])
            return value.words not in _OF_THE_WHOLE and not is_denied and not _OR_NOT.search(clause)
        if value.kind == "figure":
            start = clause.find(value.words)
            return any(f.start == start and _is_claim(clause, f) for f in find_figures(clause))
        return True

    def _is_excluded(
        self,
        claimed: Sequence[Value],
        words: Mapping[str, float],
        others: Sequence[Value],
        said: Sequence[Statement],
    ) -> bool:
        """Whether what fits best states other values, and nothing that fits as well one of them."""
        best = self._best_fit(claimed[0], words, others, said)
        return best >= _LEAST_FIT and not any(
            any(s.states(value) or _names_place(s, value) for value in claimed)
            and self._fit.of(words, others, s) >= _NEARLY * best
            for s in (*said, *self._everywhere)
        )

    def _is_odd(
        self,
        value: Value,
        alike: Sequence[Value],
        clause: str,
        words: Mapping[str, float],
        said: Sequence[Statement],
    ) -> bool:
        """Whether one of several places that a clause joins is not where the others are stated."""
        rest = [v for v in alike if not v.equals(value)]
        if not rest or not _JOINS_PLACES.search(clause):
            return False
        best = max((self._fit.of(words, rest, s) for s in said), default=0.0)
        fitting = [s for s in said if self._fit.of(words, rest, s) >= _NEARLY * best]
        return (
            best >= _LEAST_FIT
            and all(any(s.states(v) for s in fitting) for v in rest)
            and not any(value.words in s.text + s.context or s.states(value) for s in fitting)
            and not any(
                s.states(value) and self._fit.of(words, (), s) >= _LEAST_FIT
                for s in self._everywhere
            )
        )

    def _rarity(self, word: str) -> float:
        """How much rarer a word is in general Chinese than common ones, in nats."""
        return self._segmenter.rarity(word) - _COMMON

    # --- Names and expressions ---------------------------------------------------------------

    def _wrong_character(self, clause: str, evidence: str) -> bool:
        """A name that the plan has but for one character inside, unless that sounds the same."""
        if _ASKED.search(clause) or _OR_NOT.search(clause):
            return False
        for name in _grams(clause, _NAME_LENGTH):
            if name in self._plan:
                continue
            for other in _grams(evidence, _NAME_LENGTH):
                places = [i for i in range(_NAME_LENGTH) if name[i] != other[i]]
                if len(places) == 1 and 0 < places[0] < _NAME_LENGTH - 1:
                    pair = name[places[0]], other[places[0]]
                    joins = function_words() | _BETWEEN_WORDS
                    if not sound_alike(*pair) and not joins & set(pair):
                        return True
        return False


def _names_place(statement: Statement, value: Value) -> bool:
    """Whether a statement names a place, if only as a part of a longer name."""
    return value.kind == "place" and root_of(value.words) in statement.text


def _is_presupposed(value: Value, clause: str) -> bool:
    """Whether a value stands before whatever its clause asks, and is no scale that it asks of."""
    asked = _ASKED.search(clause)
    end = clause.find(value.words) + len(value.words)
    is_before = asked is None or end < asked.start()
    return "还是" not in clause and is_before and not _RANKS.match(clause[end:])


def _is_claim(clause: str, figure: Figure) -> bool:
    before, behind = clause[: figure.start], clause[figure.end :]
    is_named = figure.unit == "大" and before.endswith(("这", "那"))  # “those nine actions”
    if (_INDEFINITE.search(before) and not is_named) or behind.startswith(("多少", "几")):
        return False
    if figure.unit_class == "duration":
        return bool(_SPAN_OF_TIME.search(before) or _OF_AN_ACTION.match(behind))
    if figure.unit_class in ("count", "people", ""):
        return bool(figure.unit) and figure.value != "1"
    return True


# --- Members of a list -----------------------------------------------------------------------


def _lists_otherwise(question: str, evidence: str) -> Iterator[str]:
    """Lists of a question that have members of a list of the evidence, and others beside them."""
    for sentence in _SENTENCE.findall(question):
        for claimed in _LIST.finditer(sentence):
            if not _SAYS_LIST.search(sentence):
                continue
            items = [item for item in _JOINS.split(claimed.group()) if len(item) > 1]
            for stated in _SENTENCE.findall(evidence):
                runs = [m.group() for m in _LIST.finditer(stated)]
                known = max(
                    ([item for item in items if _share_pair(item, run)] for run in runs),
                    key=len,
                    default=[],
                )
                others = [item for item in items if not _share_pair(item, stated)]
                if others and len(known) >= max(_LEAST_KNOWN, len(others)):
                    yield claimed.group()
                    break


def _share_pair(item: str, text: str) -> bool:
    return any(pair in text for pair in _grams(item, 2))


# --- Clauses ---------------------------------------------------------------------------------


def _clauses(question: str) -> Iterator[str]:
    """The clauses of a question that are long enough to claim something."""
    for match in _CLAUSE.finditer(question):
        said = match.group().strip()
        clause = _PARTICLES.sub("", _TAG.sub("", said))
        if len(clause) < _LEAST_CLAIM or _SPEAKS_BACK.match(clause) or _BARE_TOPIC.match(said):
            continue
        yield clause


def _asserting(question: str) -> Iterator[str]:
    """Those of them that assert something, by their form."""
    for clause in _clauses(question):
        if _ASKED.search(_ASKS_WHY.sub("", clause)) or _REQUESTS.search(clause):
            continue
        if not _lists_subjects(clause, question):
            yield clause


def _lists_subjects(clause: str, question: str) -> bool:
    """Whether a clause names what is to be told of one by one."""
    is_list = "、" in clause and not _STATES.search(clause)
    return is_list and _OF_EACH.search(question) is not None


# --- Things that stand side by side ----------------------------------------------------------

_ONE_QUOTED = re.compile("“[^”]”")
_PIECE_ENDS = re.compile(r"[,,;;、。\n]|和|与|及")


def _mixed_up(clause: str, evidence: str, cut: Cut) -> bool:
    """Whether a clause gives one of two parallel things what the evidence says of the other.

    “A is first class and B is second class” stands in the evidence as two pieces with words in
    common. A claim mixes them up that goes from the beginning of one to what the other says of its
    own, as in “B is first class”.
    """
    stated = [
        p for p in _PIECE_ENDS.split(clause) if not _ASKED.search(p) and not _OR_NOT.search(p)
    ]
    claimed = [_content(piece, cut) for piece in stated]
    for sentence in re.split("[。\n]", evidence):
        for one, other in itertools.pairwise(_PIECE_ENDS.split(sentence)):
            if not set(_grams(one, 2)) & set(_grams(other, 2)):
                continue
            first, second = _content(one, cut), _content(other, cut)
            own = [w for w in first if w not in second], [w for w in second if w not in first]
            for words in claimed:
                if _crosses(words, *own) or _crosses(words, *own[::-1]):
                    return True
    return False


def _crosses(words: Sequence[str], begun: Sequence[str], ended: Sequence[str]) -> bool:
    """Whether words join the first half of one piece with the rear of another.

    In this order, or in the other one.
    """
    if min(len(begun), len(ended)) < 2:
        return False
    heads, tails = begun[: (len(begun) + 1) // 2], ended[max(1, len(ended) // 3) :]
    met = [w for w in words if w in begun or w in ended]
    places = [0 if w in heads else 1 for w in met]
    is_joined = set(places) == {0, 1} and places in (sorted(places), sorted(places)[::-1])
    return is_joined and all(w in tails for w, place in zip(met, places, strict=True) if place)


def _content(piece: str, cut: Cut) -> list[str]:
    """Words of a piece that tell something, its figures and what it quotes, each once."""
    words = [word for word in cut(piece) if len(word) > 1 and word not in function_words()]
    return list(dict.fromkeys([*_ONE_QUOTED.findall(piece), *words]))


def _grams(text: str, length: int) -> Iterator[str]:
    for run in re.findall("[\u4e00-\u9fff]+", text):
        yield from (run[i : i + length] for i in range(len(run) - length + 1))
