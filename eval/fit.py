"""Fits all models of evidence; ``python -m eval fit`` writes them anew.

First the matching of questions and sentences is learned (`eval.fit_matching`), from the training
questions and the development split. Then a logistic regression (scikit-learn, L2) of whether a
sentence belongs into the answer. The thresholds of selection are the best of a grid, averaged over
resamples of the development questions. The verdicts on questions, and on what they take for
granted, are learned apart (`eval.fit_judge`). What learns from another model's output gets it for
questions which that model has not seen; doubts alone (`fit_doubts`) learn from what the finished
models quote for questions that they have seen. Test questions are never looked at.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from assistant.answering import Assistant
from assistant.conversation import without_reaction
from assistant.doubts import DoubtModel, ReadClause, with_clause
from assistant.evidence import (
    BREADTHS,
    FEATURES,
    MODEL_FILE,
    Breadth,
    EvidenceModel,
    EvidenceSelector,
    Selection,
    breadth_of,
    with_matched,
)
from assistant.judge import BEST_READ, JudgeModel
from assistant.matching import Matcher
from assistant.question import is_chinese, understand
from assistant.question import normalise as normalise_question
from assistant.retrieval import Query, Ranking, Retriever, Scores
from assistant.slots import Wanted, wanted
from assistant.verdicts import Reading, Verdict
from eval.dataset import Item
from eval.fit_judge import (
    RESAMPLES,
    SEED,
    Flags,
    Threshold,
    best_balance,
    fewest_errors,
    fit_verdict,
    rarely,
    without_forgotten,
)
from eval.fit_matching import FOLDS, Example, fit_matcher, fold_of, pair_of
from eval.metrics import normalise

Matrix = NDArray[np.float64]

ANSWERED = ("fact", "definition", "list")
LEARNED_FOR_DOUBTS = (*ANSWERED, "bureau", "multi_article", "false_premise")
EVERY_PLAIN = 3  # of so many questions that assert nothing doubts learn from one
WEIGHT_OF_PAIRS = 20.0  # against questions that assert nothing
MAX_DOUBTED = 0.5  # share of true statements put as questions that readers are told to check
UNANSWERED = ("near_miss", "off_topic")
COMPUTED = ("lookup", "aggregate")  # answered from the parsed plan, not by this model
CANDIDATES = 60  # passages per question that the sentence model learns from
REGULARISATION = 1.0
SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
LEASTS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5)
MOST: dict[Breadth, int] = {"fact": 3, "open": 5, "broad": 12}  # sentences quoted at most
# Who asks for many things of an article wants what else it says on them; marked questions do not
# tell how much of that is too much.
BESIDE: dict[Breadth, float] = {"broad": 0.05}
# What a selection is worth beside its precision: whether it is strictly right, and the shares of
# key facts and of essential articles. Many thresholds are nearly as good as the best, few sentences
# with high precision or many with much said; a handful of questions would decide between the two.
# So the best of many resamples of the questions are averaged.
STRICT_SHARE = 0.4
KEY_FACT_SHARE = ESSENTIAL_SHARE = 0.3
# Candidates are those near the top of either side of the search, whatever was fitted before.
_FIRST_LOOK = np.array([name in ("dense_z", "lexical_z") for name in FEATURES], dtype=np.float64)
MAX_TURNED_AWAY = 0.01  # share of questions with an answer that may be taken for foreign ones
MAX_BROAD = 0.06  # share of questions on one article that may be answered from many


@dataclass(frozen=True)
class _Sample:
    """What is known of one question that is learned from."""

    item: Item
    breadth: Breadth
    features: Matrix
    query: Query
    ranking: Ranking
    wanted: Wanted
    right: NDArray[np.bool_]
    on_subject: NDArray[np.bool_]


@dataclass(frozen=True)
class _Turn:
    """The last turn of a conversation, searched for by itself and with the turn before it."""

    alone: _Sample
    joined: _Sample

    @property
    def leans(self) -> bool:
        """Whether it is better found with the turn before."""
        return not is_foreign(self.alone.item) and _margin(self.joined) > _margin(self.alone)

    def matched_by(self, retriever: Retriever) -> _Turn:
        """The turn as matched by other maps."""
        alone, joined = (
            _with_ranking(s, retriever.matched(s.query, s.ranking.vectors))
            for s in (self.alone, self.joined)
        )
        return _Turn(alone, joined)


def _margin(sample: _Sample) -> float:
    """By how much the best right passage matches better than the best other one."""
    scores = sample.ranking.matched
    right = sample.right
    if not right.any():
        right = sample.on_subject  # of what the plan leaves open
    return float(scores[right].max() - scores[~right].max())


@dataclass(frozen=True)
class Models:
    """Everything that is fitted before the claims."""

    matcher: Matcher
    evidence: EvidenceModel
    judge: JudgeModel


def fit(assistant: Assistant, items: Sequence[Item], training: Sequence[Item]) -> Models:
    """Fit the models.

    Args:
        assistant: Opened; its own models do not matter.
        items: The question set, of which the development split is used.
        training: Questions for learning only.
    """
    learned_from = [*(i for i in items if i.split == "dev"), *training]
    learned_from = [i for i in learned_from if i.type not in COMPUTED]
    samples = [_sample(assistant, i) for i in learned_from if not i.turns]
    turns = [_turn(assistant, i) for i in learned_from if i.type == "follow_up"]
    others = assistant.retriever.with_matcher(_fit_matcher(assistant, samples))
    turns = [turn.matched_by(others) for turn in turns]
    understood = [turn.joined if turn.leans else turn.alone for turn in turns]
    matcher = _fit_matcher(assistant, [*samples, *understood])
    matched = _matched_unseen(assistant, [*samples, *understood])
    samples, understood = matched[: len(samples)], matched[len(samples) :]
    everything = [*samples, *understood]
    model = _fit_weights(assistant.selector.model, assistant.selector, everything)
    selector = assistant.selector.with_model(model)
    of_the_set = {item.id for item in items}
    judge, samples = _fit_judge(assistant, selector, samples, turns, understood, of_the_set)
    dev = [s for s in samples if s.item.id in of_the_set]
    unseen = _selectors_without(assistant, model, everything)
    for breadth in BREADTHS:
        model = _fit_thresholds(assistant, model, dev, unseen, breadth)
    return Models(matcher, model, judge)


def _fit_matcher(assistant: Assistant, samples: Sequence[_Sample]) -> Matcher:
    retriever = assistant.retriever
    examples = [
        Example(s.query.texts[0], s.ranking.vectors.mean(axis=0), s.right)
        for s in samples
        if (s.right & assistant.selector.quotable).any()
    ]
    vectors = retriever.passage_vectors()
    return fit_matcher(retriever.encoder_name, vectors, assistant.selector.quotable, examples)


def _matched_unseen(assistant: Assistant, samples: Sequence[_Sample]) -> list[_Sample]:
    """The samples, each matched by maps that have not seen it (cross-validation)."""
    folds = [fold_of(sample.item.id) for sample in samples]
    others = [
        _fit_matcher(assistant, [s for s, f in zip(samples, folds, strict=True) if f != fold])
        for fold in range(FOLDS)
    ]
    retrievers = [assistant.retriever.with_matcher(matcher) for matcher in others]
    return [
        _with_ranking(sample, retrievers[fold].matched(sample.query, sample.ranking.vectors))
        for sample, fold in zip(samples, folds, strict=True)
    ]


def _with_ranking(sample: _Sample, matched: tuple[Scores, Scores]) -> _Sample:
    ranking = replace(sample.ranking, matched=matched[0], matched_clause=matched[1])
    return replace(sample, ranking=ranking, features=with_matched(sample.features, ranking))


def _fit_judge(
    assistant: Assistant,
    selector: EvidenceSelector,
    samples: Sequence[_Sample],
    turns: Sequence[_Turn],
    understood: Sequence[_Sample],
    of_the_set: Collection[str],
) -> tuple[JudgeModel, list[_Sample]]:
    """Learn the verdicts.

    Args:
        assistant: Reads the questions.
        selector: With the weights of the evidence model.
        samples: Questions that stand alone.
        turns: Last turns of conversations.
        understood: These, each with the turn before it where that helps.
        of_the_set: Ids of the questions that are as mixed as those that will be asked.

    Returns:
        The verdicts, and the samples with the breadth that unseen questions like them would get.
    """
    asked = [s for s in (*samples, *understood) if is_judged(s.item)]
    foreign = np.array([is_foreign(s.item) for s in asked])
    absent = np.array([is_absent(s.item) for s in asked])
    several = np.array([len(s.item.essential_articles) > 1 for s in asked])
    in_context = np.array([s.query.is_in_context for s in asked])
    mixed = np.array([s.item.id in of_the_set and not s.item.turns for s in asked])
    answered = ~foreign & ~absent
    readings = [_read(assistant, selector, s) for s in asked]

    def fitted(holds: Flags, among: Flags, threshold: Threshold) -> tuple[Verdict, Flags]:
        places = np.flatnonzero(among)
        ids, read = [asked[i].item.id for i in places], [readings[i] for i in places]
        verdict, odds = fit_verdict(ids, read, holds[places], threshold)
        return _remembering(verdict, places, len(asked)), odds >= verdict.least

    outside, _ = fitted(foreign, ~in_context, rarely(MAX_TURNED_AWAY, answered[~in_context]))
    missing, _ = fitted(absent, ~foreign, best_balance(mixed[~foreign]))
    broad, is_broad = fitted(several, answered, rarely(MAX_BROAD, ~several[answered]))
    after, turned = _fit_leaning(assistant, selector, turns)
    place_of = {s.item.id: place for place, s in enumerate(asked)}
    after = _remembering(after, np.array([place_of[id] for id in turned]), len(asked))
    memory = np.stack([reading.vector for reading in readings]).astype(np.float32)
    passed = {"foreign": outside, "absent": missing, "several": broad, "leaning": after}
    verdicts, memory = without_forgotten(passed, memory)
    model = JudgeModel(assistant.retriever.encoder_name, **verdicts, memory=memory)
    answered_ids = [s.item.id for s, known in zip(asked, answered, strict=True) if known]
    broad_ids = dict(zip(answered_ids, is_broad, strict=True))
    judged = [
        replace(s, breadth=breadth_of(s.query, s.wanted, several=broad_ids.get(s.item.id)))
        for s in samples
    ]
    return model, judged


def _fit_leaning(
    assistant: Assistant, selector: EvidenceSelector, turns: Sequence[_Turn]
) -> tuple[Verdict, list[str]]:
    """Learn which turns go on with the turn before; with the ids of those that are remembered."""
    asked = [turn for turn in turns if is_judged(turn.alone.item)]
    readings = [_read(assistant, selector, turn.alone) for turn in asked]
    leaning = np.array([turn.leans for turn in asked])
    ids = [turn.alone.item.id for turn in asked]
    return fit_verdict(ids, readings, leaning, fewest_errors(np.ones_like(leaning)))[0], ids


def _remembering(verdict: Verdict, places: NDArray[np.intp], size: int) -> Verdict:
    """A verdict on questions at some places of a longer list, as one that remembers the list."""
    weights = np.zeros(size)
    weights[places] = verdict.remembered
    return replace(verdict, remembered=weights)


def _read(assistant: Assistant, selector: EvidenceSelector, sample: _Sample) -> Reading:
    best = selector.best_of(sample.features, BEST_READ)
    fit = selector.support_features(sample.query, sample.ranking, sample.features)
    vector = sample.ranking.vectors[sample.query.own]
    text = asked_text(sample.item)
    judge = assistant.judge.without_reader()  # which learns apart (`eval.fit_reader`)
    return judge.read(text, vector, sample.wanted, best, fit, context=sample.query.joined)


def read_item(assistant: Assistant, item: Item) -> tuple[str, Reading]:
    """A question, behind the turn before if it leans on that, and what the verdicts see of it."""
    reading = _read(assistant, assistant.selector, _sample(assistant, item))
    if not item.turns or not assistant.judge.leans(reading):
        return asked_text(item), reading
    turn = _turn(assistant, item).joined
    return turn.query.joined, _read(assistant, assistant.selector, turn)


def is_judged(item: Item) -> bool:
    """Whether a question says something about verdicts."""
    known = item.answerable or item.type in UNANSWERED or bool(item.turns)
    return known and is_chinese(item.asked)


def is_foreign(item: Item) -> bool:
    """Whether a question is not about the plan."""
    return item.type == "off_topic" or (item.type == "follow_up" and not item.gold_articles)


def is_absent(item: Item) -> bool:
    """Whether the plan has something on the subject of a question but not what it asks for."""
    return not item.answerable and not is_foreign(item)


def save(model: EvidenceModel | Matcher | JudgeModel) -> None:
    """Write a model to where the assistant reads it."""
    if isinstance(model, Matcher | JudgeModel):
        model.save()
        return
    MODEL_FILE.write_text(json.dumps(model.model_dump(), indent=1) + "\n", encoding="utf-8")


def fit_doubts(assistant: Assistant, items: Sequence[Item], training: Sequence[Item]) -> DoubtModel:
    """Learn which questions, and which of their clauses, assert what the plan says otherwise.

    Questions are learned from as far as no rule finds out what is wrong with them. Pairs of a false
    premise and its true twin count more than what asserts nothing, and the threshold is where few
    of the twins would be doubted. What clauses say to a question they say without having seen it.

    Args:
        assistant: With all other models fitted.
        items: The question set, of which the development split is used.
        training: Questions for learning only.
    """
    asked = [*(i for i in items if i.split == "dev"), *training]
    asked = [i for i in asked if i.type in LEARNED_FOR_DOUBTS and is_chinese(i.asked)]
    false_pairs = {pair_of(item.id) for item in asked if item.type == "false_premise"}
    of_the_set = {item.id for item in items}
    telling = [i for i in asked if pair_of(i.id) in false_pairs or i.id in of_the_set]
    plain = [i for i in asked if pair_of(i.id) not in false_pairs and i.id not in of_the_set]
    seen = [_doubtable(assistant, item) for item in [*telling, *plain[::EVERY_PLAIN]]]
    clauses = [(s.item, clause) for s in seen for clause in s.clauses]
    wrong_clause, odds = fit_verdict(
        [item.id for item, _ in clauses],
        [clause.reading for _, clause in clauses],
        np.array([_is_wrong(clause.clause, item) for item, clause in clauses]),
        lambda *_: 0.0,  # clauses are compared with one another only
    )
    likeliest: dict[str, float] = {}
    for (item, _), of_clause in zip(clauses, odds, strict=True):
        likeliest[item.id] = max(of_clause, likeliest.get(item.id, of_clause))
    # Without a clause that could be told a question is never doubted.
    learned = [
        (s.item, with_clause(s.reading, likeliest[s.item.id]))
        for s in seen
        if s.reading is not None and s.clauses
    ]
    ids = [item.id for item, _ in learned]
    readings = [reading for _, reading in learned]
    is_false = np.array([item.type == "false_premise" for item, _ in learned])
    in_pair = np.array([pair_of(id) in false_pairs for id in ids])
    weights = np.where(in_pair | np.isin(ids, list(of_the_set)), WEIGHT_OF_PAIRS, 1.0)
    threshold = rarely(MAX_DOUBTED, in_pair & ~is_false)
    doubted, _ = fit_verdict(ids, readings, is_false, threshold, weights)
    memory = np.stack([reading.vector for reading in readings]).astype(np.float32)
    verdicts, memory = without_forgotten({"doubted": doubted}, memory)
    return DoubtModel(
        assistant.retriever.encoder_name, **verdicts, wrong_clause=wrong_clause, memory=memory
    )


class _Doubtable(NamedTuple):
    """A question, its clauses, and how it reads; None if rules settle it or nothing is quoted."""

    item: Item
    clauses: Sequence[ReadClause]
    reading: Reading | None


def _doubtable(assistant: Assistant, item: Item) -> _Doubtable:
    answer = assistant.ask(item.asked)
    question = answer.standalone_question
    quotes = [citation.quote for citation in answer.citations]
    if not quotes:
        return _Doubtable(item, (), None)
    claims = assistant.checker.claims
    clauses = claims.doubter.read_clauses(question, quotes)
    is_settled = bool(claims.contradicted(question, quotes))
    reading = None if is_settled else assistant.read_doubt(question, quotes)
    return _Doubtable(item, clauses, reading)


def _is_wrong(clause: str, item: Item) -> bool:
    """Whether a clause says what is false in a question, or a part of it."""
    if item.false_claim is None:
        return False
    said, false = normalise(clause), normalise(normalise_question(item.false_claim))
    return false in said or said in false


def _turn(assistant: Assistant, item: Item) -> _Turn:
    assert item.turns
    before = understand(item.turns[-2]).text
    return _Turn(_sample(assistant, item), _sample(assistant, item, before))


def asked_text(item: Item) -> str:
    """What is searched for: a turn without what it says to the answer before."""
    text = normalise_question(item.asked)
    return without_reaction(text)[0] if item.turns else text


def _sample(assistant: Assistant, item: Item, context: str = "") -> _Sample:
    question = understand(asked_text(item))
    query = assistant.retriever.query(question.text, context)
    ranking = assistant.retriever.search(query)
    asked = wanted(question.text, question.kind, assistant.segmenter.cut)
    features = assistant.selector.features(query, ranking, asked)
    passages = assistant.retriever.passages
    on_subject = np.array(
        [p.kind == "sentence" and p.unit in item.gold_articles for p in passages], dtype=np.bool_
    )
    facts = [normalise(fact) for fact in item.key_facts]
    right = on_subject & np.array(
        [any(fact in normalise(p.text) for fact in facts) for p in passages], dtype=np.bool_
    )
    breadth = breadth_of(query, asked)
    return _Sample(item, breadth, features, query, ranking, asked, right, on_subject)


def _fit_sentences(
    selector: EvidenceSelector, samples: Sequence[_Sample]
) -> tuple[tuple[float, ...], float]:
    """Learn from each question's best candidates and all its right sentences."""
    rows, labels = [], []
    for sample in samples:
        chosen = np.argsort(-(sample.features @ _FIRST_LOOK))[:CANDIDATES]
        for i in np.union1d(chosen, np.flatnonzero(sample.right)):
            if selector.quotable[i]:
                rows.append(sample.features[i])
                labels.append(sample.right[i])
    return _logistic(np.array(rows), np.array(labels))


