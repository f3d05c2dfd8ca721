from __future__ import annotations

import pytest

from assistant.answer import Answer, Checks, RetrievedUnit, Status, cite
from assistant.plan import Plan, Span
from eval import metrics
from eval.dataset import Item


def item(**changes: object) -> Item:
    base: dict[str, object] = {
        "id": "i",
        "type": "fact",
        "question": "机场什么时候通航",
        "gold_articles": ["33", "C8"],
        "essential_articles": ["33"],
        "key_facts": ["建成通航"],
        "reference_answer": "",
        "answerable": True,
    }
    return Item.model_validate(base | changes)


def answer(plan: Plan, text: str, *keys: str, status: Status = "answered") -> Answer:
    units = [unit for key in keys if (unit := plan.unit(key))]
    spans = [(unit, Span(unit.paragraphs[0].start, unit.paragraphs[0].end)) for unit in units]
    return Answer(
        id="i",
        question="q",
        standalone_question="q",
        status=status,
        answer=text,
        citations=tuple(cite(plan, unit, span) for unit, span in spans),
        retrieved=tuple(
            RetrievedUnit(article=u.article, part=u.part, score=-n) for n, u in enumerate(units)
        ),
    )


def test_citation_precision_and_recall(plan: Plan) -> None:
    """Precision counts cited units that are gold, recall essential units that are cited."""
    given = answer(plan, "建成通航", "33", "1")
    assert metrics.citation_precision(item(), given) == 0.5
    assert metrics.citation_recall(item(), given) == 1.0
    assert metrics.essential_cited(item(), given)
    assert not metrics.essential_cited(item(), answer(plan, "x", "C8"))


def test_strictness(plan: Plan) -> None:
    """Strictly right needs citation, key facts and an unhedged answer; refusals suit the rest."""
    assert metrics.is_strictly_right(item(), answer(plan, "力争“建成通航”。[第33条]", "33"))
    assert not metrics.is_strictly_right(item(), answer(plan, "以后", "33"))
    assert not metrics.is_strictly_right(item(), answer(plan, "建成通航", "1"))
    assert not metrics.is_strictly_right(item(), answer(plan, "建成通航", "33", status="partial"))
    absent = item(answerable=False, gold_articles=[], essential_articles=[], key_facts=[])
    assert metrics.is_strictly_right(absent, answer(plan, "没有", status="not_in_plan"))
    assert not metrics.is_strictly_right(absent, answer(plan, "有", "33"))


def test_numbers_must_stand_in_a_cited_unit(plan: Plan) -> None:
    """A figure counts as right only if a cited unit states it; labels are no figures."""
    assert metrics.number_accuracy(answer(plan, "80%以上[第33条]", "33"), plan) == 1.0
    assert metrics.number_accuracy(answer(plan, "81%以上[第33条]", "33"), plan) == 0.0
    assert metrics.number_accuracy(answer(plan, "没有数字[第33条]", "33"), plan) is None


def test_statements_of_a_model_are_counted(plan: Plan) -> None:
    """Kept and right-from-the-start shares come from what the checks counted."""
    checks = Checks(dropped=2, written=4, reasons={"number": 1, "label": 1})
    written = answer(plan, "甲。[第33条]", "33").model_copy(update={"checks": checks})
    assert metrics.statements_kept(written) == 0.5
    assert metrics.numbers_before_checks(written) == 0.75
    assert metrics.numbers_before_checks(answer(plan, "甲。[第33条]", "33")) is None


def test_altered_quotes_are_found(plan: Plan) -> None:
    """A quote that differs by one character, or lies in another unit, is not verbatim."""
    given = answer(plan, "x", "33")
    assert metrics.quotes_verbatim(given, plan)
    quote = given.citations[0]
    for change in ({"quote": quote.quote + "!"}, {"label": "第34条"}):
        altered = given.model_copy(update={"citations": (quote.model_copy(update=change),)})
        assert not metrics.quotes_verbatim(altered, plan)


def test_false_premise_needs_the_claim_to_be_named(plan: Plan) -> None:
    """The true statement alone is no correction; the wrong words must be named beside it."""
    asked = item(question="机场是2030年通航吧", false_claim="2030年")
    bare, named = answer(plan, "建成通航", "33"), answer(plan, "不是2030年:建成通航", "33")
    assert not metrics.false_premise_corrected(asked, bare)
    assert metrics.false_premise_corrected(asked, named)


def test_ranking_metrics(plan: Plan) -> None:
    """Recall looks at essential units, reciprocal rank at gold ones."""
    given = answer(plan, "x", "1", "C8", "33")
    figures = metrics.ranking_metrics([(item(), given)])["i"]
    assert figures["recall@1"] == 0.0 and figures["recall@3"] == 1.0
    assert figures["rr"] == pytest.approx(1 / 2)


def test_wilson_interval() -> None:
    """The interval is Wilson's: 8 of 10 gives 0.490 to 0.943."""
    rate = metrics.wilson([1.0] * 8 + [0.0] * 2)
    assert rate and rate.n == 10 and rate.value == 0.8
    assert (round(rate.low, 3), round(rate.high, 3)) == (0.490, 0.943)
    assert metrics.wilson([]) is None


def test_paired_bootstrap() -> None:
    """The difference is paired by id, reproducible, and certain when all questions agree."""
    first = {str(i): 0.0 for i in range(20)}
    second = {str(i): 1.0 for i in range(20)}
    assert metrics.paired_bootstrap(first, second) == (1.0, 1.0, 1.0)
    mixed = second | {str(i): 0.0 for i in range(10)}
    assert metrics.paired_bootstrap(first, mixed) == metrics.paired_bootstrap(first, mixed)
    with pytest.raises(ValueError):
        metrics.paired_bootstrap({"a": 1.0}, {"b": 1.0})
