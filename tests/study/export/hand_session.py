# ruff: noqa: E501
"""A session put together by hand from the shipped plan, with every kind of content."""

from __future__ import annotations

from functools import cache

from assistant.answer import Citation
from assistant.indicators import extract_indicators
from assistant.passages import Passage, split_passages
from assistant.plan import Plan, load_plan
from assistant.settings import PROJECT
from assistant.study.model import (
    AgendaItem,
    Card,
    DatePoint,
    IndicatorPoint,
    KeyPoint,
    Line,
    Link,
    Option,
    Quiz,
    QuizQuestion,
    Request,
    Scope,
    ScoringPoint,
    Session,
    Slogan,
)
from assistant.timeline import dated_goals

TOPIC = "煤层气"


def cite(plan: Plan, quote: str, begin: int = 0) -> Citation:
    """The first place of verbatim words."""
    start = plan.text.index(quote, begin)
    unit = plan.unit_at(start)
    assert unit is not None
    return Citation(
        article=unit.article,
        part=unit.part,
        label=unit.label,
        title=unit.title,
        quote=quote,
        start=start,
        end=start + len(quote),
    )


@cache
def shipped_session() -> tuple[Plan, Session]:
    """The shipped plan and a session on it, for tests that take no fixtures."""
    plan = load_plan(PROJECT / "data" / "plan.txt")
    return plan, hand_session(plan, split_passages(plan))


def hand_session(plan: Plan, passages: tuple[Passage, ...]) -> Session:
    """A session on coal-bed methane."""
    request = Request(topic=TOPIC)
    held = [p for p in passages if TOPIC in p.text and p.kind != "title"]
    units = tuple(
        unit for unit in plan.citable if any(passage.unit == unit.key for passage in held)
    )
    scope = Scope(TOPIC, TOPIC, units, tuple(p.span for p in held), is_topic=True)
    points = []
    for unit in units:
        first = next(p for p in held if p.unit == unit.key)
        points.append(
            KeyPoint(unit.title, first.text.split(",")[0].strip("。"), cite(plan, first.text))
        )
    keys = {unit.key for unit in units}
    indicators = []
    for item in extract_indicators(plan, passages):
        if item.unit_key in keys:
            deadline = "(“十四五”末)" if item.deadline else ""
            text = f"{item.subject} {item.amount}{deadline}"
            indicators.append(IndicatorPoint(text, item, cite(plan, plan.quote(item.span))))
    dates = [
        DatePoint(plan.quote(goal.span), goal, cite(plan, plan.quote(goal.span)))
        for goal in dated_goals(plan, passages)
        if goal.unit.key in keys
    ]
    goal = cite(plan, "到“十四五”末,煤层气年产量达到100亿立方米。")
    base = cite(plan, "打造煤层气高端装备制造基地,推进煤层气全产业链发展。")
    labs = cite(
        plan,
        "煤与煤层气共采国家重点实验室、5G应用创新联合实验室、先进半导体光电器件与系统集成实验室",
    )
    clusters = cite(
        plan, "建成煤炭煤化工、钢铁铸造建材、煤层气、装备制造、全域旅游和康养5个千亿级产业集群。"
    )
    chains = cite(plan, "“产业链+创新链+供应链+要素链+制度链+资金链”")
    return Session(
        title=f"专题学习:{TOPIC}",
        request=request,
        scope=scope,
        plan_title=plan.title,
        plan_source=f"{plan.source} {plan.date}",
        goals=(
            Line("说出煤层气年产量目标和完成时限。", (goal,)),
            Line("说明煤层气在五个千亿级产业集群中的位置。", (clusters,)),
            Line("结合本单位实际,提出一项落实措施。", (base,)),
        ),
        agenda=(
            AgendaItem(0, 5, "导入", "主持人说明学习目标,分发讲义。", ()),
            AgendaItem(5, 35, "学习要点", "逐条领读核心语句,讲解要点。", (goal, base)),
            AgendaItem(40, 15, "指标与时间", "对照表格记忆数字和时限。", (goal,)),
            AgendaItem(55, 20, "讨论", "分组讨论,每组推荐一人发言。", (base,)),
            AgendaItem(75, 15, "测验与小结", "独立答题,当场核对答案。", ()),
        ),
        key_points=tuple(points),
        indicators=tuple(indicators),
        dates=tuple(dates),
        slogans=(
            Slogan(
                "六链融合",
                chains.quote,
                ("产业链", "创新链", "供应链", "要素链", "制度链", "资金链"),
                chains,
            ),
            Slogan(
                "世界光谷",
                "聚焦打造“世界光谷”目标,制定光机电产业五年倍增计划",
                (),
                cite(plan, "聚焦打造“世界光谷”目标,制定光机电产业五年倍增计划"),
            ),
        ),
        links=(
            Link("term", "煤层气", tuple(point.core for point in points[:6])),
            Link("project", "煤与煤层气共采国家重点实验室", (labs, points[-1].core)),
        ),
        discussion=(
            Line("推进煤层气全产业链发展,本单位能做什么?", (base,)),
            Line("实现100亿立方米的年产量目标,难点在哪里?", (goal,)),
        ),
        tasks=(
            Line("写一份不超过500字的学习体会,引用至少两条原文。", (goal, base)),
            Line("走访一家煤层气企业,了解其装备需求。", (base,)),
        ),
        quiz=_quiz(request, goal, base, labs, clusters, chains),
        cards=(
            Card("indicator", "煤层气年产量(“十四五”末)", "100亿立方米", goal),
            Card("term", "六链", "产业链、创新链、供应链、要素链、制度链、资金链", chains),
            *(
                Card("title", unit.label, unit.title, cite(plan, unit.title, unit.start))
                for unit in units
            ),
        ),
        sources=tuple(cite(plan, unit.title, unit.start) for unit in units),
    )


