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


_RULES = (
    r"(?:指令|指示|规则|设定|设置|限制|约束|提示词?|要求|命令|身份|规矩|上文|上述|"
    r"以上|前面|之前|此前|安全|prompt|instruction|rule)"
)
_INVENT = (
    # A plan, a budget or a manual is compiled with the same word.
    r"(?:编造|编(?!制|.{0,6}(?:规[划化]|方案|计划|纲要|预算|目录|手册|教材))|瞎编|胡编|现编|捏造|虚构|杜撰|伪造|造假|凑|瞎写|乱写|随便写|随意写|"
    r"蒙|make up|invent|fabricate)"
)
_MADE = (
    r"(?:数字|数据|数|指标|条文|条款|第.{1,4}条|一条|一个|几个|几条|金额|目标|规定|"
    r"政策|引文|原文|出处|来源|文号|案例|收入|比例|百分|理由|说法|内容|依据|段)"
)

_PATTERNS: tuple[tuple[MisuseKind, str], ...] = (
    (
        "markup",
        r"<\s*/?\s*[a-z!][^>]*>?|javascript:|on(?:error|click|load)\s*=|!\[[^\]]*\]\(|"
        r"\]\(\s*(?:https?|data|javascript):"
        r"|https?://|(?:输出|返回|生成|插入|加上|放|用)[^,。;]{0,12}(?:html|"
        r"网页代码|脚本|超链接|外链|二维码|iframe|script)"
        r"|(?:输出|生成|插入|放|加)[^,。;]{0,20}(?:链接|网址)",
    ),
    (
        "inside",
        r"(?:系统)?提示词|system\s*prompt|(?:hidden|secret|internal)\s*(?:rules?|"
        r"instructions?|prompt)|everything above|repeat (?:the )?(?:text|words|"
        r"everything)"
        r"|(?:内部|隐藏|后台|初始|底层)的?(?:设定|指令|规则|提示|配置|代码|参数|日志)"
        r"|\.env\b|/etc/|\.\./|passwd|api[ _-]?key|密钥|(?:系统|管理员|登录)口令|"
        r"环境变量|源代码|源码|配置文件"
        r"|(?:程序|系统|服务器|服务|代码|模型|数据库|后台|你)[^,。;?]{0,10}(?:目录|"
        r"路径|密码|端口|ip地址|账号|权限|配置)"
        r"|(?:你|模型)(?:是|用的?)(?:什么|哪个|哪家)[^,。;?]{0,4}(?:模型|大模型|公司开发)",
    ),
    (
        "instruction",
        rf"(?:忽略|无视|忘记|忘掉|忘了|不用管|不要管|别管|跳过|绕过|抛开|甩开|"
        rf"不必遵守|不遵守|不用遵守|违反|解除|关闭|取消|覆盖|"
        rf"ignore|disregard|forget|override|bypass)[^。;!?]{{0,20}}{_RULES}"
        r"|【?(?:系统|管理员|开发者)(?:通知|消息|指令|提示|已?授权|模式|命令)|"
        r"system\s*(?:message|override|notice)\s*:"
        r"|(?:developer|debug|god|jailbreak|越狱|上帝|开发者|调试|无限制)\s*(?:mode|模式)"
        r"|(?:一切|所有|任何)[^,。;]{0,6}(?:提问|问题)[^。;]{0,6}(?:都|一律|"
        r"全部)(?:回答|答|回复|说)"
        r"|(?:只|必须|一律|都)(?:准|许|能|要)?(?:回答|答|回复|说)[“\"「]",
    ),
    (
        "role",
        r"(?:(?:你|我|咱|请|来|让)[^,。;?]{0,4}扮演|假扮|装成|装作|假装|充当|"
        r"演个戏|演场戏|演一[场出段]|角色扮演|cosplay|"
        r"pretend|act as|role-?play|you(?: are|'re) (?:\w+ )?now\b|"
        r"no (?:rules|restrictions|limits|filters) apply)"
        r"|(?:你|咱)(?:现在|从现在起|今天|接下来)?(?:就)?(?:是|当|来当|做)(?:一[个名位])?[^,。;?]{1,10}(?:,|"
        r""
        r",|。|;|我(?:当|是|来))"
        r"|以[^,。;]{2,12}的(?:口吻|身份|语气)(?:写|说|讲|回|骂|宣布|发)|(?:写|"
        r"作|来)一?(?:首|篇|段)[^,。;]{0,8}(?:诗|小说|情书|笑话|段子|歌词|检讨|"
        r"剧本)",
    ),
    (
        "invention",
        rf"{_INVENT}[^。;!?]{{0,16}}{_MADE}"
        r"|(?:写|说|当|算|标|注|署|安|挂|套|冒充)(?:成|作|为|是|到|在|上|进)[^。;!?]{0,8}第\s*[\d一二三四五六七八九十百]{1,4}\s*条(?:规定|"
        r""
        r"里|中|下|上|的|说|,|。|$)(?![^。]{0,6}(?:对|吗|吧|行))"
        r"|(?<!管)不管(?:真假|有没有|对不对)|(?:没有|查不到|找不到)[^。;]{0,6}(?:就|"
        r"也)(?:编|凑|写|给我写|说)"
        r"|(?:把|将)[^。;]{1,16}(?:改成|改为|换成|替换成|篡改)[^。;]{1,16}(?:引用|"
        r"原文|输出|当成|当作|就说|再给|重新)",
    ),
    (
        "threat",
        r"(?:砸|炸|杀|弄死|打死|干掉|黑掉|攻击|报复|整死|烧)(?:了|掉|死)?[^,。;]{0,6}(?:你|"
        r"他|机房|服务器|系统|办公室)|否则.{0,8}(?:后果|要你)|"
        r"(?:机房|服务器|系统|网站)[^,。;]{0,4}(?:砸|炸|黑|烧|攻)",
    ),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)
