"""Hybrid retrieval: dense and lexical scores of all passages, fused, and units ranked by them.

The plan is small (some hundred passages), so every passage gets an exact score from both sides;
nothing is lost between two truncated lists, and evidence selection can compare any two passages.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.clauses import periods_asked_for
from assistant.indexing import Indexes
from assistant.lexical import LexicalIndex
from assistant.lexicon import Lexicon, Match
from assistant.matching import Matcher, matcher_for
from assistant.passages import Passage
from assistant.plan import Plan, Unit
from assistant.quantities import find_periods
from assistant.question import answer_kind, without_question_words
from assistant.words import Segmenter
from embeddings import Encoder, RecentQueries, VectorIndex

Scores = NDArray[np.float32]

# Weight of a word of the question itself, and of one that the lexicon adds to it; the second
# and later terms of an entry count less, being less exact.
_OWN_WEIGHT = 1.0
_ADDED_WEIGHT = 0.6
_KNOWN_WEIGHT = 0.25  # the plan uses the everyday word itself, so its terms matter less
_ADDED_DECAY = 0.8
_CONTEXT_WEIGHT = 0.5
_COLOUR_WEIGHT = 0.1
_FIELD_DECAY = 0.9
_DONE_TO = re.compile("[改建设搬迁撤并]")  # tells of the body itself, not of its work
_OFFICE = re.compile("(?:局|委|部门|系统|口)$")  # what a body has beside its field
_NEXT_TO_NOTHING = 2  # characters
_SHORTEST_SUBJECT = 2  # characters
# A year beside a subject: that tells little, since much is to be done by the same year.
_PERIOD_WEIGHT = 0.1
_PERIOD_WORDS = ("年", "年末", "年底", "末", "底", "年份", "年度")
_AROUND_PERIOD = re.compile(r"^(?:到|至|在|于)|[年末底前初内的]+$")


@dataclass(frozen=True)
class Fusion:
    """How the scores are put together; the defaults are the best of a grid on dev questions.

    Attributes:
        lexical_share: Weight of the lexical side among both, 0 (dense alone) to 1 (BM25 alone).
        unit_share: Weight of the BM25 score of a whole unit beside its best passage.
    """

    lexical_share: float = 0.35
    unit_share: float = 0.15


@dataclass(frozen=True)
class Query:
    """What is searched for.

    Attributes:
        texts: Wordings for the encoder: the question, and the question in administrative words.
        words: Words for lexical search with their weights.
        concepts: What is asked about, piece by piece, in order.
        bodies: Names of government bodies in the question with their fields of work.
        is_duties: Whether all that a body has to do is asked for, and nothing more special.
        fields: Terms of which each is asked for on its own account; a body's names are among them.
        themes: What is asked about when a question says nothing else of it.
        is_in_context: Whether the first wording is the question with the turn before it, and the
            second one the question alone.
    """

    texts: tuple[str, ...]
    words: dict[str, float]
    concepts: tuple[Concept, ...]
    bodies: dict[str, tuple[str, ...]]
    is_duties: bool = False
    fields: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    is_in_context: bool = False

    @property
    def own(self) -> int:
        """Which wording is the question alone, as it was asked."""
        return 1 if self.is_in_context else 0

    @property
    def subjects(self) -> tuple[Concept, ...]:
        """The concepts that are not merely times."""
        return tuple(c for c in self.concepts if not _is_period(c.name))

    @property
    def own_subjects(self) -> tuple[Concept, ...]:
        """The subjects that the question names itself, not what was said before it."""
        return tuple(c for c in self.subjects if c.weight == _OWN_WEIGHT)

    @property
    def joined(self) -> str:
        """The question behind the turn before it; empty for one that stands alone."""
        return self.texts[0] if self.is_in_context else ""


@dataclass(frozen=True)
class Concept:
    """A word of the question, or an everyday phrase, with every way to say it.

    Attributes:
        name: As it stands in the question.
        wordings: Sets of search words; a text that holds all words of one set names the concept.
        weight: How much it counts; what earlier turns asked about counts less.
    """

    name: str
    wordings: tuple[frozenset[str], ...]
    weight: float = _OWN_WEIGHT


@dataclass(frozen=True)
class Ranking:
    """The result of a search.

    Attributes:
        units: All citable units with their fused scores, best first.
        dense: Cosine similarity of each passage, shape (n,).
        clause: Cosine similarity of the most similar clause of each passage, shape (n,).
        lexical: BM25 score of each passage, shape (n,).
        matched: How well each passage answers the question as learned, -1 to 1, shape (n,).
        matched_clause: The same for the best clause of each passage, shape (n,).
        vectors: The wordings of the query as encoded, shape (wordings, d).
    """

    units: tuple[tuple[Unit, float], ...]
    dense: Scores
    clause: Scores
    lexical: Scores
    matched: Scores
    matched_clause: Scores
    vectors: Scores


DEFAULT_FUSION = Fusion()


class Retriever:
    """Ranks the units of one plan for a query."""

    def __init__(
        self,
        plan: Plan,
        passages: tuple[Passage, ...],
        indexes: Indexes,
        encoder: Encoder,
        segmenter: Segmenter,
        lexicon: Lexicon,
        fusion: Fusion = DEFAULT_FUSION,
    ) -> None:
        """Prepare the lexical side; the vector indexes are already open."""
        self.plan = plan
        self.passages = passages
        self._index = indexes.passages
        self._clauses = indexes.clauses
        self._passage_of_clause = np.array(indexes.passage_of_clause)
        self._encoder = encoder
        self._recent = RecentQueries(encoder)
        self._use(matcher_for(encoder))
        self.segmenter = segmenter
        self._lexicon = lexicon
        self._fusion = fusion
        self._by_passage = LexicalIndex([p.search_text for p in passages], segmenter)
        self._by_unit = LexicalIndex([plan.body(unit) for unit in plan.citable], segmenter)
        position = {unit.key: number for number, unit in enumerate(plan.citable)}
        self._unit_of = np.array([position[passage.unit] for passage in passages])

    def query(
        self,
        text: str,
        context: str = "",
        *,
        is_other_topic: bool = False,
        is_bare: bool = False,
    ) -> Query:
        """Turn a question into what is searched for.

        Args:
            text: The question.
            context: Words of earlier turns that it depends on; they count less than its own.
            is_other_topic: Whether the question names its topic, so that the context only colours
                it.
            is_bare: Whether the question names no subject, so that the context counts as much.
        """
        own = self._query(text)
        if own.bodies and not context and _asks_for_duties(text, own.bodies):
            return self._duties(own)
        if not context:
            fields = self._benefits(text)
            themes = () if fields else themes_of(text)
            return _with_light_periods(replace(own, fields=fields, themes=themes))
        before = self._query(context)
        known = {concept.name for concept in own.concepts}
        share = _COLOUR_WEIGHT if is_other_topic else _CONTEXT_WEIGHT
        joined = f"{context} {text}"
        alone = _without_periods(text)
        if is_bare or not own.subjects:  # “in 2030?” asks of the same
            share, alone = 1.0, _without_periods(joined)
        inherited = (replace(c, weight=share) for c in before.concepts)
        return _with_light_periods(
            Query(
                texts=own.texts if is_other_topic else (joined, alone),
                words={w: share * weight for w, weight in before.words.items()} | own.words,
                concepts=own.concepts + tuple(c for c in inherited if c.name not in known),
                bodies={**before.bodies, **own.bodies},
                is_in_context=not is_other_topic,
            )
        )

    def _query(self, text: str) -> Query:
        core = self._lexicon.without_fillers(without_question_words(text.lower()))
        core = self._lexicon.bodies_apart(core)
        # No phrase reaches over what was taken out: “企业多少家” has no “企业家”.
        pieces = [self.segmenter.cut(piece) for piece in core.split()]
        cut = [word for piece in pieces for word in piece]
        bodies = _found_in(pieces, self._lexicon.bodies_in)
        everyday = _found_in(pieces, self._lexicon.everyday_in)
        words = dict.fromkeys(self.segmenter.search_words(core), 1.0)
        for match in (*everyday, *bodies):
            weight = _KNOWN_WEIGHT if self._by_unit.knows(match.phrase) else _ADDED_WEIGHT
            for rank, term in enumerate(match.terms):
                for word in self.segmenter.search_words(term):
                    added = weight * _ADDED_DECAY**rank
                    words[word] = max(words.get(word, 0.0), added)
        return Query(
            texts=tuple(dict.fromkeys((text, self._in_plan_words(cut, everyday)))),
            words=words,
            concepts=tuple(self._concepts(cut, [*everyday, *bodies])),
            bodies={match.phrase: match.terms for match in bodies},
        )

    def _duties(self, query: Query) -> Query:
        """The search for all that a body has to do: its fields of work, and nothing else."""
        terms = [term for each in query.bodies.values() for term in each]
        known = [term for term in terms if all(map(self._by_unit.knows, self._words(term)))]
        words: dict[str, float] = {}
        for rank, term in enumerate(known or terms):
            for word in self.segmenter.search_words(term):
                words[word] = max(words.get(word, 0.0), _FIELD_DECAY**rank)
        texts = tuple("、".join((known or terms)[i : i + 4]) for i in (0, 4))
        bodies = tuple(c for c in query.concepts if c.name in query.bodies)
        names = [name for body in query.bodies for name in self._lexicon.other_names(body)]
        names += [own for body in query.bodies if len(own := _OFFICE.sub("", body)) > 1]
        return Query(
            tuple(filter(None, texts)),
            words,
            bodies,
            query.bodies,
            is_duties=True,
            fields=tuple(dict.fromkeys((*terms, *names))),
        )

    def _benefits(self, text: str) -> tuple[str, ...]:
        """What concerns groups of people, when a question asks for nothing but all there is."""
        rest, groups = self._lexicon.without_groups(text)
        said = _DUTY_WORDS.sub("", _BENEFIT_WORDS.sub("", rest))
        if said or not groups or answer_kind(text) == "yes_no":
            return ()
        return tuple(dict.fromkeys(term for terms in groups.values() for term in terms))

    def _in_plan_words(self, cut: list[str], everyday: list[Match]) -> str:
        """The question with phrases the plan does not use put into terms that it does use."""
        words = list(cut)
        for match in reversed(everyday):
            if all(self._by_unit.knows(word) for word in cut[match.start : match.end]):
                continue
            known = [t for t in match.terms if all(map(self._by_unit.knows, self._words(t)))]
            if known:
                words[match.start : match.end] = known[:2]
        return " ".join(words) if words != cut else "".join(cut)

    def _words(self, text: str) -> list[str]:
        return self.segmenter.words(text)

    def _concepts(self, cut: list[str], matches: list[Match]) -> Iterator[Concept]:
        """Phrases of the lexicon, and the words outside them, in order."""
        taken = {i: match for match in matches for i in range(match.start, match.end)}
        seen: set[str] = set()
        for position, word in enumerate(cut):
            match = taken.get(position)
            name = match.phrase if match else word
            wordings = [frozenset(self._words(t)) for t in (name, *(match.terms if match else ()))]
            if not match:
                wordings.append(frozenset(self.segmenter.search_words(word)) - {word})
            usable = tuple(dict.fromkeys(filter(None, wordings)))
            if usable and name not in seen:
                seen.add(name)
                yield Concept(name, usable)

    def search(self, query: Query) -> Ranking:
        """Score all passages and rank all citable units."""
        vectors = self._recent.encode(query.texts)
        dense = _similarities(self._index, vectors)
        clause = self._best_clauses(_similarities(self._clauses, vectors))
        matched, matched_clause = self.matched(query, vectors)
        lexical = self._by_passage.scores(query.words)
        share = self._fusion.lexical_share
        fused = (1 - share) * standard_scores(dense) + share * standard_scores(lexical)
        best = np.full(len(self.plan.citable), -np.inf, dtype=np.float32)
        np.maximum.at(best, self._unit_of, fused)
        total = best + self._fusion.unit_share * standard_scores(self._by_unit.scores(query.words))
        order = np.argsort(-total, kind="stable")
        units = tuple((self.plan.citable[i], float(total[i])) for i in order)
        return Ranking(units, dense, clause, lexical, matched, matched_clause, vectors)

    def prepare(self, queries: Iterable[Query]) -> None:
        """Encode several queries at once, which is faster than one search after the other."""
        texts = [text for query in queries for text in query.texts]
        if texts:
            self._recent.encode(texts)

    def matched(self, query: Query, vectors: Scores) -> tuple[Scores, Scores]:
        """How well passages, and the best clause of each, answer a query, each of shape (n,).

        Args:
            query: The query.
            vectors: Its wordings as encoded, shape (wordings, d).
        """
        if query.is_in_context:  # what was said before must not outweigh what is asked
            questions = self._matcher.questions(vectors, query.texts)
        else:
            mean = vectors.mean(axis=0, keepdims=True)
            questions = self._matcher.questions(mean, query.texts[:1])
        question = questions.mean(axis=0)
        matched = np.asarray(self._moved_passages @ question, dtype=np.float32)
        return matched, self._best_clauses(self._moved_clauses @ question)

    @property
    def encoder_name(self) -> str:
        """Name of the encoder."""
        return self._encoder.name

    def passage_vectors(self) -> Scores:
        """The passages as encoded, shape (n, d)."""
        return self._index.vectors()

    def with_matcher(self, matcher: Matcher) -> Retriever:
        """The same retriever with other maps; nothing is indexed again."""
        other = copy.copy(self)
        other._use(matcher)
        return other

    def _use(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._moved_passages = matcher.sentences(self._index.vectors())
        self._moved_clauses = matcher.sentences(self._clauses.vectors())

    def _best_clauses(self, scores: Scores) -> Scores:
        """The score of the best clause of each passage, shape (n,)."""
        best = np.full(len(self.passages), -1.0, dtype=np.float32)
        np.maximum.at(best, self._passage_of_clause, scores)
        return best


def _found_in(
    pieces: Sequence[list[str]], find: Callable[[Sequence[str]], list[Match]]
) -> list[Match]:
    """Entries of the lexicon in each piece, by their places in all pieces one after another."""
    found: list[Match] = []
    start = 0
    for piece in pieces:
        found += (replace(m, start=start + m.start, end=start + m.end) for m in find(piece))
        start += len(piece)
    return found


def _with_light_periods(query: Query) -> Query:
    """A query in which years count less than the subject, if there is one beside them."""
    subjects = query.subjects
    periods = [c for c in query.concepts if c not in subjects]
    if not periods or not subjects or is_empty_talk(_without_periods(query.texts[query.own])):
        return query
    of_periods = {w for c in periods for words in c.wordings for w in words}
    of_subjects = {w for c in subjects for words in c.wordings for w in words}
    light = of_periods - of_subjects
    texts = _lightened(query.texts)
    return replace(
        query,
        texts=texts if query.is_in_context else tuple(dict.fromkeys(texts)),
        words={w: each * (_PERIOD_WEIGHT if w in light else 1) for w, each in query.words.items()},
        concepts=tuple(
            replace(c, weight=_PERIOD_WEIGHT * c.weight) if c in periods else c
            for c in query.concepts
        ),
    )


def _lightened(texts: tuple[str, ...]) -> tuple[str, str]:
    """Wordings without the years, but for the first one if a year is what it asks of."""
    own = texts[0] if periods_asked_for(texts[0]) else _without_periods(texts[0])
    return own, _without_periods(texts[-1])


def _without_periods(text: str) -> str:
    """A text without years and 到 before them, unless nothing would be left."""
    return _beside_years(text) or text


def _is_period(name: str) -> bool:
    """Whether a word is a year or what is said around one."""
    rest = _beside_years(name)
    return name in _PERIOD_WORDS or (rest != name and not _AROUND_PERIOD.sub("", rest))


def _beside_years(text: str) -> str:
    """What a text says beside years; a five-year plan is a subject like others."""
    for period in reversed(find_periods(text)):
        if period.name.isdigit():
            text = f"{text[: period.start].removesuffix('到')} {text[period.end :]}"
    return text.strip()


def _similarities(index: VectorIndex, vectors: Scores) -> Scores:
    """Mean cosine similarity of each entry of an index over all wordings, shape (n,)."""
    scores, ids = index.search(vectors, len(index))
    similarities = np.full((len(vectors), len(index)), -1.0, dtype=np.float32)
    for row, (values, numbers) in enumerate(zip(scores, ids, strict=True)):
        found = numbers >= 0
        similarities[row, numbers[found]] = values[found]
    return np.asarray(similarities.mean(axis=0))


# What a question for the duties of a body says beside the body's name.
_DUTY_WORDS = re.compile(
    r"我们?|咱们?|请问|请|麻烦|想问一?下?|领导|市里?的?|市|县里?的?|县|区|规划|建议|文件|方案|里面?|中|上|的|了|是|在|要|得|会|能|该|给|"
    r"归|管|抓|干|做|搞|办|活儿?|任务|硬|重点|工作|职责|分工|下一步|今后|以后|未来|今年|明年|五年|十四五|年度|计划|报|项目|总结|汇报|材料|"
    r"对应|对口|对得上|对上|有关|相关|涉及|关于|条文|条款|条|部分|内容|安排|部署|要求|怎么|咋|如何|怎样|什么|啥|哪些|哪几|哪一?|几|多少|"
    r"分别|都|有|没有|提到|写|说|讲|看|找|引用|领到|交给|布置|落实|负责|牵头|应该|需要|可以|先|翻|落在?|分在|放在|依据|根据|提法|说法|讲法|不同|区别|两者|三者|这些|那些|年份|同事|同志|全市|跟|与|和|就|行|顺带|顺便|"
    r"主要|逐[项条一]|找出|原话|原文|段|话|号|指|明白|清楚|想问|想要|搞清|回答|人家|给出|提供|确认|学习|参考|内部|用的?|最要紧|拎|句|呢|吗|呀|吧|一下|梳理|列|出来?|个|些|那|这|[\W_]"
)

# What a question for all that there is for a group of people says beside the group's name.
_BENEFIT_WORDS = re.compile(
    r"政策|好处|待遇|照顾|保障|支持|扶持|帮扶|帮助|机会|福利|优惠|实惠|利好|变化|措施|举措|办法|服务|规定|说明|打算|考虑|关注|"
    r"享受到?|得到|拿到|获得|关心|重视|对待|对于?|针对|人员|群体|家庭|朋友|回来|返乡|回乡|这类|人|们|到|为|吃|别的|其他"
)

# Asks how a theme is dealt with, or what there is on it, and nothing more.
_BARE_THEME = re.compile(
    r"^(?:请问|规划里?|关于|对于?|在|我市|市里)*(?P<themes>[\u4e00-\u9fff、]{2,12}?)"
    r"(?:的?(?:这[一两]?块|方面|工作|事业|事情|建设))?(?:总体|整体|今后|以后|将来|打算|准备|要|该)*"
    r"(?:(?:怎么|怎样|如何|咋)(?:安排|部署|推进|改善|加强|发展|保障|做|搞|抓|办|干|弄|改)|"
    r"(?:都|里)?(?:有|讲了?|说了?)(?:些)?(?:什么|哪些|啥)(?:安排|部署|打算|举措|措施|内容|任务)?|"
    r"的?(?:全部|所有|相关)内容)[的呢??。]*$"
)
_THEME_JOINS = re.compile("[、和与及跟]")


def themes_of(text: str) -> tuple[str, ...]:
    """The bare themes of a question; empty when it says more of them, or asks something else."""
    match = _BARE_THEME.match(text)
    if not match or "的" in match["themes"]:
        return ()
    themes = tuple(_THEME_JOINS.split(match["themes"]))
    return themes if all(len(theme) > 1 for theme in themes) else (match["themes"],)


def is_empty_talk(text: str) -> bool:
    """Whether words only ask to be told what a document says, and name no subject."""
    return len(_DUTY_WORDS.sub("", text)) < _SHORTEST_SUBJECT


def _asks_for_duties(text: str, bodies: Iterable[str]) -> bool:
    """Whether a question names a body and asks for its work as a whole."""
    for body in bodies:
        text = text.replace(body, " ")
    rest = _DUTY_WORDS.sub("", text)
    if len(rest) > _NEXT_TO_NOTHING or answer_kind(text) == "yes_no":
        return False
    return not _DONE_TO.search(rest)


def standard_scores(scores: Scores) -> Scores:
    """Distances from the mean in standard deviations; zeros when all are equal."""
    deviation = float(scores.std())
    if deviation == 0.0:
        return np.zeros_like(scores)
    return np.asarray((scores - scores.mean()) / deviation, dtype=np.float32)