def _quiz(
    request: Request,
    goal: Citation,
    base: Citation,
    labs: Citation,
    clusters: Citation,
    chains: Citation,
) -> Quiz:
    letters = "ABCDEF"

    def options(*words: str) -> tuple[Option, ...]:
        return tuple(Option(letter, word) for letter, word in zip(letters, words, strict=False))

    rows = [
        ("single", "到“十四五”末,煤层气年产量达到多少?",
         options("80亿立方米", "100亿立方米", "120亿立方米", "200亿立方米"), (), ("B",), (), (), 4, goal),
        ("single", "规划提出打造什么基地,推进煤层气全产业链发展?",
         options("煤层气高端装备制造基地", "全国重要的康养产业研发和人才培养实训基地",
                 "煤炭智能绿色开采基地和煤化工精深加工产业基地", "铸造基地"), (), ("A",), (), (), 4, base),
        ("multiple", "下列哪些是规划要求做优做强的创新战略平台?",
         options("煤与煤层气共采国家重点实验室", "5G应用创新联合实验室",
                 "先进半导体光电器件与系统集成实验室", "人工智能实验室"),
         (), ("A", "B", "C"), (), (), 6, labs),
        ("true_false", "到“十四五”末,煤层气年产量达到200亿立方米。",
         (Option("正确", "正确"), Option("错误", "错误")), (), ("错误",), (), (), 2, goal),
        ("fill_in", "建成煤炭煤化工、钢铁铸造建材、____、装备制造、全域旅游和康养____个千亿级产业集群。",
         (), (), ("煤层气", "5"), (("煤层气",), ("5", "五")), (), 4, clusters),
        ("matching", "把口号与内容连起来。",
         options("先进半导体光电器件", "全产业链发展", "100亿立方米"),
         ("煤层气年产量", "煤层气", "创新战略平台"), ("C", "B", "A"), (), (), 6, goal),
        ("ordering", "按规划写明的先后,给下列实验室排序。",
         options("5G应用创新联合实验室", "煤与煤层气共采国家重点实验室", "先进半导体光电器件与系统集成实验室"),
         (), ("B", "A", "C"), (), (), 4, labs),
        ("short_answer", "规划要求融合融通哪些链?", (), (), (), (),
         tuple(ScoringPoint(c, (c,), 2, chains) for c in ("产业链", "创新链", "供应链", "要素链")), 8, chains),
    ]  # fmt: skip
    questions = tuple(
        QuizQuestion(
            number=number, kind=kind, stem=stem, options=opts, prompts=prompts, key=key,
            accepted=accepted, scoring=scoring, points=points, difficulty="中",
            facts=(f"fact-{number}",), explanation=f"规划原文:{citation.quote}", citations=(citation,),
        )
        for number, (kind, stem, opts, prompts, key, accepted, scoring, points, citation)
        in enumerate(rows, 1)
    )  # fmt: skip
    return Quiz("煤层气专题测验(A卷)", request, questions, len(questions))
