"""All sentences the assistant itself says, in one place; everything else in an answer is quoted."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.courtesies import ShownStatus

EMPTY = "请输入一个问题,例如:晋城机场什么时候能通航?"
NO_WORDS = "没有看出问题的文字内容。请用一句话写出想了解的事,例如:煤层气产量目标是多少?"
TOO_LONG = "问题有 {length} 个字,超过了 {limit} 个字的上限。请把问题缩短,一次问一件事。"
NOT_IN_PLAN = "《{title}》没有提到这个问题,无法据此回答。"
PARTIAL = "规划没有给出所问的{what},只有以下相关内容:"
DETAIL = "具体内容"
NUMBER_OF = "{noun}的数量"
FOUND_IN = "所在条文:{units}。"
TITLE = "({title})"
THEME_OF_PLACE = "{place}{theme}方面的内容"
OF_PLACE = "{place}的情况"
OF_TOPIC = "“{topic}”的情况"
NOTHING_MORE = "除了已经引用的内容,没有找到规划中更多与此有关的表述。已引用的是:"
OF_PERIOD = "{period}的情况"
NO_ARTICLE = "没有{label}:本文件共 {count} 条(第1条至第{count}条)。"
NO_PART = "没有{label}:本文件共 {count} 个部分(第一部分至{last})。"
NO_POSITION = "{label}只有 {count} 条,没有所问的那一条。"
ONLY_SO_MANY = "{label}只有 {count} 条。"
NO_INTRODUCTION = "{label}没有导语,标题之后直接是条文。"
# Paragraphs, items and sentences of an article.
PIECES = "{unit}共 {count} {kind}{title},{places}是:"
TITLE_COUNTED = "(标题为第1句)"
TOO_FEW_PIECES = "{unit}只有 {count} {kind},没有{lacking}。"
NO_ITEMS = "{unit}没有分项列出内容。"
ITEMS_INSTEAD = "其中分列 {count} 项。"
NO_UNIT = "本文件没有{label}。"
PART_OUTLINE = "{label} {title},共 {count} 条:"
RANK = "在{unit}({title})所列的 {count} 项中,“{head}”是第 {rank} 项。"
OF_PART = "{unit}属于{part}({title}){place}。"
PLACE_IN_PART = ",是其中 {count} 条的第 {place} 条"
OF_NO_PART = "{unit}不属于任何一个部分。"
INTERNAL = "处理这个问题时出了内部错误,请重试;若再次出现,请把问题原文反馈给管理员。"
CRASHED = "程序出了内部错误,没有做完。请重试;若再次出现,请把所用的命令反馈给管理员。"
FAILURE_WRITTEN = "详情已写入 {file}。"
FAILURE_NOT_WRITTEN = "详情本应写入 {file},但该文件无法写入;错误是:{error}"

# What the document says of itself.
IMPRINT = "据文件题头:"
IMPRINT_TITLE = "标题:{value}"
IMPRINT_ISSUER = "发文单位(见标题):{value}"
IMPRINT_DATE = "发布日期:{value}"
IMPRINT_SOURCE = "信息来源:{value}"

# Counting, listing and ordering.
OUTLINE = "全文共 {parts} 个部分、{articles} 条:"
OUTLINE_WITHOUT_PARTS = "全文共 {articles} 条。"
OUTLINE_ROW = "- {label} {title}:{first}至{last},共 {count} 条"
FIRST_AND_LAST = "首条与末条的标题:"
MENTIONS = "提到“{term}”的条文共 {articles} 条,全文出现 {times} 处{elsewhere}:"
MENTIONS_ELSEWHERE = "(含{labels})"
LEFT_OUT = "不计{labels}:"
NO_OTHER_MENTION = "除{labels}外,全文没有出现“{term}”。"
NO_MENTION = "全文没有出现“{term}”。"
NO_MENTION_THERE = "{labels}没有出现“{term}”;"
NEAR_MENTION = "全文没有出现“{term}”一词,相近的内容是:"
MENTIONED_OFTEN = "全文有 {units} 处条文或导语提到“{term}”,最相关的是:"
TITLED = "标题写明“{term}”的是:"
NO_ITEM = "“{title}”只有 {count} 项,没有第 {number} 项。"
LISTED_ONLY = "原文列出的只有 {count} 项,没有第 {number} 项。"
ITEM_AT = "第 {number} 项是“{name}”"
ONLY_NAMED = "规划在这里只列出“{name}”这一项的名称,没有展开说明:"
UNCLEAR_ITEM = "没有看出“{words}”指的是哪一项,请写出它的名称。上一问的答案是:"
ITEMS = "“{title}”共 {count} 项:"
ITEMS_CLAIMED = "“{title}”共 {count} 项,不是 {claimed} 项:"
PARTS, ARTICLES = "个部分", "条"
OUTLINE_CLAIMED = "全文共 {count} {unit},不是 {claimed} {unit}。"
SEE_FOR_YOURSELF = "规划原文如下,请对照:"
COUNT_TOLD = "原文写的是“{told}”,不是“{claimed}”:"
COUNT_LISTED = "原文列出的是 {told} 项,不是“{claimed}”:"
COUNT_RIGHT = "“{claimed}”与原文相符:"
FIGURES = "规划写明的相关数字共 {count} 项:"
TIMELINE = "按时间先后:"
TIMELINE_ROW = "- {period}:{statement}"

# Misuse, by kind; and what is said when an honest question beside it is answered.
MISUSE = {
    "instruction": "这里只回答与规划有关的问题,不接受更改规则的指令。请直接写出想了解的事。",
    "inside": "这里不提供程序内部的信息,只回答与规划有关的问题。请直接写出想了解的事。",
    "role": "这里不做角色扮演和代写,只依据规划原文回答问题。请直接写出想了解的事。",
    "invention": "这里只引用规划原文,不编写规划没有的内容。可以改问:规划对这件事是怎么说的?",
    "markup": "回答只用文字和条文编号,不输出网页代码和链接。请直接写出想了解的事。",
    "threat": "无法按这个要求办理;这里只依据规划原文回答问题。",
    "nonsense": NO_WORDS,
}
# Courtesies, by kind.
COURTESIES = {
    "abilities": "这里依据《{title}》回答问题,每句话都注明出自哪一条。可以问某件事的目标、时间、"
    "数字、地点和责任单位,可以看某一条的原文或全文的目录,也可以接着上一问追问。",
    "greeting": "您好!这里依据《{title}》回答问题。请直接写出想了解的事,也可以问“第1条讲了什么”"
    "“全文有多少条”。",
    "thanks": "不客气。还想了解规划里的什么,请接着问。",
    "farewell": "再见!以后想了解规划里的内容,欢迎再来问。",
    "assent": "好的。还想了解规划里的什么,请接着问。",
}
HONEST_PART = "已略去其中与提问无关的要求,只回答问题本身:"

# What a question takes for granted and the plan says otherwise.
CONTRADICTED = "问题中“{claims}”的说法与规划原文不符,规划是这样写的:"
# What has no match in the sentences that are about the same.
DOUBTED = "请核对:问题中“{claim}”的说法,在所引原文里没有找到完全对应的表述,请以原文为准:"
# An expression in quotation marks that the plan does not use.
UNUSED = "规划原文没有“{words}”这个说法。"
ELSEWHERE = "{labels}没有写到所问的内容,规划在别处写到:"
PART = "“{part}”"
PART_NOT_IN_PLAN = "关于“{part}”,规划没有提到。"

# Conversation on the command line.
CHAT_OPENING = "《{title}》问答。可以追问;“新话题”重新开始,“退出”结束。"
CHAT_PROMPT = "问:"
CHAT_UNDERSTOOD = "理解为:{question}"
CHAT_ANEW = frozenset(("新话题", "新对话", "/new"))
CHAT_END = frozenset(("退出", "结束", "再见", "exit", "quit", "/quit"))
CHAT_CLEARED = "已开始新话题。"

# Written answers.
WRITING = "由语言模型撰写回答,请稍候……"
LLM_REST = "原文还写到:"
LLM_RESTING = "语言模型近来多次没有响应,暂不使用,以上为原文。"
LLM_SLOW = "语言模型没有在限定时间内写完,未写出的部分为原文。"
LLM_FAILED = "语言模型没有正常给出回答,未写出的部分为原文。"
LLM_EMPTY = "语言模型没有写出内容,以上为原文。"
LLM_DROPPED = "语言模型写的 {count} 句话与所引原文不符或没有依据,没有采用。"
LLM_INCOMPLETE = "语言模型认为以上内容可能没有完整回答问题,请核对原文。"
LLM_REPAIR = "上面的输出不是所要求的 JSON。请只输出一个 JSON 对象,不要有其他文字。"

# Questions to ask next
SUGGEST_TERM = "“{term}”指什么?"
SUGGEST_UNIT = "{label}还讲了什么?"
SUGGEST_SUBJECT = "{title}有哪些安排?"

# A conversation as a document
TRANSCRIPT_TITLE = "规划问答记录"
TRANSCRIPT_ABOUT = "依据:{document}。导出时间:{when}。回答中的编号为条文出处,请以原文为准。"
TRANSCRIPT_STATUS: Mapping[ShownStatus, str] = {
    "answered": "有原文依据",
    "partial": "部分回答",
    "not_in_plan": "规划未提及",
    "refused": "无法处理",
    "courtesy": "使用提示",
}
TRANSCRIPT_CITED = "引用条文"
TRANSCRIPT_COLUMNS = ("条文", "标题", "引用的原话", "问题")