_TAGS = re.compile(r"<\s*(script|style)\b.*?<\s*/\s*\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_CLAUSE = re.compile(r"[^,。;!?:,;!?\n]+[?!?!]?")
_LEAST_QUESTION = 5  # characters; what is shorter is no question by itself
_LATIN = re.compile(r"[a-z]+", re.IGNORECASE)
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}", re.IGNORECASE)
# What text turns into when it is read in the wrong encoding.
_MOJIBAKE = re.compile(r"锟斤|斤拷|烫烫|屯屯|锘|\ufffd")


def find_misuse(text: str) -> Misuse | None:
    """Find misuse in a normalised message; None when it is an ordinary question."""
    if _is_nonsense(text):
        return Misuse("nonsense")
    kind = next((kind for kind, pattern in _COMPILED if pattern.search(text)), None)
    if kind is None:
        return None
    return Misuse(kind, _honest_part(text))


def _honest_part(text: str) -> str:
    """The clauses that ask something and hold no misuse."""
    without_tags = _TAGS.sub("。", text)
    clauses = [clause.strip() for clause in _CLAUSE.findall(without_tags)]
    honest = [c for c in clauses if not any(pattern.search(c) for _, pattern in _COMPILED)]
    asking = [c for c in honest if len(c) >= _LEAST_QUESTION and asks(c)]
    return ",".join(asking)


def _is_nonsense(text: str) -> bool:
    """Letters without a word in them, one character over and over, or a broken encoding."""
    letters = re.findall(r"[^\W\d_]", text)
    if _MOJIBAKE.search(text) or (len(letters) >= 6 and len(set(letters)) <= 2):
        return True
    if not letters or any("\u3000" <= letter <= "\u9fff" for letter in letters):
        return False
    # Abbreviations such as GDP need no vowel.
    words = [word for word in _LATIN.findall(text) if len(word) >= 3 and not word.isupper()]
    odd = [w for w in words if _CONSONANTS.search(w) or not re.search("[aeiouy]", w.lower())]
    return len(odd) * 2 >= len(words) if words else False
