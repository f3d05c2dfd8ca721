"""Misuse: instructions instead of questions, and input that holds no question at all.

Rules are about forms of speech, not single sentences: telling the assistant to drop its rules,
to reveal its inside, to play a role, to invent and attribute, to print markup or links, or threats.
The honest part of such a message is answered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.question import asks

MisuseKind = Literal["instruction", "inside", "role", "invention", "markup", "threat", "nonsense"]


@dataclass(frozen=True, slots=True)
class Misuse:
    """What was found.

    Attributes:
        kind: Which form of misuse it is.
        remainder: The honest question beside it; empty when there is none.
    """

    kind: MisuseKind
    remainder: str = ""


# Whom an order is given to, and what it begins with. Everyday words such as 限制, 配置 or 充当 are
# of the plan until the assistant is meant.
_YOU = r"(?:[你您]们?|(?:本|这个|该)(?:助手|机器人|程序|系统|软件|网站|模型))"
_ORDERED = (
    r"(?:^|[,。;:!?\s“\"]|[你您]们?|请|[给帮替]我|咱[俩们]?|随[便意]|并|就|再|先|直接|现在|来|里)"
)
_ADDRESSES = re.compile(
    rf"{_YOU}|[给帮替叫]我|告诉我|信不信|我[当是来]|随便|输出|打印|回答|提示词|prompt|instruction|rules",
    re.IGNORECASE,
)
_RULES = (
    r"(?:指令|指示|规则|规定|设定|设置|限制|约束|提示词?|要求|命令|身份|规矩|"
    r"prompt|instructions?|rules?)"
)
# Words that make rules those of the conversation.
_THESE = (
    r"(?:以上|上述|上文|上面|前面|之前|此前|先前|刚才|所有|一切|全部|任何|原有|既定|系统|安全|[你您]们?|"
    r"收到|给出|那些|这些|那|这|过|的)"
)
_DROP = r"(?:忽略|无视|忘[记掉了]?|不用管|[不别]要?管|跳过|绕过|抛开|甩开|不[用要必]?遵守)"
_END = r"(?:违反|解除|关闭|取消|覆盖)"
_INVENT = (
    r"(?:编造|瞎编|胡编|现编|捏造|虚构|杜撰|伪造|造假|凑(?=[个几一两三\d数出够])|瞎写|乱写|随便写|随意写|(?<!内)蒙|"
    r"make up|invent|fabricate|"
    # A plan, a budget or a manual is compiled with the same word.
    r"编(?=[一二两三四五几\d个条段些点上句份套出])"
    r"(?!.{0,6}(?:规[划化]|方案|计划|纲要|预算|目录|手册|教材)))"
)
_SAID = "[^。;!?什哪怎]"
_MADE = (
    r"(?:数字|数据|数|指标|条文|条款|第.{1,4}条|一条|一个|几个|几条|金额|目标|规定|"
    r"政策|引文|原文|出处|来源|文号|案例|收入|比例|百分|理由|说法|内容|依据|段)"
)
_ARTICLE = r"第\s*[\d一二三四五六七八九十百]{1,4}\s*条"
# What stands between a machine and what belongs to it; nothing of the plan's subjects does.
_ITS = (
    r"(?:程序|服务器|代码|数据库|后台|主机|软件|系统|的|是|在|用|放|存|装|安装|部署|运行|登录|管理员?|"
    r"日志|文件|哪个?|具体|绝对|所)*"
)
_PLACES = r"(?:目录|路径|密码(?![应技产])|端口|ip地址|账号|口令|权限|配置)"
_CODE = r"(?:html|网页代码|脚本|超链接|外链|二维码|iframe|script)"
_OURS = r"(?:机房|服务器|系统|网站|办公)"
_SMASH = r"(?:砸|炸|杀|弄死|打死|干掉|黑|攻击|报复|整死|烧)"

# Forms that no honest question has.
_PATTERNS: tuple[tuple[MisuseKind, str], ...] = (
    (
        "markup",
        r"<\s*/?\s*[a-z!][^>]*>?|javascript:|on(?:error|click|load)\s*=|!\[[^\]]*\]\(|"
        r"\]\(\s*(?:https?|data|javascript):|https?://|"
        rf"用(?:一个|个)?{_CODE}(?:来|的?形式|格式)*(?:回答|回复|答|写|输出|返回|显示)",
    ),
    (
        "inside",
        r"提示词|system\s*prompt|(?:hidden|secret|internal)\s*(?:rules?|instructions?|prompt)|"
        r"everything above|repeat (?:the )?(?:text|words|everything)|"
        r"(?:内部|隐藏|后台|初始|底层)的?(?:设定|指令|提示)|(?:隐藏|后台|底层)的?(?:规则|配置|代码|参数|日志)|"
        r"\.env\b|/etc/|\.\./|passwd|api[ _-]?key|密钥|(?:系统|管理员|登录)口令|环境变量|"
        r"(?<!开)源代码|源码|配置文件|"
        rf"(?:{_YOU}|(?:^|[^\u4e00-\u9fff]|[的在个把看查出])(?:程序|服务器|后台|主机)){_ITS}{_PLACES}|"
        rf"(?:系统|软件|代码|数据库){_ITS}(?:密码(?![应技产])|端口|ip地址|账号|口令)|"
        rf"{_YOU}(?:的|用的?|是)*(?:什么|哪个|哪家)[^,。;?]{{0,4}}(?:模型|公司开发)",
    ),
    (
        "instruction",
        r"(?:ignore|disregard|forget|override|bypass)(?: (?:all|any|of|your|the|these|those|"
        r"previous|prior|above|earlier|system|safety|hidden))* "
        r"(?:instructions?|rules?|prompts?|guidelines)|"
        rf"(?:{_DROP}|{_END})[^,。;!?]{{0,4}}[你您][^,。;!?]{{0,12}}{_RULES}|"
        r"【(?:系统|管理员|开发者)|管理员已?授权|(?:^|[,。;!?\s\[(])(?:系统|管理员|开发者)(?:通知|消息|指令|提示|命令)(?=[\]):,])|"
        r"system\s*(?:message|override|notice)\s*:|"
        r"(?:developer|debug|god|jailbreak|越狱|上帝|开发者|调试|无限制)\s*(?:mode|模式)|"
        r"(?:只|必须|一律|都)(?:准|许|能|要)?(?:回答|答|回复|说)[“\"「]",
    ),
    (
        "role",
        r"演个戏|演场戏|演一[场出段]|角色扮演|cosplay|role-?play|"
        r"(?:^|[.,;!?]\s*|please |you )(?:(?:must|should|now|to) )*(?:pretend|act as)\b|"
        r"you(?: are|'re) (?:\w+ )?now\b|no (?:rules|restrictions|limits|filters) apply",
    ),
    (
        "threat",
        rf"{_SMASH}(?:了|掉|死|烂|翻|毁)?[你您]|"
        rf"把(?:[你您他]们?|这个?|那个?)[^,。;?]{{0,8}}{_SMASH}|"
        r"(?:否则|不然)[^?]{0,8}(?:后果自负|[要弄整饶][^,。;?]{0,2}[你您])",
    ),
)  # fmt: skip
# Orders whose words occur in honest questions too: a clause that asks, and does not speak to the
# assistant, gives none.
_ORDERS: tuple[tuple[MisuseKind, str], ...] = (
    (
        "markup",
        rf"{_ORDERED}[^,。;?]{{0,4}}(?:输出|返回|生成|插入|附上?|加上|放)[^,。;]{{0,12}}(?:{_CODE}|"
        r"(?<![业应新值])链接|网址)",
    ),
    (
        "inside",
        r"(?:输出|打印|透露|公开|说出|告诉我|列出|给我看?|展示)[^,。;?]{0,6}(?:内部|初始)的?(?:规则|配置|代码|参数|日志)",
    ),
    (
        "instruction",
        rf"{_DROP}(?:掉|了)?{_THESE}*(?:{_RULES}(?!的)|(?:对话|文字)?内容(?=$|[,。;!?]))|"
        rf"{_DROP}(?:上文|上述|以上|前面|之前)(?:说|的|一切|所有|全部)*(?=$|[,。;!?])|"
        rf"{_END}(?:掉|了)?{_THESE}+{_RULES}(?!的)|"
        r"(?:一切|所有|任何)[^,。;]{0,6}(?:提问|问题)[^。;]{0,6}(?:都|一律|全部)(?:回答|答|回复|说)",
    ),
    (
        "role",
        rf"{_ORDERED}[^,。;?]{{0,4}}(?:扮演|假扮|(?<![包组安])装[成作](?![套业])|假装|充当)(?!什么|啥|哪|怎样|何|好|重要)|"
        r"(?:[你您]|咱)们?(?:现在|从现在起|今天|接下来)?就?(?:是(?![不否说指问想从在按根依怎如什谁哪啥以用靠很太真])|来?当|做(?![得的好到过了]))"
        r"(?:一[个名位])?[^,。;?什哪怎]{1,10}(?:[,。;]|我[当是来])|"
        r"以[^,。;]{2,12}的(?:口吻|身份|语气)(?:写|说|讲|回|骂|宣布|发)|"
        r"(?:写|作|(?<!未)来)一?(?:首|篇|段)[^,。;]{0,8}(?:诗|小说|情书|笑话|段子|歌词|检讨|剧本)",
    ),
    (
        "invention",
        rf"{_INVENT}{_SAID}{{0,16}}{_MADE}|"
        rf"(?:(?:写|说|当|算|标|注|署|安|挂|套|冒充)(?:成|作|为|是)|[标注署安挂套][到在上]){_SAID}{{0,8}}{_ARTICLE}|"
        rf"[写加放塞补](?:到|在|进|入){_SAID}{{0,8}}{_ARTICLE}(?:规定|[里中下上])*(?=[,。;]|$)|"
        r"(?<!管)不管(?:真假|是?真是假|对不对|对错|有没有(?=[,。;]|写|提|规定|依据))|"
        r"(?:没有|查不到|找不到)[^。;]{0,6}[就也](?:编|凑|(?:给我)?写(?!明|清)|说(?![没无不明清]))|"
        rf"[把将]{_SAID}{{1,16}}(?:改成|改为|换成|替换成|篡改){_SAID}{{1,16}}(?:引用|原文|输出|当成|当作|就说|再给|重新)",
    ),
    (
        "threat",
        rf"(?:我|找人|马上|今晚|明天)[^,。;?防怎如何]{{0,6}}{_SMASH}(?:了|掉|烂)?[^,。;?]{{0,4}}{_OURS}|"
        rf"{_SMASH}(?:了|掉|烂)(?:这个?|那个?)?{_OURS}|把[^,。;?]{{0,6}}{_OURS}[^,。;?]{{0,4}}{_SMASH}[了掉烂]",
    ),
)  # fmt: skip
_COMPILED = tuple(
    (kind, re.compile(pattern, re.IGNORECASE), is_order)
    for patterns, is_order in ((_PATTERNS, False), (_ORDERS, True))
    for kind, pattern in patterns
)
_TAGS = re.compile(r"<\s*(script|style)\b.*?<\s*/\s*\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_CLAUSE = re.compile(r"[^,。;!?:,;!?\n]+[?!?!]?")
_LEAST_QUESTION = 5  # characters; what is shorter is no question by itself
_ENDS = ",。;!?"
_MOST_REPEATED = 6  # letters; one that stands so often is no word
_LATIN = re.compile(r"[a-z]+", re.IGNORECASE)
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}", re.IGNORECASE)
# What text turns into when it is read in the wrong encoding.
_MOJIBAKE = re.compile(r"锟斤|斤拷|烫烫|屯屯|锘|\ufffd")


def find_misuse(text: str) -> Misuse | None:
    """Find misuse in a normalised message; None when it is an ordinary question."""
    if _is_nonsense(text):
        return Misuse("nonsense")
    kind = _kind_of(text)
    return Misuse(kind, _honest_part(text)) if kind else None


def _kind_of(text: str) -> MisuseKind | None:
    """The first form of misuse that a text has; None of an honest one."""
    for kind, pattern, is_order in _COMPILED:
        if any(not is_order or _is_given(match) for match in pattern.finditer(text)):
            return kind
    return None


def _is_given(order: re.Match[str]) -> bool:
    """Whether an order is given; “what holds for forged figures?” gives none."""
    text = order.string
    begun = max(text.rfind(mark, 0, order.start() + 1) for mark in _ENDS) + 1
    ends = [end for mark in _ENDS if (end := text.find(mark, order.end() - 1)) >= 0]
    before, behind = text[begun : order.start()], text[order.end() : min(ends, default=None)]
    is_asked = asks(f"{before}{behind}") or (bool(ends) and text[min(ends)] == "?")
    return not is_asked or _ADDRESSES.search(f"{before}{order.group()}{behind}") is not None


def _honest_part(text: str) -> str:
    """The clauses that ask something and hold no misuse."""
    clauses = [clause.strip() for clause in _CLAUSE.findall(_TAGS.sub("", text))]
    honest = [clause for clause in clauses if not _kind_of(clause)]
    asking = [c for c in honest if len(c) >= _LEAST_QUESTION and asks(c)]
    return ",".join(asking)


def _is_nonsense(text: str) -> bool:
    """Letters without a word in them, one character over and over, or a broken encoding."""
    letters = re.findall(r"[^\W\d_]", text)
    if _MOJIBAKE.search(text) or (len(letters) >= _MOST_REPEATED and len(set(letters)) == 1):
        return True
    if not letters or any("\u3000" <= letter <= "\u9fff" for letter in letters):
        return False
    # Abbreviations such as GDP need no vowel.
    words = [word for word in _LATIN.findall(text) if len(word) >= 3 and not word.isupper()]
    odd = [w for w in words if _CONSONANTS.search(w) or not re.search("[aeiouy]", w.lower())]
    return len(odd) * 2 >= len(words) if words else False
