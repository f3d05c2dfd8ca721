"""How a report puts figures into words; shared by its HTML and its Markdown."""

from __future__ import annotations

from assistant.answer import Answer
from eval.dataset import TYPE_NAMES
from eval.metrics import Rate, is_failure
from eval.report.comparison import FIGURES, Change, Comparison, Difference, Finding

# Means of ranks and gains are no shares of anything; they are shown as they are.
_PLAIN = frozenset({"rr", "ndcg_at_10"})

TYPE_LABELS = TYPE_NAMES

# What a manager looks at first.
HEADLINES = (
    "strict",
    "essential_cited",
    "citation_precision",
    "key_facts",
    "verbatim",
    "wrongly_refused",
    "abstention_recall",
    "all_essential_at_5",
)
BY_TYPE = (
    "strict",
    "essential_cited",
    "citation_precision",
    "key_facts",
    "all_essential_at_5",
    "wrongly_refused",
)

FINDINGS: dict[Finding, str] = {
    "better": "▲ 更好",
    "worse": "▼ 更差",
    "unclear": "– 无明显差别",
    "too_few": "– 题数太少",
}

CHANGES: dict[Change, str] = {
    "gained": "▲ 变好",
    "lost": "▼ 变差",
    "same": "不变",
}

STATUSES: dict[str, str] = {
    "answered": "有原文依据",
    "partial": "部分回答",
    "not_in_plan": "规划未提及",
    "refused": "无法处理",
    "error": "程序出错",
}

MEANINGS: dict[str, str] = {
    "strict": "规划写了的题:引用了全部必需条文、答出全部关键事实、没有拒答;"
    "规划没写的题:说明了没写或拒绝。",
    "essential_cited": "规划写了的题中,必需条文一条不漏都引用了的比例。",
    "citation_precision": "所引条文中引对了的比例,按题平均。",
    "citation_recall": "必需条文中被引用了的比例,按题平均。",
    "key_facts": "必须答出的原文词句中答出了的比例,按题平均。",
    "number_accuracy": "回答中的数字能在所引条文中找到的比例,按题平均。",
    "numbers_before_checks": "语言模型写的句子里,核对之前数字和日期就与原文一致的比例,按题平均。",
    "statements_kept": "语言模型写出的句子里,通过全部核对的比例,按题平均。",
    "verbatim": "全部引文与原文一字不差、条号无误的回答的比例。",
    "wrongly_refused": "规划写了的题中,没有直接回答(拒答或只作部分回答)的比例;越低越好。",
    "false_premise_corrected": "问题里有错误说法的题中,答对并指出了错误说法的比例。",
    "all_essential_at_5": "必需条文全部排在检索结果前 5 位的题的比例。",
    "recall_at_1": "必需条文出现在检索结果第 1 位的比例,按题平均;3、5、10 同理。",
    "rr": "第一个正确条文名次的倒数,按题平均;1 为最好。",
    "ndcg_at_10": "检索结果前 10 位的排序质量;1 为最好。",
    "abstention_precision": "拒答的题中,规划确实没写的比例。",
    "abstention_recall": "规划没写的题中,如实说明没写或拒绝了的比例。",
}

INTERVALS_NOTE = (
    "区间为 95% Wilson 区间,n 为计入的题数。各项指标不一定对每道题都适用,所以 n 各不相同。"
)
DIFFERENCES_NOTE = (
    "差异只按两次运行都回答了的题计算,区间为配对自助法(bootstrap)的 95% 区间;"
    "区间含 0 即无明显差别。各项逐一判断,没有为多次比较作校正。"
)
SPLITS_NOTE = "dev 题用来调整系统,test 题没有用来调整;判断效果以 test 题为准。"
STRICT_NOTE = "严格正确不计多引:把许多条文整段列出也能得到高分,所以要与引用准确率和回答字数一起看。"
LATENCY_NOTE = "耗时取决于机器和当时的负载,只宜在同一台机器上先后运行的系统之间比较。"
CURVE_NOTE = (
    "曲线表示:如果只看检索第一名的得分,低于某个门槛就拒答,会误拒多少规划写了的题、"
    "认出多少规划没写的题;门槛由低到高,曲线从左下走到右上,越靠左上越好。"
    "大的标记是各系统实际的表现。得分本来只在同一题内可比,所以曲线只作参照。"
)


