"""Follow-up questions: what depends on the turn before is asked together with that turn."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Ways in which Chinese refers back: connectives at the beginning, pronouns and ordinals anywhere,
# a bare topic with 呢 at the end.
_OPENS_FOLLOW_UP = re.compile(r"^(?:那|还有|另外|其他|其它|其余|然后|再|除了|剩下)")
_REFERS_BACK = re.compile(
    r"它|其中|这[个些条项里]|那[个些条项里]|该|此|前者|后者|上面|刚才|前面|第[一二三四五六七八九十\d]+[个项点步]|"
    r"另一|另外"
)
_BARE_TOPIC = re.compile(r"^.{1,10}呢[??]?$")
_NAMES_UNIT = re.compile(r"第\s*[\d一二三四五六七八九十百]+\s*(?:条|部分)")
_LONGEST_OPENING = 16  # characters; a long question that opens with 那 usually stands alone


def standalone(question: str, earlier: Sequence[str], *, has_subject: bool) -> str:
    """Make a question independent of its conversation.

    Args:
        question: The question as asked, normalised.
        earlier: Stand-alone forms of the turns before it, oldest first.
        has_subject: Whether the question has any word that says what it is about.

    Returns:
        The question itself, or the turn before it and the question, when it refers to that turn.
    """
    if not earlier or not _depends(question, has_subject):
        return question
    return f"{earlier[-1]} {question}"


def _depends(question: str, has_subject: bool) -> bool:
    if _NAMES_UNIT.search(question):
        return False
    if not has_subject or _REFERS_BACK.search(question) or _BARE_TOPIC.match(question):
        return True
    return len(question) <= _LONGEST_OPENING and bool(_OPENS_FOLLOW_UP.match(question))
