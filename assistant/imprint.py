"""What a document says of itself in its header: title, issuing body, date and source."""

from __future__ import annotations

import re

from assistant import texts
from assistant.answer import Draft, cite, compose
from assistant.passages import Passage
from assistant.plan import Plan

_DOCUMENT = r"(?:(?:这[个份部]?|本|该)?(?:规划|建议|文件|纲要|全文)的?)"
_ISSUED = r"(?:发布|印发|公布|出台|发表|下发|颁布|发文|刊发|发(?=的|出|$))"
_MADE = r"(?:制定|提出|编制?|写)"
_IS = r"(?:是|在|叫|为|:)*"
_WHEN = r"(?:什么时候|啥时候|何时|什么时间|哪一?[天年日]|几几年|几号|几月几[号日]|哪年哪月)"
_BODY = r"(?:单位|机关|机构|部门|主体|者)"
_WHO = r"(?:谁|哪个?(?:单位|机关|机构|部门)|什么(?:单位|机关|机构|部门))"
_WHAT = rf"(?:什么|啥|多少|哪里|哪儿|{_WHEN}|{_WHO})?"
_ASKED = re.compile(
    r"^(?:请问|请|麻烦|查一?下|告诉我|说说|看看|我想知道|想知道)*(?:"
    # “发布日期”, “文件的标题是什么”, “发文单位是谁”, “规划的来源”
    rf"{_DOCUMENT}?{_ISSUED}的?(?:日期|时间|年份){_IS}{_WHAT}|"
    rf"{_DOCUMENT}(?:标题|题目|名称|全称|名字|正式名称|来源|日期){_IS}{_WHAT}|"
    rf"{_DOCUMENT}?(?:{_ISSUED}|制定){_BODY}{_IS}{_WHAT}|{_DOCUMENT}?(?:信息|文件)来源{_IS}{_WHAT}|"
    # “规划是哪天发布的”, “谁发的这份文件”, “规划叫什么名字”
    rf"{_DOCUMENT}(?:全称)?叫(?:什么|啥)(?:名字?)?|"
    rf"{_DOCUMENT}{_IS}(?:由|被)?(?:{_WHEN}{_ISSUED}|{_WHO}(?:{_ISSUED}|{_MADE}))(?:的|出来的?)?|"
    rf"{_DOCUMENT}(?:{_ISSUED}|{_MADE})[于在]{_WHEN}|"
    rf"(?:{_WHEN}{_ISSUED}|{_WHO}(?:{_ISSUED}|{_MADE}))的?{_DOCUMENT}"
    r")(?:呢|啊|呀|吗|吧|的|来着)*[??。!]*$"
)
# “<who issues> on <what>”, the form of official titles.
_ISSUER = re.compile(r"^(?P<issuer>[^关《》]{2,30}?)关于")


def asks_imprint(text: str) -> bool:
    """Whether a normalised question asks what the document is called, when and by whom issued."""
    return _ASKED.match(text) is not None


def imprint(plan: Plan, passages: tuple[Passage, ...]) -> Draft | None:
    """What the header gives, beside the sentence that leads to the text; None of an empty header.

    A header is page furniture and cannot be cited; what stands next to it is.
    """
    issuer = _ISSUER.match(plan.title)
    given = (
        (texts.IMPRINT_TITLE, plan.title),
        (texts.IMPRINT_ISSUER, issuer["issuer"] if issuer else ""),
        (texts.IMPRINT_DATE, plan.date),
        (texts.IMPRINT_SOURCE, plan.source),
    )
    rows = [row.format(value=value) for row, value in given if value]
    first = plan.citable[0]
    sentences = [p for p in passages if p.unit == first.key and p.kind == "sentence"]
    if not rows or not sentences:
        return None
    citations = (cite(plan, first, sentences[-1].span),)
    blocks = [texts.IMPRINT, "\n".join(f"- {row}" for row in rows), compose(citations)]
    return Draft("answered", "\n\n".join(blocks), citations)