def show(metric: str, value: float) -> str:
    """A figure: ``64.2%``, or ``0.879`` for means of ranks."""
    return f"{value:.3f}" if metric in _PLAIN else f"{value:.1%}"


def show_interval(metric: str, rate: Rate) -> str:
    """Both ends of an interval: ``55.3%–72.2%``."""
    return f"{show(metric, rate.low)}–{show(metric, rate.high)}"


def show_change(metric: str, value: float) -> str:
    """A difference with its sign, in percentage points unless the figure is no share."""
    # Adding zero turns the -0.0 that rounding may leave into 0.0.
    return (
        f"{round(value, 3) + 0:+.3f}" if metric in _PLAIN else f"{round(value * 100, 1) + 0:+.1f}"
    )


def show_change_interval(difference: Difference) -> str:
    """Both ends of a difference's interval."""
    ends = (difference.low, difference.high)
    return " 至 ".join(show_change(difference.metric, end) for end in ends)


def show_chars(count: float | None) -> str:
    """A number of characters; a dash for none."""
    return "–" if count is None else f"{count:.0f}"


def status_of(answer: Answer) -> str:
    """Status of an answer, a key of `STATUSES`; a failure of the program is one of its own."""
    return "error" if is_failure(answer) else answer.status


def verdict(comparison: Comparison) -> str:
    """What the judged run achieved, in one sentence of plain words."""
    judged = comparison.judged
    strict = judged.figures["strict"]
    test = judged.splits.get("test")
    clauses = [
        f"{judged.name}回答了 {judged.whole.n} 道题,{show('strict', strict.value)} 严格正确"
        f"(95% 区间 {show_interval('strict', strict)})"
    ]
    if test and len(judged.splits) > 1:
        share = show("strict", test.rates["strict"].value)
        clauses[0] += f",没有用来调整系统的 {test.n} 题中为 {share}"
    sentences = {
        "citation_precision": "所引条文 {} 引对了",
        "wrongly_refused": "规划写了的题有 {} 没有直接回答",
        "abstention_recall": "规划没写的题有 {} 如实说明或拒绝",
        "verbatim": "有引文的回答 {} 与原文逐字一致",
    }
    clauses += [
        sentence.format(show(name, rate.value))
        for name, sentence in sentences.items()
        if (rate := judged.figures.get(name))
    ]
    return ";".join(clauses) + "。"


def against(comparison: Comparison) -> list[str]:
    """One sentence for each run compared with: on being right, and on citing nothing else."""
    metrics = ("strict", "citation_precision")
    sentences = []
    for other in comparison.others:
        found = [d for d in comparison.differences if d.other == other.name]
        clauses = [_difference(d) for name in metrics for d in found if d.metric == name]
        if clauses:
            sentences.append(f"与{other.name}相比:{';'.join(clauses)}。")
    return sentences


def _difference(difference: Difference) -> str:
    points = show_change(difference.metric, abs(difference.change)).lstrip("+")
    name = FIGURES[difference.metric]
    said = f"{name}{'高' if difference.change > 0 else '低'} {points} 个百分点"
    if points == "0.0":
        said = f"{name}相同"
    conclusions: dict[Finding, str] = {
        "better": "差别明确",
        "worse": "差别明确",
        "unclear": "无明显差别",
        "too_few": "题数太少,不能下结论",
    }
    interval = f"区间 {show_change_interval(difference)},n={difference.n}"
    return f"{said}({interval}),{conclusions[difference.finding]}"
