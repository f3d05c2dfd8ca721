"""Follow-up questions: what depends on the turn before is asked together with that turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from assistant.courtesies import without_courtesies
from assistant.numerals import parse_number
from assistant.plan import Span
from assistant.quantities import find_periods
from assistant.question import asks

# Ways in which Chinese refers back: connectives at the beginning, pronouns and ordinals anywhere,
# a bare topic with 呢 at the end.
_OPENS_FOLLOW_UP = re.compile(r"^(?:那|还有|另外|其他|其它|其余|然后|再|除了|剩下|不是,|不对,)")
# Words that leave the topic of the answer before.
_LEAVES_TOPIC = re.compile(
    r"^(?:那?我?(?:再|另外?|还想?)?(?:问|请教|打听)(?:你|您)?(?:另外?一?[件个](?:事|问题)?|一?个?别的(?:事|问题)?|点别的)|那?再(?:请教|问)(?:你|您)?一?个(?:问题)?(?=[:。])|"
    r"(?:先)?不说(?:这个|这)了?|换个(?:话题|问题|事儿?)(?:说|问)?|(?:最后一个,?)?跟(?:这|刚才)(?:个|的)?没关系|题外话|说点别的)"
    r"[,。::;!!]+"
)
_REFERS_BACK = re.compile(
    r"它|[他她]们|其中|[这那][个些条项里几两](?!年|天|个?月)|(?:^|[在到去,])[这那][儿边]|该|此|"
    r"前者|后者|上面|刚才|前面|"
    r"第[一二三四五六七八九十\d]+[个项点步]|"
    r"另一|另外|倒数|最后[那一]?[条个项]|头一[条个项]|展开|具体(?:点|说说|讲讲|一些)|详细"
)
_BARE_TOPIC = re.compile(r"^.{1,10}呢[??]?$|^.{1,10}呢[,,]")
# Where the same thing is asked about: “and in the villages?” has no topic of its own.
_BARE_WHERE = re.compile(
    r"^(?:那么?|像|至于|要是|换成)?(?:咱们?|我们?)?(?:村|县|乡|镇|城|市|区|省|山|厂|校|乡镇|县城|社区|街道|基层|农村|乡村|城市|城镇|山区|老区|园区|企业)"
    r"(?:里头|里面|里|上|下|这边|那边|区里)?的?(?:呢|咋样|怎么样|怎么办|咋办|有没有|有吗)[??]?$"
)
# “Which is Gaoping's?” names its thing and not what is asked of it.
_BARE_QUESTION = re.compile(
    r"^.{1,6}的(?:又|分别|各)?(?:是|有|占|要|到|算)?"
    r"(?:哪一?[个家座条项种]|哪些|什么|啥|多少|几[个家座条项种年]|谁|哪[儿里]|哪一?年|什么时候|何时)(?:呢|啊|呀)?[??]?$"
)
_NAMES_UNIT = re.compile(r"第\s*[\d一二三四五六七八九十百]+\s*(?:条|部分)")
_WORDLESS = re.compile(r"[\W的呢吗啊呀]+")
_LONGEST_OPENING = 20  # characters; a long question that opens with 那 usually stands alone
_LONGEST_CONTEXT = 60  # characters of earlier turns that are taken along
# Asking for the words of what was cited, and nothing else.
_SHOW_SOURCE = re.compile(
    r"^(?:请|麻烦|帮我|给我|把|我想|我要|那|那个|看看?|看一?下|来|要|这|这个|它的?|该|一下|一条|条|的|我)*"
    r"(?:原文|原话|全文|条文|出处|这一?条|那一?条)(?:全文|原文|完整|的|给我|看看?|看一?下|发|贴|念|来|我|一下|整条|都|出|吧|呢|是|怎么|"
    r"说|写|什么|啥|在哪|第几条|哪一?条)*[??。!]*$"
)
# Asks for nothing but to be told one by one what the answer before was about.
_RECITES = re.compile(
    r"^(?=.*[念列数报点])(?:那么?|请|你|就|都|把|来|再|它们?|这[些几]个?|名[字单称]|一个|一一|逐个|逐一|"
    r"逐条|挨个|分别|给我们?|全部?|念|列|数|报|点|听|出来|一下|一遍|看|吧|呗|[,。??!])+$"
)
# What sets right a misunderstanding.
_CORRECTION = re.compile(
    r"^(?:不过|但是?|可是?)?,?(?P<denies>(?:(?:不[对是]|我?(?:说|搞|弄|问)?错了)[啊呀哦,。!]*)+)?"
    r"(?P<other>(?:(?:我?(?:刚才)?(?:问|说|指|要)的)?(?:可|并)?不是|我(?:可|并)?(?:不是|没|没有|不)(?:想|要)?(?:问|说|指|要))"
    r"[^,。;是]{1,14}(?:[,。;]|(?=是)))?"
    r"(?P<says>(?:我|而)?是(?:想)?(?:问|说|指|要)的?|我?(?:问|说|指|要)的(?:其实|就)?是|我(?:想|要)?问的?是?|而?是)"
    r"(?P<meant>[^不吗].+)$"
)
# Doubts what was just told and says nothing else.
_DISAGREES = re.compile(
    r"^(?:(?:这|你)?(?:好像|似乎|应该|怕是|恐怕)?(?:不对|错了|不是这样|搞错了|弄错了|有误|不准)(?:吧|啊|呀|吗|了|的)*|不(?:是|会|可能)(?:吧|啊)|"
    r"(?:你|这)?(?:确定|当真|没(?:搞|弄)?错|可靠|准确)(?:吗|吧|么)|(?:这是)?真的(?:吗|么|假的)|是吗|对吗|有依据吗)[,。?!]*$"
)
_LEADS_TO_PERIOD = re.compile("[到至在]$")
_PERIOD_ALONE = re.compile(
    r"^(?:那么?|要是|如果|换成|到了?|至|在)*(?P<period>[^,。]+?)(?:的时候|时)?(?:的|又)?(?:呢|咋样|怎么样|怎样|如何|有(?:什么|哪些))[啊呀]?[??]?$"
)
_QUESTION_WORD = re.compile("什么|哪|谁|几")
# What stands before or behind the article or part that was just shown.
_NEIGHBOUR = re.compile(
    r"^(?:那么?|再|请|看|来|念|说说|讲讲|接着|继续|的|它的?)*"
    r"(?:(?P<back>[上前])|[下后])(?:(?P<beside>面)的?)?一?(?P<many>[两二三四五])?个?大?"
    r"(?:条|(?P<part>部分|章|篇))"
    r"(?P<asked>(?:呢|讲|说|写|是|的|叫|有|什么|啥|哪些|内容|原文|标题|题目|名称|名字|了|[??。,])*)$"
)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question with what it needs of the turns before it.

    Attributes:
        question: As asked, normalised.
        context: Words of earlier turns without which it cannot be understood; may be empty.
        wants_the_same: Whether it asks what the turn before asked, of something else or once more.
        is_other_topic: Whether that something lies outside what was talked about.
        refers_back: Whether it says so itself, by a pronoun or the like.
        is_aside: Whether it has to do neither with the plan nor with what was said.
        items: Where the items of a list stand that it asks about by their places.
        remark: What is to be said before the answer; nothing was asked that can be answered fully.
        note: What is to be said before an answer that is a full one.
        name: The name of a listed thing that it asks about.
        named_at: Where the sentence stands that lists it by this name.
        at_new_time: The question before with the time that this one names instead.
    """

    question: str
    context: str = ""
    wants_the_same: bool = False
    is_other_topic: bool = False
    refers_back: bool = False
    is_aside: bool = False
    items: tuple[Span, ...] = ()
    remark: str = ""
    note: str = ""
    name: str = ""
    named_at: Span | None = None
    at_new_time: str = ""

    @property
    def standalone(self) -> str:
        """The question independent of its conversation."""
        return f"{self.context} {self.question}" if self.context else self.question


