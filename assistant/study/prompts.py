"""Questions to discuss and tasks to take home, worded for each audience around words of the plan.

Each template has one slot; what fills it is quoted, and its citation goes with the line.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Literal

from assistant.answer import Citation
from assistant.study.model import Audience, Line

SlotKind = Literal["point", "date", "figure", "slogan", "link"]
# Words for a slot with what bears them.
Filler = tuple[str, tuple[Citation, ...]]
_Templates = dict[Audience, tuple[tuple[SlotKind, str], ...]]

DISCUSSION: _Templates = {
    "领导班子": (
        ("point", "规划提出“{}”。本地本部门要先抓哪一件事,谁牵头、何时见效、怎样考核?"),
        ("figure", "要完成“{}”,现在的差距有多大,最大的制约是什么,哪些事需要跨部门协调?"),
        ("date", "倒排“{}”的时间表,今年必须完成哪几步,哪一步风险最大?"),
        ("point", "“{}”这项部署,过去做到了哪一步,还缺什么政策、资金和力量?"),
        ("point", "围绕“{}”,可以谋划哪些重大项目,怎样防范其中的风险?"),
        ("link", "“{}”在规划的几处都有部署。怎样避免各管一段,把它们合成一个推进方案?"),
        ("slogan", "怎样把“{}”从一句提法变成能检查的任务清单?"),
    ),
    "机关干部": (
        ("point", "规划提出“{}”。它与本科室、本岗位的哪项工作对应,下一步怎样细化?"),
        ("slogan", "请用自己的话解释“{}”,并举一件本单位正在做的事。"),
        ("point", "落实“{}”需要哪些部门配合,本单位主动要做的是什么?"),
        ("point", "办理“{}”有关事项时,企业和群众最不方便的是哪个环节,怎样改?"),
        ("figure", "“{}”由哪些数据支撑,从哪里取数、由谁核对、多久报一次?"),
        ("date", "为了“{}”,本单位的年度计划里要写进什么?"),
        ("link", "“{}”在规划的几处都提到。起草方案时应引用哪些条文,怎样保持口径一致?"),
    ),
    "基层干部": (
        ("point", "规划提出“{}”。落到村和社区,第一步做什么,群众最可能问什么?"),
        ("slogan", "给群众讲“{}”,怎样用三句话说明白?"),
        ("point", "“{}”在我们这里有哪些现成的条件,还差什么?"),
        ("point", "推动“{}”,怎样把群众组织起来一起干?"),
        ("date", "“{}”这个目标离我们还有哪些具体的事没有做?"),
        ("figure", "“{}”对本村本社区意味着什么,我们能出什么力?"),
        ("link", "“{}”关系到好几条。我们这里哪一条最急,需要上级给什么支持?"),
    ),
    "党员群众": (
        ("point", "规划提出“{}”。它会给家里的生活、工作带来什么变化?"),
        ("slogan", "“{}”说的是什么?您身边有没有这样的例子?"),
        ("point", "对“{}”,您有什么建议?"),
        ("point", "为了“{}”,我们每个人能做一件什么小事?"),
        ("date", "到那时“{}”,您最期待看到什么?"),
        ("figure", "“{}”这个数字高不高,您怎么看?"),
        ("link", "“{}”在规划里多次出现,您觉得为什么这样重要?"),
    ),
}
TASKS: _Templates = {
    "领导班子": (
        ("point", "一周内形成贯彻“{}”的责任分工建议,明确牵头人和时限。"),
        ("figure", "核对“{}”的现状值,提出分年度目标。"),
        ("date", "列出实现“{}”的重点项目和堵点清单。"),
    ),
    "机关干部": (
        ("point", "对照“{}”,写一份不超过一页的本岗位落实清单。"),
        ("date", "把“{}”写进个人和科室的年度计划,注明依据的条文。"),
        ("slogan", "整理“{}”的规范表述和出处,供起草材料时引用。"),
    ),
    "基层干部": (
        ("point", "走访三户群众,了解他们对“{}”的想法,记下来下次交流。"),
        ("slogan", "用通俗的话写一段“{}”的宣讲词,在村(社区)讲一次。"),
        ("date", "列出为“{}”本村本社区今年能办的一件事。"),
    ),
    "党员群众": (
        ("point", "向家人或邻居讲一讲“{}”。"),
        ("slogan", "用自己的话写下“{}”的意思。"),
        ("date", "记住“{}”,下次学习时互相提问。"),
    ),
}


def worded(
    templates: _Templates,
    audience: Audience,
    fillers: Mapping[SlotKind, Sequence[Filler]],
    rng: random.Random,
) -> tuple[Line, ...]:
    """Fill the templates of an audience; those for which there is nothing are left out."""
    lines: list[Line] = []
    used: set[str] = set()
    for slot, template in templates[audience]:
        left = [filler for filler in fillers.get(slot, ()) if filler[0] not in used]
        if left:
            words, citations = rng.choice(left)
            used.add(words)
            inner = words.rstrip("。").replace("“", "‘").replace("”", "’")
            lines.append(Line(template.format(inner), citations))
    return tuple(lines)
