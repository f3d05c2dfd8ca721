from __future__ import annotations

import os
import subprocess
import sys

from assistant.lexicon import load_lexicon
from assistant.plan import Plan
from assistant.settings import PROJECT
from assistant.words import Segmenter, extract_terms

CUT_PLAN = """
from assistant.plan import load_plan
from assistant.settings import PROJECT
from assistant.words import Segmenter, extract_terms
text = load_plan(PROJECT / "data" / "plan.txt").text
print(ascii(Segmenter(extract_terms(text)).search_words(text)))
"""


def test_terms_come_from_the_text(plan: Plan) -> None:
    """Quoted expressions and repeated names of the plan are its terms."""
    terms = extract_terms(plan.text)
    assert {"一枢纽三基地一中心", "丹河新城", "煤层气", "世界光谷"} <= terms
    assert all(term in plan.text for term in terms)


def test_segmenter_keeps_terms_whole(plan: Plan) -> None:
    """A term of the plan is one word; search also gets the words inside it."""
    segmenter = Segmenter(extract_terms(plan.text))
    assert "丹河新城" in segmenter.words("丹河新城什么时候建成")
    assert {"丹河新城", "新城"} <= set(segmenter.search_words("丹河新城"))


def test_everyday_words_match_at_word_borders() -> None:
    """A phrase of the lexicon is found as whole words, the longest first."""
    lexicon = load_lexicon()
    (match,) = lexicon.everyday_in(["手机", "没", "信号"])
    assert match.phrase == "手机没信号" and (match.start, match.end) == (0, 3)
    assert lexicon.everyday_in(["丹河新城"]) == []
    assert any("公共卫生" in m.terms for m in lexicon.bodies_in(["卫健委", "做", "啥"]))


def test_fillers_leave_the_question(plan: Plan) -> None:
    """Phrases of politeness go, words that look like particles inside a word stay."""
    lexicon = load_lexicon()
    assert lexicon.without_fillers("请问酒吧在哪里呢").strip() == "酒吧在哪里"
    assert lexicon.without_fillers("请问") == "请问"


def test_words_are_the_same_in_every_process() -> None:
    """The order in which Python happens to keep a set does not change how a text is cut."""
    cuts = {
        subprocess.run(
            [sys.executable, "-c", CUT_PLAN],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=PROJECT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(cuts) == 1
