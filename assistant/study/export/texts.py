"""All words of the materials that are not content, in one place."""

from __future__ import annotations

from assistant.study.export.text_fit import shorten, width
from assistant.study.model import (
    KIND_NAMES,
    AgendaItem,
    CardKind,
    IndicatorPoint,
    Option,
    QuizQuestion,
    Session,
)
from assistant.timeline import Milestone

MIND_MAP = "思维导图:{name}"
TIME_LINE = "时间轴:{name}"

SOURCE = "资料来源:{document}"
UNNAMED = "原文件"  # where the document has neither title nor publisher

GOALS = "学习目标"
AGENDA = "学习安排"
AGENDA_COLUMNS = ("分钟", "环节", "做什么")
KEY_POINTS = "学习要点"
KEY_POINTS_OF = "共 {count} 条,原文见各页备注"
INDICATORS = "要记住的数字"
INDICATOR_COLUMNS = ("指标", "数值", "期限", "条文")
QUOTED_INDICATOR_COLUMNS = ("原文", "数值", "期限", "条文")
INDICATOR_CHART = "要记住的数字(单位:{measure})"
DATES = "要记住的时间"
DATE_COLUMNS = ("时间", "目标(原文)", "条文")
SLOGANS = "提法解读"
SLOGAN_COLUMNS = ("提法", "含义(原文)", "条文")
LINKS = "前后联系"
LINK_COLUMNS = ("共同涉及", "条文")
MAP = "思维导图"
LINE = "时间轴"
DISCUSSION = "讨论题"
TASKS = "课后任务"
SOURCES = "出处"
SOURCE_COLUMNS = ("条文", "标题")
QUIZ = "随堂测验"
QUIZ_OF = "共 {count} 题,满分 {points} 分,答案在每题的下一页"
QUESTION = "第 {number} 题 {kind}({points} 分)"
ANSWER = "第 {number} 题 答案"
KEY = "答案:{key}"
SHORT_ANSWER_HINT = "请用规划原文的提法作答,答案要点见下一页。"
ANY_OF = "答出下列要点中的{rule}。"
SCORING = "{text}({points} 分)"
CONTINUED = "{title}({page}/{pages})"
MATCHING_COLUMNS = ("左列", "右列")
AND_MORE = "{first}等 {count} 处"
BASIS = "依据:{labels}"
QUOTE = "原文:{quote}[{label}]"
FULL_TITLE = "完整标题:{title}"

BASIS_COLUMN = "依据"
PAGE_NUMBER = ("第 ", " 页 共 ", " 页")

NAME_LINE = "姓名:____  单位:________  日期:________  得分:____"
PAPER_ABOUT = "本卷共 {count} 题,满分 {points} 分。判断题填“正确”或“错误”。"
PAPER_SECTION = "{number}、{name}(共 {count} 题,{each}{total} 分)"
EACH = "每题 {points} 分,共 "
BRACKET = "(    )"
WORTH = "({points} 分)"
ORDER = "正确顺序:{order}"
MATCH = "答:{pairs}"
AT_A_GLANCE = "答案一览"
KIND_AND_LEVEL = "{kind}({level})"
KEY_COLUMNS = ("题号", "题型(难度)", "答案", "分值", "依据")
EXPLAINED = "答案详解"
ALSO_RIGHT = "第 {number} 空也可填:{wordings}"
EXPLANATION = "解析:{text}"

HANDOUT = "讲义"
PAPER = "试卷"
ANSWERS = "答案与评分"
SLIDES = "课件"
CARDS = "记忆卡片"
SESSION_PLAN = "学习方案"
ARCHIVE = "全部材料"
SESSION = "专题学习"
CARDS_BOTH_WAYS = "规划学习卡片(双向)"
CARDS_ONE_WAY = "规划学习卡片(单向)"
CARD_KINDS: dict[CardKind, str] = {"term": "提法", "indicator": "指标", "title": "条文标题"}

DOCX_TITLE = "讲义、试卷、答案(Word)"
PPTX_TITLE = "课件(PowerPoint)"
APKG_TITLE = "记忆卡片(Anki)"
MARKDOWN_TITLE = "学习方案(Markdown)"
PICTURES_TITLE = "思维导图、时间轴(SVG、PNG)"
ZIP_TITLE = "全部材料(ZIP)"
NO_FORMAT = "没有“{names}”这种格式,可选:{known}。"

NO_DEADLINE = "—"


def about(session: Session) -> str:
    """Return for whom a session is, and how long it takes."""
    return f"对象:{session.request.audience}  时长:{session.request.minutes} 分钟"


def source(session: Session, room: float | None = None) -> str:
    """Return the line that names the document all content comes from.

    Args:
        session: The session.
        room: How many ems the line may take; a longer title of the document is cut.
    """
    title, publisher = (" ".join(t.split()) for t in (session.plan_title, session.plan_source))
    line = _source(title, publisher)  # one line, whatever the document has
    if room is None or width(line) <= room:
        return line
    kept = max(1.0, room - (width(line) - width(title)))
    return shorten(_source(shorten(title, kept), publisher), room)


def _source(title: str, publisher: str) -> str:
    named = [f"《{title}》"] if title else []
    return SOURCE.format(document=" ".join([*named, publisher]).strip() or UNNAMED)


def unit_heading(label: str, title: str) -> str:
    """Return a unit's label with its title, once where both are the same."""
    title = title.strip().rstrip("。")
    return label if not title or title == label else f"{label} {title}"


def period(milestone: Milestone) -> str:
    """Return a period with the year at which it ends, where its name does not say it."""
    year = str(milestone.year)
    is_named = year in milestone.period
    return milestone.period if is_named else f"{milestone.period}({year}年)"


def figure_name(point: IndicatorPoint) -> str:
    """Return what a figure is the figure of; the whole text where it is not told apart."""
    subject = point.indicator.subject
    return subject if point.text.startswith(f"{subject}:") else point.text


def deadline(point: IndicatorPoint) -> str:
    """Return the time that governs a figure, or a dash."""
    return point.indicator.deadline or NO_DEADLINE


def minutes(item: AgendaItem) -> str:
    """Return when a step of the session begins and ends."""
    return f"{item.start}–{item.start + item.minutes}"


def question_title(question: QuizQuestion) -> str:
    """Return number, kind and points of a question."""
    return QUESTION.format(
        number=question.number, kind=KIND_NAMES[question.kind], points=question.points
    )


def option(choice: Option) -> str:
    """Return an option with its letter; true and false have none."""
    return choice.text if choice.letter == choice.text else f"{choice.letter}. {choice.text}"
