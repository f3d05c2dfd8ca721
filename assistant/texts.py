"""All sentences the assistant itself says, in one place; everything else in an answer is quoted."""

from __future__ import annotations

EMPTY = "请输入一个问题,例如:晋城机场什么时候能通航?"
NO_WORDS = "没有看出问题的文字内容。请用一句话写出想了解的事,例如:煤层气产量目标是多少?"
TOO_LONG = "问题有 {length} 个字,超过了 {limit} 个字的上限。请把问题缩短,一次问一件事。"
NOT_IN_PLAN = "《{title}》没有提到这个问题,无法据此回答。"
PARTIAL = "规划没有给出所问的{what},只有以下相关内容:"
# What an answer of some kind must state; questions of other kinds cannot be judged by form.
ASKED_FOR = {"money": "金额", "number": "数字", "time": "时间"}
NO_ARTICLE = "没有{label}:本文件共 {count} 条(第1条至第{count}条)。"
NO_PART = "没有{label}:本文件共 {count} 个部分(第一部分至{last})。"
NO_INTRODUCTION = "{label}没有导语,标题之后直接是条文。"
NO_UNIT = "本文件没有{label}。"
PART_OUTLINE = "{label} {title},共 {count} 条:"
INTERNAL = "处理这个问题时出了内部错误,问题没有丢失,请重试;若再次出现,请把问题原文反馈给管理员。"
