"""Follow-up questions: what depends on the turn before is asked together with that turn."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Ways in which Chinese refers back: connectives at the beginning, pronouns and ordinals anywhere.
_OPENS_FOLLOW_UP = re.compile(
    r"^(?:那|还有|另外|其他|其它|其余|具体|然后|再|除了|剩下|分别|为什么|怎么做|什么时候|多少|谁|哪)"
)
_REFERS_BACK = re.compile(
    r"它|其中|这[个些条项里]|那[个些条项里]|该|此|前者|后者|上面|刚才|前面|第[一二三四五六七八九十\d]+[个项点步]|"
    r"另一|另外"
)
_LONGEST_ELLIPSIS = 8  # characters; a longer question names its subject itself
_LONGEST_OPENING = 16  # a long question that opens with 那 or 什么时候 usually stands alone


def standalone(question: str, earlier: Sequence[str]) -> str:
    """Make a question independent of its conversation.

    Args:
        question: The question as asked, normalised.
        earlier: Stand-alone forms of the turns before it, oldest first.

    Returns:
        The question itself, or the turn before it and the question, when it refers to that turn.
    """
    if not earlier or not _depends(question):
        return question
    return f"{earlier[-1]} {question}"


def _depends(question: str) -> bool:
    if re.search(r"第\s*[\d一二三四五六七八九十百]+\s*(?:条|部分)", question):
        return False
    if len(question) <= _LONGEST_ELLIPSIS or _REFERS_BACK.search(question):
        return True
    return len(question) <= _LONGEST_OPENING and bool(_OPENS_FOLLOW_UP.match(question))
