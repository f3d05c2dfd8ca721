"""Facts that can be checked: what a statement of the plan says at one place, and what slogans mean.

A `Blank` is a meaningful unit of a statement, such as a figure, a date, a slogan, a member of an
enumeration or a named project. Everything here is found by rules of the language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from assistant.answer import Citation, cite
from assistant.indicators import Indicator, extract_indicators
from assistant.passages import Passage
from assistant.plan import Plan, Span
from assistant.quantities import find_figures, find_periods, period_end, unit_class
from assistant.slots import place_names
from assistant.study.enumerations import ALSO_NOUNS, Cut, Enumeration, find_enumerations
from assistant.study.expressions import VERBATIM, ExpressionKind, find_expressions
from assistant.study.model import Scope
from assistant.study.parallels import designations
from assistant.study.statements import (
    Statement,
    find_statements,
    is_by_means,
    is_opener,
    leans_on_next,
    opens,
    trimmed,
    verb_length,
)

BlankKind = (
    Literal["figure", "date", "term", "place", "role", "name", "member", "rank"] | ExpressionKind
)

_TERM = re.compile(r'“([^“”]{2,16})”|"([^"]{2,16})"')
# Lengths, ranks and levels that are written in Chinese numerals (五年倍增计划, 四级体系).
_SPAN_OF_TIME = re.compile("[二两三四五六七八九][年级]")
SPAN_OF_YEARS = re.compile(r"(?P<first>\d+)-(?P<last>\d+)年")
# Levels of administration one by one tell how many they are (市县乡村四级).
_LEVELS = re.compile("[省市县区乡镇村]{2}$")
_NAMED_BY = (
    "工程|行动|计划|战略|制度|机制|体系|基地|试点|试验区|示范区|示范市|集聚区|先行区|先导区|联盟|平台|基金|"
    "产业园|园区|新城|机场|高速铁路|高铁|电厂|集团|医院|学院|大学|实验室|景区|度假区|院落|枢纽|示范带|中心|"
    "经济带|快线|大道|标杆|节点城市|街区|步行街|专班|项目库|主体|业态|保险|教育|改革|治理|品牌|产业链|产业集群|"
    "强市|示范城市|创新型城市|现代化城市|先进市|标杆|胜地|样板区|先行区|载体|网络|设施|通道|模式|队伍|产品|专业队伍|农业|电子商务|格局|管理|安全|监管|活动|能力|办法|质量"
)
_NAME = re.compile(rf"[\u4e00-\u9fff0-9A-Za-z“”+().]{{2,16}}?(?:{_NAMED_BY})(?=[,。;、,;]|$)")
# What leads, bears or drives something (以信用为基础).
_ROLE = re.compile(
    "以“?(?P<what>[\u4e00-\u9fff]{2,10}?)”?为(?:重要|主要|统一)?(?:核心|基础|支撑|牵引|引领|主题|主线|统领|"
    "载体|依托|导向|抓手|方向|主战场|突破口|着力点|主导|特色|品牌|动力|根基|单元|总揽|龙头|纽带|重点|主(?=[的,]))"
)
# What else a thing rests on beside its core (以甲为引领、乙为支撑).
_ALSO_ROLE = re.compile(
    "(?:骨干|引领|支撑|补充|核心|主体)、(?P<what>[\u4e00-\u9fff]{2,8}?)为(?:骨干|补充|支撑|着力点|基础|依托|主题)"
)
# Double maxims of four characters each (坚持招落一体、引育并重).
_MAXIM = re.compile("(?:坚持|突出)(?P<what>[\u4e00-\u9fff]{4}、[\u4e00-\u9fff]{4})(?=[,。;]|$)")
# Names of sights and works before the words that say of what rank or sort they are.
_SIGHT = re.compile(
    "(?:推进|建成|建设|打造|和|及|、)(?P<what>(?:(?!等)[\u4e00-\u9fff]){2,5}?)"
    "(?=(?:国家)?[345]A级景区|(?:国家|省)级[\u4e00-\u9fff]{0,4}(?:区|镇|基地)|"
    "(?:大健康|文化|物流|农业|科技)产业园|景观大道)"
)
# Institutions that are called by name.
_INSTITUTION = re.compile(
    "(?:推进|建设|依托)(?P<what>[\u4e00-\u9fff]{2,8}(?:大学[\u4e00-\u9fff]{2,4}学院|医学院[\u4e00-\u9fff]{2,5}医院|"
    "[\u4e00-\u9fff]{2}集团|电厂))"
)
# Two small places before their rank, and characters that stand singly between quotation marks.
_PAIR_OF_PLACES = re.compile(
    "(?:推进|和|以及)(?P<what>[\u4e00-\u9fff]{2,3}、(?:(?!等)[\u4e00-\u9fff]){2,3})(?=等?(?:国家级|省级)[\u4e00-\u9fff]{2,5}试点)"
)
_SINGLE_CHARACTERS = re.compile("(?P<what>“[\u4e00-\u9fff]”“[\u4e00-\u9fff]”)")
_NAMED_BEFORE = (_MAXIM, _SIGHT, _INSTITUTION, _PAIR_OF_PLACES, _SINGLE_CHARACTERS)
_SHORTEST_MEMBER, _LONGEST_ANSWER = 2, 16
_SHORTEST_NAME = 5
_CHAIN = 3  # dates of a sentence that are stages of one thing
_SHORTEST_WITH_VERB = 5  # characters of a role that may begin with its verb
_SHORTEST_PROPER = 3  # characters of a name without the noun that says what it names
# Clauses of political weight are quoted as they stand; nothing in them is exchanged.
_WEIGHTY = re.compile(
    "敌对|政权|政治|颠覆|统战|统一领导|社会主义|价值观|党[委组管员内的]|纪律|作风|四风|纪委|初心|腐|宗教|民族团结|民主|人大|政协|"
    "解放军|武警|国防|意识形态|工会|共青团|群团|人权|人民至上|人类命运|小康社会|[一二两三四五六七八九十]个(?:维护|意识|自信|代表|全面)"
)
# Leaders, the Party's leadership and the state's enemies are neither left out nor exchanged.
_SOLEMN = re.compile("敌对|政权|习近平|总书记|同志(?!关系)|党中央|毛泽东|邓小平|马克思")
# What sort of thing a project is; it stays in the stem and only the name before it is asked for.
_SORTS = (
    "工程|行动计划|行动|计划|战略|制度|联盟|示范区|先导区|集聚区|试验区|先行区|样板区|经济带|产业园|强市|"
    "示范城市|先进市|城市|标杆|胜地"
)
SORT_OF_NAME = re.compile(f"(?:{_SORTS})")
_ENDS_WITH_SORT = re.compile(f"(?:{_SORTS})$")
# What stands before and behind a designation.
_NAMED_AS = re.compile("[\u4e00-\u9fff]{2}新?$")
_RANK_ENDS = re.compile("$|[、和与及]|建设|创建|任务|的目标")
_CONTEXT = 7  # characters that a statement must have beside its blank
_BESIDE_BLANK = 12  # the same where its clauses are as few as can be
_RUN, _LONG = 3, 5  # characters in a row that tell an answer of more than some characters
_JOINS = re.compile("[和与及、,的]")
# Behind a place: the rest of a proper name that it is the beginning of (太原科技大学).
_NAME_GOES_ON = re.compile(
    "[\u4e00-\u9fff]{0,4}(?:氏|协同|都市圈|都市区|自贸|大学|学院|快线|电厂|医院|机场|银行|集团|大道|快速路)"
)
_BEGINS_LIST = re.compile("[^,;、。]*,[^,;、。]+、")
_BETWEEN = re.compile("[,;:、,;:]")
_JOINED_TITLE = re.compile("[和与及、]")
_BECOMES = re.compile("成为|打造成|建成|实现|形成")
_COMMON_PLACE = 8  # times; a place that the plan names more often is its own surroundings
_INSIDE = re.compile(r"(?P<term>“[^“”]+”)[^“”(]{0,14}\((?P<meaning>[^()]*即[^()]*)\)")
_SPELLED = re.compile(r"(?P<name>[^,、;()即]{1,8})即(?P<meaning>[^,;()]+)")
_BASED = re.compile(
    r"[以和](?P<meaning>[^,。“”]{4,24}?)为(?P<role>核心|基础|主体|支撑|代表|主)的“(?P<term>[^“”]{2,10})”"
)


@dataclass(frozen=True, slots=True)
class Blank:
    """A unit of a statement that can be asked for.

    Attributes:
        kind: What sort of unit it is.
        statement: The statement.
        span: Where the unit stands in the plan, without quotation marks.
        answer: Its words, verbatim.
        enumeration: The list it is a member of.
    """

    kind: BlankKind
    statement: Statement
    span: Span
    answer: str
    enumeration: Enumeration | None = None

    @property
    def before(self) -> str:
        """The words of the statement before the unit."""
        return self.statement.text[: self.span.start - self.statement.span.start]

    @property
    def behind(self) -> str:
        """The words of the statement behind the unit."""
        return self.statement.text[self.span.end - self.statement.span.start :]

    @property
    def topic_span(self) -> Span:
        """What must be said of a topic: a part of a series is said of what the series is."""
        if self.kind == "series" and self.enumeration:
            return self.enumeration.span
        return self.span

    @property
    def is_weighty(self) -> bool:
        """Whether the clause around it is not to be twisted, not even in a wrong option."""
        return is_weighty(self.statement, self.span)

    @property
    def fact(self) -> str:
        """Name of the fact: its place in the plan."""
        return name_of_fact(self.kind, self.statement, self.span)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the plan spells out for a slogan.

    Attributes:
        term: The slogan without quotation marks.
        text: What it stands for, in the plan's words.
        members: Its single items, if it stands for several.
        statement: The statement that says so.
    """

    term: str
    text: str
    members: tuple[str, ...]
    statement: Statement


