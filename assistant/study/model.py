"""What a study session consists of; every line of content says where in the plan it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from assistant.answer import Citation
from assistant.errors import AssistantError
from assistant.indicators import Indicator
from assistant.plan import Span, Unit
from assistant.timeline import Milestone

Audience = Literal["领导班子", "机关干部", "基层干部", "党员群众"]
Difficulty = Literal["易", "中", "难"]
Version = Literal["A", "B"]
QuestionKind = Literal[
    "single", "multiple", "true_false", "fill_in", "matching", "ordering", "short_answer"
]
CardKind = Literal["term", "indicator", "title"]
LinkKind = Literal["term", "place", "project", "indicator"]

AUDIENCES: tuple[Audience, ...] = get_args(Audience)
DIFFICULTIES: tuple[Difficulty, ...] = get_args(Difficulty)
VERSIONS: tuple[Version, ...] = get_args(Version)
QUESTION_KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)
KIND_NAMES: dict[QuestionKind, str] = {
    "single": "单项选择题",
    "multiple": "多项选择题",
    "true_false": "判断题",
    "fill_in": "填空题",
    "matching": "连线题",
    "ordering": "排序题",
    "short_answer": "简答题",
}
LEAST_MINUTES, MOST_MINUTES = 30, 180
MOST_QUESTIONS = 100
RIGHT, WRONG = "正确", "错误"  # the options of a true/false question


class StudyError(AssistantError):
    """A study session cannot be made as asked; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a trainer asks for.

    Attributes:
        parts: Numbers of whole parts.
        articles: Numbers of articles, beside the parts.
        topic: A subject in free words, such as 煤层气; empty when parts or articles are chosen.
        audience: Who takes part.
        minutes: Length of the session, 30 to 180.
        difficulty: Of the quiz.
        questions: How many quiz questions are wanted; 0 for none.
        seed: Makes the same paper again.
        version: A, or B: the same questions in another order with other option letters.
    """

    parts: tuple[int, ...] = ()
    articles: tuple[int, ...] = ()
    topic: str = ""
    audience: Audience = "机关干部"
    minutes: int = 90
    difficulty: Difficulty = "中"
    questions: int = 20
    seed: int = 1
    version: Version = "A"

    def __post_init__(self) -> None:
        """Refuse what no session can be made of.

        Raises:
            StudyError: A value is outside its range, or no scope is given, or two kinds of scope.
        """
        if self.audience not in AUDIENCES:
            raise StudyError(f"没有“{self.audience}”这类对象,可选:{'、'.join(AUDIENCES)}。")
        if self.difficulty not in DIFFICULTIES:
            raise StudyError(f"没有“{self.difficulty}”这种难度,可选:{'、'.join(DIFFICULTIES)}。")
        if self.version not in VERSIONS:
            raise StudyError(f"没有“{self.version}”卷,可选:{'、'.join(VERSIONS)}。")
        if not LEAST_MINUTES <= self.minutes <= MOST_MINUTES:
            raise StudyError(f"学习时长应为 {LEAST_MINUTES} 至 {MOST_MINUTES} 分钟。")
        if not 0 <= self.questions <= MOST_QUESTIONS:
            raise StudyError(f"题数应为 0 至 {MOST_QUESTIONS}。")
        if not (self.parts or self.articles or self.topic.strip()):
            raise StudyError("请选择部分、条文,或写一个专题,例如:煤层气。")
        if self.topic.strip() and (self.parts or self.articles):
            raise StudyError("部分、条文与专题请只选一种:写了专题就不用再选部分或条文。")


@dataclass(frozen=True, slots=True)
class Scope:
    """The text that a session is about.

    Attributes:
        name: What headings show, such as ``第八部分`` or ``煤层气``.
        title: The name with its title, such as ``第八部分 深化对外合作…``; may equal the name.
        units: The units concerned, in document order.
        sentences: The sentences concerned, in document order; each lies in one of the units.
        is_topic: Whether it was found by words instead of chosen by number.
        core: Of a topic, the sentences about the topic itself; the others belong to its field.
    """

    name: str
    title: str
    units: tuple[Unit, ...]
    sentences: tuple[Span, ...]
    is_topic: bool
    core: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence shown to a reader, with the words of the plan that bear it."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A step of the session.

    Attributes:
        start: Minute at which it begins, from 0.
        minutes: How long it takes; all items together take the requested time.
        title: What it is called.
        activity: What the trainer and the participants do.
        citations: The text it is about.
    """

    start: int
    minutes: int
    title: str
    activity: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """What to remember of one unit.

    Attributes:
        title: Title of the unit, or its label when it has none.
        short: The core in a few words, taken from the sentence.
        core: The verbatim core sentence.
    """

    title: str
    short: str
    core: Citation