def follow_up(question: str, earlier: Sequence[str], *, has_subject: bool) -> FollowUp:
    """Find out what a question needs of its conversation.

    Args:
        question: The question as asked, normalised.
        earlier: Stand-alone forms of the turns before it, oldest first.
        has_subject: Whether the question has any word that says what it is about.
    """
    if earlier and _RECITES.match(question):
        return with_context(FollowUp(question, wants_the_same=True, refers_back=True), earlier)
    if not earlier or not _depends(question, has_subject):
        return FollowUp(question)
    names_topic = _BARE_TOPIC.match(question)
    is_where = _BARE_WHERE.match(question) is not None
    is_other_topic = (
        has_subject
        and names_topic is not None
        and not _REFERS_BACK.search(names_topic.group())
        and not find_periods(question)
        and not is_where
    )
    turn = FollowUp(
        question,
        wants_the_same=is_other_topic or is_where,
        is_other_topic=is_other_topic,
        refers_back=_REFERS_BACK.search(question) is not None,
    )
    return with_context(turn, earlier)


def without_reaction(question: str) -> tuple[str, bool]:
    """A turn without what it says to the answer before, and whether it leaves the topic.

    “好的,换个话题:机场什么时候建成?” asks of the airport, whatever was talked about; “不对,我问的是
    铁路” asks “铁路呢”.
    """
    left = without_courtesies(question)
    rest = _LEAVES_TOPIC.sub("", left)
    return _set_right(rest or question), bool(rest) and rest != left


