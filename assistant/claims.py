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
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import get_args

from assistant.clauses import (
    ASKED,
    ASKS_WHY,
    BARE_TOPIC,
    CLAUSE,
    CONFIRMS,
    OR_NOT,
    QUESTION_WORD,
    only_asks_whether,
    periods_asked_for,
    without_tags,
)
from assistant.doubts import Doubter
from assistant.grams import chinese_runs
from assistant.pinyin import sound_alike
from assistant.quantities import Figure, find_figures, period_end
from assistant.quoted import NO_MARKS, quoted_in
from assistant.slots import Cut, places_in
from assistant.statements import (
    LEAST_FIT,
    Fit,
    Statement,
    Value,
    ValueKind,
    alternatives_to,
    root_of,
    statements,
    values_in,
)
from assistant.words import Segmenter, function_words

# Words of the plan for words and phrases of a question.
Synonyms = Mapping[str, Sequence[str]]

_NO_MARKS = NO_MARKS | {ord("、"): None}
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
# Of the asker, not of the plan.
_OF_THE_ASKER = re.compile(
    r"^(?:我|俺|咱)(?:家|自己|[爸妈爹娘]|老[公婆]|(?:儿|闺女|女儿|孩子)|们?(?:厂|公司|村|单位|局|店|楼|小区|校|学校|企业|合作社))"
)
_DENIES = re.compile("(?:不是|不只|不光|不仅|并非)$")
_OF_THE_WHOLE = frozenset(("全市", "全县"))  # merely say that the plan's own place is meant
# Adverbs and words that join are no part of a name.
_BETWEEN_WORDS = frozenset("早都已也就还再才刚又跟同和与及对向把被让")
_NAME_LENGTH = 6  # characters of names that are compared character by character
# A value of a kind that is asked for is not claimed.
_ASKS_FOR: dict[ValueKind, re.Pattern[str]] = {
    "figure": re.compile("多少|几(?!乎)|多大|哪"),
    "period": re.compile("什么时候|啥时候|何时|哪一?年|几年|多久|多会"),
    "place": re.compile("哪|什么|啥|怎么|咋|如何"),
    "alternative": re.compile("还是|哪|什么|怎样|啥|怎么|如何|咋|多少|几"),
}
_RANKS = re.compile("里?(?:能|要|得)?排|第几|里?(?:是|算)?(?:第几|老几)")
# The share of the best fit from which another statement is about the same as well. Words of other
# clauses count less.
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