@dataclass(frozen=True, slots=True)
class IndicatorPoint:
    """A figure to remember, such as ``铁路货物运输占比 ≥ 80%(“十四五”末)``."""

    text: str
    indicator: Indicator
    citation: Citation


@dataclass(frozen=True, slots=True)
class DatePoint:
    """A dated goal to remember; the text is verbatim."""

    text: str
    milestone: Milestone
    citation: Citation


@dataclass(frozen=True, slots=True)
class Slogan:
    """A slogan with what the plan spells out for it.

    Attributes:
        term: The slogan without quotation marks.
        meaning: Its content in the plan's words.
        members: Its single items, when it stands for several; may be empty.
        citation: The sentence that holds slogan and content.
    """

    term: str
    meaning: str
    members: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class Link:
    """A thing that several units speak of; one citation for each unit, at least two."""

    kind: LinkKind
    name: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A lettered choice of a question.

    Attributes:
        letter: ``A``, ``B`` …; for true/false questions ``正确`` and ``错误``.
        text: What it says.
        citation: Where the plan has these words; None for figures that no text states.
    """

    letter: str
    text: str
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class ScoringPoint:
    """A point of a short answer.

    Attributes:
        text: What is to be said.
        wordings: Each of these in an answer earns the points.
        points: What it is worth.
        citation: Where the plan says it.
    """

    text: str
    wordings: tuple[str, ...]
    points: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """One question with its key.

    Attributes:
        number: Place in the paper, from 1.
        kind: Kind of question.
        stem: What is asked; a blank is ``____``.
        options: Choices of single, multiple and true/false questions; what is to be put in order;
            the right-hand column of a matching question. Empty otherwise.
        prompts: The left-hand column of a matching question; empty otherwise.
        key: Letters of the right options (ordering: in the right order; matching: one for each
            prompt); the words of each blank of a fill-in; empty for short answers.
        accepted: For each blank, every wording that is right, the key's own first; for a
            true/false statement, the plan's words that it is right or wrong by.
        scoring: The scoring points of a short answer.
        wanted: How many of the scoring points, whichever they are, earn all points; 0 if all of
            them are asked for.
        points: What the whole question is worth.
        difficulty: How hard it is.
        facts: Names of the facts it tests; no two questions of a paper share one.
        explanation: Why the key is right, in one line.
        citations: The verbatim words that prove the key; at least one.
    """

    number: int
    kind: QuestionKind
    stem: str
    options: tuple[Option, ...]
    prompts: tuple[str, ...]
    key: tuple[str, ...]
    accepted: tuple[tuple[str, ...], ...]
    scoring: tuple[ScoringPoint, ...]
    points: int
    difficulty: Difficulty
    facts: tuple[str, ...]
    explanation: str
    citations: tuple[Citation, ...]
    wanted: int = 0


@dataclass(frozen=True, slots=True)
class Quiz:
    """A paper.

    Attributes:
        title: Heading of the paper.
        request: What it was made for; its seed and version make it again.
        questions: In the order of the paper.
        available: How many questions the scope yields at most without repeating a fact.
        note: What the reader must know, such as that fewer questions were possible; may be empty.
    """

    title: str
    request: Request
    questions: tuple[QuizQuestion, ...]
    available: int
    note: str = ""

    @property
    def points(self) -> int:
        """What the whole paper is worth."""
        return sum(question.points for question in self.questions)


@dataclass(frozen=True, slots=True)
class Card:
    """A flash card: the citation holds what its back says."""

    kind: CardKind
    front: str
    back: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Session:
    """Everything a trainer needs for one session.

    Attributes:
        title: Heading, such as ``专题学习:煤层气``.
        request: What it was made for.
        scope: The text it is about.
        plan_title: Title of the document; may be empty.
        plan_source: Publisher and date of the document; may be empty.
        goals: What participants know or can do afterwards.
        agenda: Steps whose minutes add up to the requested length.
        key_points: One for each unit of the scope, in document order.
        indicators: Figures to remember.
        dates: Dated goals, by year.
        slogans: Slogans explained.
        links: What connects units of the scope with one another and with other units.
        discussion: Questions to discuss, suited to the audience.
        tasks: Tasks to take home.
        quiz: The paper; without questions when none were asked for.
        cards: Flash cards.
        sources: One citation for each unit used, its title or first sentence.
    """

    title: str
    request: Request
    scope: Scope
    plan_title: str
    plan_source: str
    goals: tuple[Line, ...]
    agenda: tuple[AgendaItem, ...]
    key_points: tuple[KeyPoint, ...]
    indicators: tuple[IndicatorPoint, ...]
    dates: tuple[DatePoint, ...]
    slogans: tuple[Slogan, ...]
    links: tuple[Link, ...]
    discussion: tuple[Line, ...]
    tasks: tuple[Line, ...]
    quiz: Quiz
    cards: tuple[Card, ...] = field(default=())
    sources: tuple[Citation, ...] = field(default=())