def _fit_weights(
    model: EvidenceModel, selector: EvidenceSelector, samples: Sequence[_Sample]
) -> EvidenceModel:
    """Learn the weights; the broad ones from questions whose answer takes several articles."""
    answered = [s for s in samples if s.right.any()]
    weights, bias = _fit_sentences(selector, answered)
    several = [s for s in answered if len(s.item.essential_articles) > 1]
    broad_weights, broad_bias = _fit_sentences(selector, several)
    return model.model_copy(
        update={
            "weights": weights,
            "bias": bias,
            "broad_weights": broad_weights,
            "broad_bias": broad_bias,
        }
    )


def _logistic(rows: Matrix, labels: NDArray[np.bool_]) -> tuple[tuple[float, ...], float]:
    model = LogisticRegression(C=REGULARISATION, max_iter=5000).fit(rows, labels)
    weights = tuple(round(float(w), 4) for w in model.coef_[0])
    return weights, round(float(model.intercept_[0]), 4)


def _selectors_without(
    assistant: Assistant, model: EvidenceModel, samples: Sequence[_Sample]
) -> list[EvidenceSelector]:
    """For each fold a selector whose weights have not seen it (cross-validation).

    Thresholds chosen on questions that the weights were fitted on would be too sure of themselves.
    """
    selector = assistant.selector
    seen = ([s for s in samples if fold_of(s.item.id) != fold] for fold in range(FOLDS))
    return [selector.with_model(_fit_weights(model, selector, rows)) for rows in seen]