class ClaimChecker:
    """Compares what questions take for granted with what one plan says."""

    def __init__(self, plan_text: str, segmenter: Segmenter) -> None:
        """Use this plan and what cuts a text into words."""
        cut = segmenter.cut
        self._plan = plan_text
        self._bare = plan_text.translate(_NO_MARKS)
        self._cut = cut
        self._fit = Fit(plan_text, cut)
        # The plan's sentences are quoted again and again.
        self.stated = lru_cache(maxsize=_SENTENCES_KEPT)(partial(statements, cut=cut))
        self.doubter = Doubter(plan_text, segmenter, self._fit, self.stated)

    def _stated_in(self, quotes: Sequence[str]) -> list[Statement]:
        return [statement for quote in quotes for statement in self.stated(quote)]

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
        # “Is there an airport in B?” does not say that there is one.
        kinds = tuple(
            k for k in get_args(ValueKind) if k != "place" or not only_asks_whether(question)
        )
        around = self._words(question, (), synonyms or {})
        asked = ASKS_WHY.sub("", question)
        said_by = (m.group().strip() for m in CLAUSE.finditer(question))
        clauses = (
            without_tags(clause)
            for clause in said_by
            if not _OF_THE_ASKER.match(clause) and not BARE_TOPIC.match(clause)
        )
        found = {
            clause: None
            for clause in clauses
            if self._states_otherwise(clause, said, kinds, around, synonyms or {})
            or self._wrong_character(clause, text)
            or (
                not ASKED.search(asked)
                and "还是" not in clause
                and _mixed_up(clause, text, self._cut)
            )
        }
        if not ASKED.search(asked):
            found |= dict.fromkeys(_lists_otherwise(question, text))
        return tuple(found)

    def confirms(self, question: str, quotes: Sequence[str]) -> bool:
        """Whether a question only puts a figure to the test, and a quoted statement states it.

        Args:
            question: The question, normalised.
            quotes: The sentences that answer it, verbatim.
        """
        if QUESTION_WORD.search(question):
            return False
        said = self._stated_in(quotes)
        return any(
            statement.states(value) and self._fit.of(words, (), statement) >= LEAST_FIT
            for clause in CLAUSE.findall(question)
            for value in values_in(clause, self._cut)
            if value.kind == "figure"
            for words in (self._fit.words_of(clause, [value]),)
            for statement in said
        )

    def unused_expressions(self, question: str) -> tuple[str, ...]:
        """What a question puts in quotation marks and the plan says nowhere."""
        return tuple(
            quoted
            for quoted in dict.fromkeys(quoted_in(question, 2, _LONGEST_EXPRESSION))
            if quoted.translate(_NO_MARKS) not in self._bare
            and not re.search("[xX某…的里]", quoted)
        )

    def unmentioned_places(self, question: str, quotes: Sequence[str]) -> tuple[str, ...]:
        """Counties and cities that a question is about and the quoted sentences do not name.

        The plan's own city is no such place, nor where the asker comes from or what a place is
        compared or connected with. Who asks for confirmation may have taken one for another.
        """
        if CONFIRMS.search(question):
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
            for clause in (match.group() for match in CLAUSE.finditer(statement))
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
                if self._best_fit(value, own, others, said) < LEAST_FIT:
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
        asks_for = _ASKS_FOR[value.kind].search(ASKS_WHY.sub("", clause))
        # “How is that national base going?” takes for granted that it is a national one.
        if asks_for and (value.kind != "alternative" or not _is_presupposed(value, clause)):
            return False
        if value.kind == "period":
            return not any(
                value.value == str(period_end(p.name)) for p in periods_asked_for(clause)
            )
        if value.kind == "place":
            # The city of the plan itself is named in passing more often than it is claimed.
            start = clause.find(value.words)
            return (
                self._plan.count(root_of(value.words)) < OFTEN
                and not _COMPARED_WITH.search(clause[:start])
                and not _VISITS.match(clause[start + len(value.words) :])
                and not OR_NOT.search(clause)
            )
        if value.kind == "alternative":
            is_denied = _DENIES.search(clause[: clause.find(value.words)])
            return value.words not in _OF_THE_WHOLE and not is_denied and not OR_NOT.search(clause)
        start = clause.find(value.words)
        return any(f.start == start and _is_claim(clause, f) for f in find_figures(clause))

    def _is_excluded(
        self,
        claimed: Sequence[Value],
        words: Mapping[str, float],
        others: Sequence[Value],
        said: Sequence[Statement],
    ) -> bool:
        """Whether what fits best states other values, and nothing that fits as well one of them."""
        best = self._best_fit(claimed[0], words, others, said)
        return best >= LEAST_FIT and not any(
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
            best >= LEAST_FIT
            and all(any(s.states(v) for s in fitting) for v in rest)
            and not any(value.words in s.text + s.context or s.states(value) for s in fitting)
            and not any(
                s.states(value) and self._fit.of(words, (), s) >= LEAST_FIT
                for s in self._everywhere
            )
        )

    # --- Names and expressions ---------------------------------------------------------------

    def _wrong_character(self, clause: str, evidence: str) -> bool:
        """A name that the plan has but for one character inside, unless that sounds the same."""
        if ASKED.search(clause) or OR_NOT.search(clause):
            return False
        for name in chinese_runs(clause, _NAME_LENGTH):
            if name in self._plan:
                continue
            for other in chinese_runs(evidence, _NAME_LENGTH):
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
    asked = ASKED.search(clause)
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
    return any(pair in text for pair in chinese_runs(item, 2))


# --- Things that stand side by side ----------------------------------------------------------

_ONE_QUOTED = re.compile("“[^”]”")
_PIECE_ENDS = re.compile(r"[,,;;、。\n]|和|与|及")


def _mixed_up(clause: str, evidence: str, cut: Cut) -> bool:
    """Whether a clause gives one of two parallel things what the evidence says of the other.

    “A is first class and B is second class” stands in the evidence as two pieces with words in
    common. A claim mixes them up that goes from the beginning of one to what the other says of its
    own, as in “B is first class”.
    """
    stated = [p for p in _PIECE_ENDS.split(clause) if not ASKED.search(p) and not OR_NOT.search(p)]
    claimed = [_content(piece, cut) for piece in stated]
    for sentence in re.split("[。\n]", evidence):
        for one, other in itertools.pairwise(_PIECE_ENDS.split(sentence)):
            if not set(chinese_runs(one, 2)) & set(chinese_runs(other, 2)):
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
