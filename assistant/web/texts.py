"""All words of the page, in one place."""

from __future__ import annotations

from assistant.answer import Status

TAB_CHAT = "问答"
QUESTION_LABEL = "问题"
QUESTION_PLACEHOLDER = "用平常的话提问,按 Enter 发送"
SEND = "提问"
NEW_CONVERSATION = "新对话"
EXAMPLES_LABEL = "可以这样问"
EXAMPLES = (
    "晋城机场什么时候能通航?",
    "煤层气年产量的目标是多少?",
    "丹河新城分几步建成?",
    "怎么改善营商环境?",
    "第33条原文",
)
CHAT_LABEL = "对话"
CHAT_EMPTY = "回答只引用规划原文,每句话后面注明出自第几条;点击条号,右侧会跳到该条并标出所引文字。"
PANEL_TITLE = "引用条文"
PANEL_EMPTY = "提问后,这里显示所引用条文的全文,引用的文字会标出来。"
PANEL_NONE = "这个回答没有引用条文。"
SOURCE = "发布:{date} · 来源:{source}"
ASK_SOMETHING = "请先输入一个问题。"
# What kind of answer it is, said in words and not by colour alone; an ordinary answer needs none.
STATUS_NOTE: dict[Status, str] = {
    "answered": "",
    "partial": "⚠ 部分回答:规划没有直接说明所问的内容",
    "not_in_plan": "○ 规划未提及",
    "refused": "✕ 无法处理",
}
READY = "网页已就绪:{url}(按 Ctrl-C 停止)"
PORT_IN_USE = "端口 {port} 已被占用。请关闭占用它的程序,或用 ASSISTANT_PORT 换一个端口。"