def _fit_thresholds(
    assistant: Assistant,
    model: EvidenceModel,
    samples: Sequence[_Sample],
    unseen: Sequence[EvidenceSelector],
    breadth: Breadth,
) -> EvidenceModel:
    """Choose the thresholds of one breadth of question: the mean of the best of each resample."""
    group = [
        (s, unseen[fold_of(s.item.id)]) for s in samples if s.right.any() and s.breadth == breadth
    ]
    grid = list(itertools.product(SHARES, LEASTS))
    most = MOST[breadth]
    beside = BESIDE.get(breadth, 0.0)
    tried = [
        Selection(share_of_best=share, least=least, beside=beside, most=most)
        for share, least in grid
    ]
    values = np.array([[_value(u, assistant, s, t) for t in tried] for s, u in group])
    draws = np.random.default_rng(SEED).integers(len(group), size=(RESAMPLES, len(group)))
    best = np.array(grid)[values[draws].mean(axis=1).argmax(axis=1)]
    share, least = (round(float(mean), 3) for mean in best.mean(axis=0))
    chosen = Selection(share_of_best=share, least=least, beside=beside, most=most)
    return model.model_copy(update={"selections": {**model.selections, breadth: chosen}})


def _value(
    selector: EvidenceSelector, assistant: Assistant, sample: _Sample, selection: Selection
) -> float:
    """How good a selection is for a question: precise, and with what the answer must hold."""
    places = selector.choose(sample.features, sample.breadth, selection=selection)
    chosen = [assistant.retriever.passages[i] for i in places]
    units = {p.unit for p in chosen}
    text = normalise("".join(p.text for p in chosen))
    facts = sum(normalise(fact) in text for fact in sample.item.key_facts)
    key_facts = facts / len(sample.item.key_facts)
    wanted_units = set(sample.item.essential_articles)
    essential = len(wanted_units & units) / max(len(wanted_units), 1)
    precision = len(units & set(sample.item.gold_articles)) / len(units)
    strict = key_facts == 1.0 and wanted_units <= units
    return (
        precision + STRICT_SHARE * strict + KEY_FACT_SHARE * key_facts + ESSENTIAL_SHARE * essential
    )