class Facts:
    """The facts of a whole plan, found once; a scope takes those of its sentences."""

    def __init__(self, plan: Plan, passages: Sequence[Passage], cut: Cut) -> None:
        """Parse the statements of a plan.

        Args:
            plan: The plan.
            passages: Its passages.
            cut: Cuts a text into words.
        """
        self.plan = plan
        self.passages = tuple(passages)
        spans = [passage.span for passage in passages if passage.kind != "title"]
        self.statements = find_statements(plan, spans)
        self.cut = cut

    @cached_property
    def enumerations(self) -> tuple[Enumeration, ...]:
        """All enumerations, in document order."""
        return tuple(each for lists in self._lists.values() for each in lists)

    @cached_property
    def _lists(self) -> dict[int, tuple[Enumeration, ...]]:
        """The enumerations of each statement, by its beginning, in as few clauses as can be."""
        return {
            s.span.start: tuple(
                replace(each, statement=trimmed(s, each.span))
                for each in find_enumerations(s, self.cut)
            )
            for s in self.statements
        }

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All measured figures."""
        return extract_indicators(self.plan, self.passages)

    @cached_property
    def blanks(self) -> tuple[Blank, ...]:
        """Everything that can be asked for, in document order."""
        found: list[Blank] = []
        for statement in self.statements:
            lists = self._lists[statement.span.start]
            blanks = [
                *_blanks(self.plan, statement, lists, self.cut),
                *self._places(statement, lists),
            ]
            found += filter(None, map(_trimmed, blanks))
        return tuple(blank for blank in found if blank.answer not in _usual_dates(found))

    def blanks_of(self, statement: Statement) -> tuple[Blank, ...]:
        """What can be asked for in a statement."""
        return self._by_statement.get(statement.span.start, ((), ()))[0]

    def blanks_in(self, part: Statement) -> tuple[Blank, ...]:
        """What can be asked for in the statement that some clauses belong to."""
        inside = (s for s in self.statements if s.span.start <= part.span.start < s.span.end)
        return self.blanks_of(next(inside))

    def lists_of(self, statement: Statement) -> tuple[Enumeration, ...]:
        """The enumerations of a statement."""
        return self._by_statement.get(statement.span.start, ((), ()))[1]

    @cached_property
    def _by_statement(self) -> dict[int, tuple[tuple[Blank, ...], tuple[Enumeration, ...]]]:
        return {
            s.span.start: (
                tuple(b for b in self.blanks if s.span.start <= b.span.start < s.span.end),
                self._lists[s.span.start],
            )
            for s in self.statements
        }

    def _places(self, statement: Statement, lists: Sequence[Enumeration]) -> Iterator[Blank]:
        """Names of places that are no member of a list and not the one the plan is of."""
        offset = 0
        for word in self.cut(statement.text):
            start = statement.text.find(word, offset)
            if start < 0:
                continue
            offset = start + len(word)
            span = Span(statement.span.start + start, statement.span.start + offset)
            is_listed = any(e.span.start <= span.start < e.span.end for e in lists)
            is_often = start > 0 and self.plan.text.count(word) > _COMMON_PLACE
            is_known = is_often or word in self.plan.title
            goes_on = _NAME_GOES_ON.match(statement.text, offset)
            beside = statement.text[max(start - 1, 0) : start] + statement.text[offset : offset + 1]
            if word in place_names() and not (is_known or is_listed or goes_on or "、" in beside):
                yield Blank("place", statement, span, word)

    @cached_property
    def meanings(self) -> tuple[Meaning, ...]:
        """What slogans stand for, in document order."""
        found: dict[tuple[str, str], Meaning] = {}
        for enumeration in self.enumerations:
            if enumeration.is_complete:
                meaning = _counted(self.plan, enumeration)
                found.setdefault((meaning.term, meaning.text), meaning)
        for statement in self.statements:
            for meaning in _spelled_out(statement):
                found.setdefault((meaning.term, meaning.text), meaning)
        return tuple(sorted(found.values(), key=lambda m: m.statement.span.start))

    @cached_property
    def everything(self) -> ScopeFacts:
        """The facts of the whole plan."""
        return ScopeFacts(
            subject=(),
            statements=self.statements,
            blanks=self.blanks,
            enumerations=self.enumerations,
            indicators=self.indicators,
            meanings=self.meanings,
        )

    def of(self, scope: Scope) -> ScopeFacts:
        """The facts that stand in the sentences of a scope."""
        inside = {sentence.start for sentence in scope.sentences}
        return self._within(scope, inside)

    def asked_of(self, scope: Scope) -> ScopeFacts:
        """The facts that a paper asks for: of a topic, those of the clauses that name it.

        What stands in an article or part that the topic is the title of counts as well, and so does
        a sentence between two that name the topic.
        """
        if not scope.core:
            return self.of(scope)
        found = self._within(scope, {sentence.start for sentence in scope.core})
        words = tuple(scope.name.split())
        whole = (s for s in found.statements if self._is_wholly_about(s, words))
        found = replace(
            found, topic=words, whole=frozenset(c.start for s in whole for c in s.clauses)
        )
        return replace(
            found,
            blanks=tuple(b for b in found.blanks if found.allows(b.statement, b.topic_span)),
            enumerations=tuple(e for e in found.enumerations if found.allows(e.statement, e.span)),
        )

    def _is_wholly_about(self, statement: Statement, words: Sequence[str]) -> bool:
        """Whether a title names the topic, or the sentence leaves it to those around it."""
        part = self.plan.part(statement.unit.part)
        titles = f"{statement.unit.title}。{part.title if part else ''}"
        sentence = self.plan.quote(statement.sentence)
        if all(w in titles for w in words):
            # A title that joins the topic with others leaves it to its statements.
            return not _JOINED_TITLE.search(statement.unit.title) or all(
                w in statement.text for w in words
            )
        return not all(w in sentence for w in words)

    def _within(self, scope: Scope, inside: set[int]) -> ScopeFacts:
        return ScopeFacts(
            statements=tuple(s for s in self.statements if s.sentence.start in inside),
            blanks=tuple(b for b in self.blanks if b.statement.sentence.start in inside),
            subject=tuple(scope.name.split()) if scope.is_topic else (),
            enumerations=tuple(
                e for e in self.enumerations if e.statement.sentence.start in inside
            ),
            indicators=tuple(i for i in self.indicators if i.span.start in inside),
            meanings=tuple(m for m in self.meanings if m.statement.sentence.start in inside),
        )

    def meanings_of(self, found: ScopeFacts) -> tuple[Meaning, ...]:
        """What the slogans of a scope mean, wherever the plan spells that out; each slogan once."""
        used = {blank.answer for blank in found.blanks if blank.kind == "term"}
        own = {meaning.term for meaning in found.meanings}
        elsewhere = (m for m in self.meanings if m.term in used - own)
        by_term: dict[str, Meaning] = {}
        for meaning in (*found.meanings, *elsewhere):
            by_term.setdefault(meaning.term, meaning)
        return tuple(by_term.values())

    def without_chains(self, found: ScopeFacts) -> ScopeFacts:
        """The facts without dates of stages: who is asked for one must not read of the others."""
        kept = (
            b
            for b in found.blanks
            if b.kind != "date" or len(find_periods(self.plan.quote(b.statement.sentence))) < _CHAIN
        )
        return replace(found, blanks=tuple(kept))

    def citation(self, statement: Statement) -> Citation:
        """The citation of a statement."""
        return cite(self.plan, statement.unit, statement.span)


@dataclass(frozen=True, slots=True)
class ScopeFacts:
    """The facts of one scope, each in document order.

    Attributes:
        subject: Words of a topic; empty for parts and articles.
        topic: Words of the topic; empty without one.
        whole: Where the clauses begin of statements that are about the topic as a whole.
    """

    subject: tuple[str, ...]
    statements: tuple[Statement, ...]
    blanks: tuple[Blank, ...]
    enumerations: tuple[Enumeration, ...]
    indicators: tuple[Indicator, ...]
    meanings: tuple[Meaning, ...]
    topic: tuple[str, ...] = ()
    whole: frozenset[int] = frozenset()

    def allows(self, statement: Statement, span: Span) -> bool:
        """Whether something in a statement is about the topic: its clause must name it.

        A member of a list is not about the other members.
        """
        if not self.topic or statement.clauses[0].start in self.whole:
            return True
        start, end = span.start - statement.span.start, span.end - statement.span.start
        before = _BETWEEN.split(statement.text[:start])[-1]
        pieces = _BETWEEN.split(statement.text[end:])
        clause_of_blank = before + statement.text[start:end] + pieces[0]
        # By when is said in a clause of its own; what begins with a place is of that place.
        is_place = start == 0 and statement.text[:end] in place_names()
        # What it is done by is not about what is done.
        goes_on = before == "到" or (leans_on_next(before) and not is_by_means(clause_of_blank))
        # One of the things that the next clause lists does not make it one on the topic.
        goes_on = goes_on and not _BEGINS_LIST.match(statement.text[end:])
        clause = before + "".join(pieces if is_place else pieces[: 1 + goes_on])
        if _BECOMES.match(before):  # says more of what the clause before speaks of
            clause += _BETWEEN.split(statement.text[:start])[-2:][0]
        return all(word in clause for word in self.topic)


def _trimmed(blank: Blank) -> Blank | None:
    """A blank in as few clauses of its statement as it can be understood in, and is not told by.

    None when it is not worth asking.
    """
    for least in (_BESIDE_BLANK, _CONTEXT):
        part = trimmed(blank.statement, blank.topic_span, blank.span, least)
        short = replace(blank, statement=part)
        if _is_worth_asking(short) and not _shares_run(short.answer, short.before, short.behind):
            return short
    return None


def clauses_of(statement: Statement) -> tuple[str, ...]:
    """Names of the clauses of a statement; no two questions of a paper share one."""
    return tuple(f"clause@{clause.start}" for clause in statement.clauses)


def name_of_fact(kind: str, statement: Statement, span: Span) -> str:
    """The place of a fact in the plan; the dates of one sentence are one fact."""
    return f"date@{statement.sentence.start}" if kind == "date" else f"{kind}@{span.start}"


def is_weighty(statement: Statement, span: Span) -> bool:
    """Whether the clause around a stretch of a statement has political weight."""
    start, end = span.start - statement.span.start, span.end - statement.span.start
    before = re.split("[,;:,;:]", statement.text[:start])[-1]
    behind = re.split("[,;:,;:]", statement.text[end:])[0]
    text = before + statement.text[start:end] + behind
    return bool(_WEIGHTY.search(text) or _SOLEMN.search(text))


def is_solemn(text: str) -> bool:
    """Whether words are not to be asked for at all."""
    return bool(_SOLEMN.search(text))


def is_target(indicator: Indicator) -> bool:
    """Whether the subject of a figure says by itself what is measured."""
    subject, words = indicator.subject, re.sub("[\\d年]", "", indicator.subject)
    measures = unit_class(indicator.measure)
    return (
        len(subject) >= 4
        and subject == words
        and not opens(subject)
        and bool(indicator.deadline or measures not in ("", "count"))
    )


def _blanks(
    plan: Plan, statement: Statement, lists: Sequence[Enumeration], cut: Cut
) -> Iterator[Blank]:
    yield from _figures(statement)
    yield from _dates(statement)
    yield from _terms(statement, lists)
    yield from _roles(statement, lists)
    yield from _names(statement, lists)
    yield from _ranks(statement)
    for each in find_expressions(statement, lists, cut):
        start = statement.span.start + each.start
        span = Span(start, start + len(each.text))
        if each.kind == "series" or not _is_filled_otherwise(plan, span):
            yield Blank(each.kind, statement, span, each.text, each.enumeration)
    for enumeration in lists:
        for span in enumeration.members:
            yield Blank("member", statement, span, plan.quote(span), enumeration)


_OTHER_WORDS = "[\u4e00-\u9fff]{2,10}?"
_BESIDE = 3  # characters before a blank, and two behind it, that tell what is asked for


def _is_filled_otherwise(plan: Plan, span: Span) -> bool:
    """Whether a plan has other words between what stands beside a blank (煤层气____基地)."""
    before = plan.text[max(span.start - _BESIDE, 0) : span.start]
    behind = plan.text[span.end : span.end + 2]
    if not re.fullmatch(f"[\u4e00-\u9fff]{{{_BESIDE + 2}}}", before + behind):
        return False
    frame = f"{before}({_OTHER_WORDS}){behind}"
    own = plan.quote(span)
    return any(match[1] != own for match in re.finditer(frame, plan.text))


def _figures(statement: Statement) -> Iterator[Blank]:
    text = statement.text
    for match in SPAN_OF_YEARS.finditer(text):
        start = statement.span.start + match.start()
        yield Blank("figure", statement, Span(start, start + len(match[0])), match[0])
    for figure in find_figures(text):
        written = text[figure.start : figure.end]
        is_exact = figure.value.replace(".", "").isdigit() and (
            text[figure.start].isdigit() or bool(_SPAN_OF_TIME.fullmatch(written))
        )
        if written.endswith("级") and _LEVELS.search(text[: figure.start]):
            continue
        is_inner = "×" in written or text[figure.end : figure.end + 1] in tuple("-A+级")
        if not is_exact or is_inner or text[: figure.start].endswith("-"):
            continue
        if figure.unit_class or figure.unit:
            start = statement.span.start
            yield Blank(
                "figure", statement, Span(start + figure.start, start + figure.end), written
            )


def _dates(statement: Statement) -> Iterator[Blank]:
    text = statement.text
    for period in find_periods(text):
        before, behind = text[: period.start], text[period.end :]
        written = text[period.start : period.end]
        is_deadline = before.endswith("到") and (behind.startswith(",") or "末" in written)
        is_before = written.endswith("前")
        if period_end(period.name) and (is_deadline or is_before):
            start = statement.span.start
            yield Blank("date", statement, Span(start + period.start, start + period.end), written)


def _terms(statement: Statement, lists: Sequence[Enumeration]) -> Iterator[Blank]:
    """Terms in quotation marks that are no member of a list and no name of one."""
    names = {enumeration.name for enumeration in lists}
    members = [span for enumeration in lists for span in enumeration.members]
    for match in _TERM.finditer(statement.text):
        words = match[1] or match[2]
        start = statement.span.start + match.start() + 1
        are_characters = all(len(each) == 1 for each in words.split("、"))
        if find_periods(match.group()) or words in names:
            continue
        if words.count("、") > 1 and not are_characters:
            continue
        is_member = any(m.start == start or m.start == start - 1 for m in members)
        if is_member and not are_characters:
            continue
        is_list = re.search("[+、,]", words)
        sort = (
            None if is_list else _ENDS_WITH_SORT.search(words)
        )  # what it is a name of stays in the stem
        length = sort.start() if sort and sort.start() >= _SHORTEST_PROPER else len(words)
        yield Blank("term", statement, Span(start, start + length), words[:length])


def _roles(statement: Statement, lists: Sequence[Enumeration]) -> Iterator[Blank]:
    """What the plan makes the core or the basis of something, its maxims, names of sights."""
    found = [m for p in (_ROLE, _ALSO_ROLE, *_NAMED_BEFORE) for m in p.finditer(statement.text)]
    for match in found:
        what = match["what"]
        has_verb = is_opener(what[:2]) and not ALSO_NOUNS.match(what)
        if len(what) >= _SHORTEST_WITH_VERB and has_verb:
            what = what[2:]  # the verb stays in the stem
        end = statement.span.start + match.end("what")
        span = Span(end - len(what), end)
        is_in_list = any(e.span.start < span.end and span.start < e.span.end for e in lists)
        is_listed = is_in_list and match.re not in (_SINGLE_CHARACTERS, _ALSO_ROLE)
        is_joined = match.re is _ROLE and bool(_JOINS.search(what))
        if not (is_listed or is_joined):
            yield Blank("role", statement, span, what)


def _names(statement: Statement, lists: Sequence[Enumeration]) -> Iterator[Blank]:
    """Projects and institutions right behind the verb of their clause."""
    offset = 0
    for clause in re.split("([,;,;])", statement.text):
        begin = verb_length(clause)
        if begin and "的" in clause[begin:]:
            begin = clause.rindex("的") + 1
        name = _NAME.match(clause, begin) if begin else None
        if name and (_JOINS.search(name.group()) or len(name.group()) < _SHORTEST_NAME):
            name = None
        if name:
            start = statement.span.start + offset + name.start()
            words = name.group()
            sort = _ENDS_WITH_SORT.search(words)
            if sort and sort.start() >= _SHORTEST_PROPER:
                words = words[: sort.start()]
            span = Span(start, start + len(words))
            is_in_list = any(e.span.start < span.end and span.start < e.span.end for e in lists)
            if not is_in_list and "“" not in words and "”" not in words:
                yield Blank("name", statement, span, words)
        offset += len(clause)


def _ranks(statement: Statement) -> Iterator[Blank]:
    """What a clause that begins with a verb, or the heading of an item, designates something as."""
    offset = 0
    for clause in re.split("([,;,;])", statement.text):
        for match in designations().finditer(clause) if verb_length(clause) else ():
            before, behind = clause[: match.start()], clause[match.end() :]
            if _NAMED_AS.search(before) and _RANK_ENDS.match(behind):
                start = statement.span.start + offset + match.start()
                span = Span(start, start + len(match.group()))
                yield Blank("rank", statement, span, match.group())
        offset += len(clause)


def _is_worth_asking(blank: Blank) -> bool:
    """A unit of some length, in enough context, that the context does not give away."""
    answer = blank.answer
    context = blank.before + blank.behind
    if not _SHORTEST_MEMBER <= len(answer) <= _LONGEST_ANSWER or len(context) < _CONTEXT:
        return False
    if answer in context or _SOLEMN.search(answer):
        return False
    if blank.kind in ("name", "role", "term", *VERBATIM) and _is_told(answer, context):
        return False
    if blank.kind == "member":
        return not _JOINS.search(answer) and (len(answer) > 2 or answer in place_names())
    return blank.kind != "figure" or not _counts_its_list(blank)


def _usual_dates(blanks: Sequence[Blank]) -> set[str]:
    """The date that most dated goals share: whoever knows what the plan is for can guess it."""
    dates = Counter(blank.answer for blank in blanks if blank.kind == "date")
    return {date for date, count in dates.items() if 2 * count > dates.total() > 2}


def _is_told(answer: str, context: str) -> bool:
    """Whether the rest of a statement tells an answer: half its pairs, or its head twice."""
    pairs = [answer[i : i + 2] for i in range(len(answer) - 1)]
    return 2 * sum(pair in context for pair in pairs) >= len(pairs) or context.count(pairs[0]) > 1


def _shares_run(answer: str, *sides: str) -> bool:
    """Whether what stands beside a long answer repeats some characters of it in a row."""
    runs = (answer[i : i + _RUN] for i in range(len(answer) - _RUN + 1))
    return len(answer) > _LONG and any(run in side for run in runs for side in sides)


def _counts_its_list(blank: Blank) -> bool:
    """Whether a figure only counts what the statement lists (“…、…、…”6大行动)."""
    value = re.match(r"\d+", blank.answer)
    before = re.split("[,;,;。]", blank.before)[-1]
    return value is not None and before.count("、") + 1 >= int(value.group()) > 1


def _counted(plan: Plan, enumeration: Enumeration) -> Meaning:
    members = tuple(plan.quote(span) for span in enumeration.members)
    return Meaning(enumeration.name, "、".join(members), members, enumeration.statement)


def _spelled_out(statement: Statement) -> Iterator[Meaning]:
    for match in _INSIDE.finditer(statement.text):
        members = tuple(f"{m['name']}即{m['meaning']}" for m in _SPELLED.finditer(match["meaning"]))
        yield Meaning(match["term"].strip("“”"), match["meaning"], members, statement)
    for match in _BASED.finditer(statement.text):
        yield Meaning(match["term"], match["meaning"], (), statement)