def _set_right(question: str) -> str:
    """What a turn means that sets a misunderstanding right; any other one as it is."""
    match = _CORRECTION.match(question)
    if not match or not (match["denies"] or match["other"] or match["says"].startswith("我")):
        return question
    meant = match["meant"].rstrip("。!")
    return meant if asks(meant) or _QUESTION_WORD.search(meant) else f"{meant}呢"


def with_context(turn: FollowUp, earlier: Sequence[str]) -> FollowUp:
    """The turn as one that goes on with the turn before it.

    Nothing is taken along that it says itself, and no other topic that was asked about like its
    own: “steel?” behind “output of coalbed methane? coal?” is about the output of steel.

    Args:
        turn: The turn.
        earlier: Stand-alone forms of the turns before it, oldest first; at least one.
    """
    before = earlier[-1]
    if _WORDLESS.sub("", before) in _WORDLESS.sub("", turn.question):
        return turn
    if turn.is_other_topic:
        said = ([s for s in each.split(" ") if not _BARE_TOPIC.match(s)] for each in earlier[::-1])
        before = " ".join(next(filter(None, said), [before]))
    return replace(turn, context=before[-_LONGEST_CONTEXT:])


def disagrees(question: str) -> bool:
    """Whether a turn only doubts what was just told."""
    return _DISAGREES.match(question) is not None


def at_other_time(question: str, before: str) -> FollowUp | None:
    """The question before for the time that is all a turn names (“and in 2025?”).

    None when the turn names anything else, or the question before no time to be replaced.
    """
    match = _PERIOD_ALONE.match(question)
    named = find_periods(question)
    if not match or len(named) != 1 or not find_periods(before):
        return None
    new = question[named[0].start : named[0].end]
    before = " ".join(said for said in before.split(" ") if not _PERIOD_ALONE.match(said))
    told = find_periods(before)
    if match["period"] != new or len({period.name for period in told}) > 1:
        return None
    timeless = at_new = before
    for period in reversed(told):
        led = _LEADS_TO_PERIOD.sub("", before[: period.start])
        timeless = led + timeless[period.end :].removeprefix("的")
        at_new = before[: period.start] + new + at_new[period.end :]
    return FollowUp(question, context=timeless, wants_the_same=True, at_new_time=at_new)


def asks_for_source(question: str) -> bool:
    """Whether a question only asks to see the article that was cited last."""
    return _SHOW_SOURCE.match(question) is not None


class Neighbours(NamedTuple):
    """What stands next to the article or part that was just shown.

    Attributes:
        steps: How far each lies from there; negative before it.
        of_parts: Whether parts are meant.
        asked: What is asked of them; empty when they are to be shown.
    """

    steps: tuple[int, ...]
    of_parts: bool
    asked: str


def neighbours_meant(question: str) -> Neighbours | None:
    """“The next article”, “the two before” when a question asks of nothing else, else None."""
    match = _NEIGHBOUR.match(question)
    if not match:
        return None
    many = (parse_number(match["many"]) or 1) if match["many"] else 1
    if many > 1 and not match["beside"] and match.group()[0] not in "上下":
        return None  # 前两条 are the first two
    steps = range(-many, 0) if match["back"] else range(1, many + 1)
    return Neighbours(tuple(steps), match["part"] is not None, match["asked"])


def _depends(question: str, has_subject: bool) -> bool:
    if _NAMES_UNIT.search(question):
        return False
    if not has_subject or _REFERS_BACK.search(question):
        return True
    if _BARE_TOPIC.match(question) or _BARE_QUESTION.match(question):
        return True
    opening = _OPENS_FOLLOW_UP.match(question)
    return opening is not None and len(question) <= _LONGEST_OPENING
