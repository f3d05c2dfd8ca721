"""What tells an answer to those who do not know the plan: the stem, the options, another question.

Measured by characters alone. The rules know nothing of how a question was made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.numerals import NUMERAL
from assistant.quantities import find_figures, find_periods
from assistant.slots import place_names
from assistant.study.counterparts import DEGREE
from assistant.study.model import WRONG, QuizQuestion

BLANK = "____"
# Asks for the one option that is no member of the list left out of the stem.
NOT_LISTED = "不在横线处规划原文列举之中"
# Asks for the one statement that is not the plan's.
MISSTATED = "与规划不一致的是"

_MARKS = re.compile(r"[“”‘’\"\s]")
_SAYS = "规划写道:"  # stands between the heading of a stem and the words of the plan
_FRAME = re.compile(f"横线处.*$|{_SAYS}|关于|下列哪一项.*$")
# Characters that words of any field share.
_EMPTY = frozenset("的和与及等在以为是中之于上下大小新化性型一二三四五六七八九十两多全城县市区")
_SLOGAN = re.compile("“[^“”]{3,}”")
_CHARACTER = re.compile("[\u4e00-\u9fff]")
_RUN = 3
_WORD = 2  # characters of a word
_QUALITY_ENDS = re.compile("[化性型]")
_COUNT = re.compile(f"{NUMERAL}+[\u4e00-\u9fff]")  # a part of a slogan that counts (三环)
_FEWEST_COUNTS = 2
_LONG = 7  # characters from which a key may share one character more than the other options
_SHARE_OF_PAIRS = 0.34  # of a key that must not stand in what is shown with a fill-in
_FEW_CHARACTERS = 4  # of an answer, all of which must be shown to tell it; of more, all but one
_BESIDE_DATE = 150  # characters of an article between dates that are stages of one thing
_SUBJECT = 4  # characters that two statements about one project share
_SUBJECT_RUN = re.compile("[\u4e00-\u9fff]{4}")
_BESIDE = 4  # characters beside a replaced unit by which its true statement is known again
_STAGE = re.compile("建成|初具|基本|全部|全面|完成")
_SUBJECT_OF_STAGE = 12  # characters before a degree that name what reaches it
_FEWEST_WORDS = 3  # words of what was replaced that another stem must all show to tell it
_LONGEST_TOPIC = 6  # characters of a heading that is a topic and no sentence
_ELIMINATED = 3  # options that two questions must not share
_RANGE = re.compile(r"\d+-\d+年")
_FORMS = (re.compile(r"\d"), re.compile("[“”]"), re.compile(r"\+"), re.compile("[、,]"),
          re.compile("[A-Za-z]"))  # fmt: skip


def tells(
    shown: str, right: Sequence[str], wrong: Sequence[str], *, by_pairs: bool = False
) -> bool:
    """Whether what is shown has more in common with the right options than with any wrong one.

    Args:
        shown: What a reader sees beside the options, such as the stem.
        right: The keyed options.
        wrong: The other ones.
        by_pairs: Compare pairs of characters only, for long texts.
    """
    if not right or not wrong or all(map(is_measured, right)):
        return False
    text = bare(_FRAME.sub("", shown).replace(BLANK, "|"))
    pairs = [min(_pairs_in(o, text) for o in right), max(_pairs_in(o, text) for o in wrong)]
    if pairs[0] > pairs[1]:
        return True
    if by_pairs:
        return False
    spare = int(max(map(len, right)) >= _LONG)
    least = min(_characters_in(o, text) for o in right)
    return least > max(_characters_in(o, text) for o in wrong) + spare


def stands_out(right: Sequence[str], wrong: Sequence[str]) -> bool:
    """Whether the right options are known by their form: length, marks, digits, common ends."""
    if not right or not wrong or all(map(is_measured, right)):
        return False
    if len(right) == 1 and is_common_mix(right[0], wrong):
        return True
    for form in _FORMS:
        if {bool(form.search(o)) for o in right} == {not form.search(wrong[0])} and len(
            {bool(form.search(o)) for o in wrong}
        ) == 1:
            return True
    if len(right) == 1 and len(right[0]) not in set(map(len, wrong)):
        return True
    if len(right) > 1 and _breaks_pattern(right, wrong):
        return True
    slack = 1 if max(map(len, right)) < _LONG else 3
    if min(map(len, right)) > max(map(len, wrong)) + slack:
        return True
    if max(map(len, right)) < min(map(len, wrong)) - slack:
        return True
    if len(right) > 1:
        return _share_an_end(right, wrong) or _share_an_end(wrong, right)
    return _share_an_end(wrong, right)


def _breaks_pattern(right: Sequence[str], wrong: Sequence[str]) -> bool:
    """Whether a wrong option lacks a telling character that right ones of one length share."""
    length = len(right[0])
    if {len(option) for option in right} != {length}:
        return False
    inside = (n for n in range(1, length - 1) if right[0][n] not in _EMPTY)
    shared = [n for n in inside if len({option[n] for option in right}) == 1]
    return any(option[n : n + 1] != right[0][n] for n in shared for option in wrong)


def is_common_mix(right: str, wrong: Sequence[str]) -> bool:
    """Whether the key of slogans that count things has most of its parts in common with the rest.

    Who knows nothing then takes the option of which the others are variants.
    """
    parts = [_COUNT.findall(option) for option in (right, *wrong)]
    if len(parts[0]) < _FEWEST_COUNTS:
        return False
    shared = [
        sum(sum(a == b for a, b in zip(one, other, strict=False)) for other in parts) - len(one)
        for one in parts
    ]
    return shared[0] > max(shared[1:])


def is_in(answer: str, shown: str) -> bool:
    """Whether what is shown holds an answer, a third of its pairs, or nearly all its characters."""
    words, text = bare(answer), bare(_FRAME.sub("", shown).replace(BLANK, "|"))
    if words in text:
        return True
    characters = {c for c in words if _CHARACTER.match(c)}
    missing = sum(c not in text for c in characters)
    if characters and not is_measured(answer) and missing <= (len(characters) > _FEW_CHARACTERS):
        return True
    pairs = [a + b for a, b in pairwise(words)]
    runs = any(words[i : i + _RUN] in text for i in range(len(words) - _RUN + 1))
    share = sum(pair in text for pair in pairs) / max(len(pairs), 1)
    return not is_measured(answer) and (runs or (len(pairs) > 1 and share >= _SHARE_OF_PAIRS))


def title_tells(title: str, question: QuizQuestion) -> bool:
    """Whether the heading of a paper tells the answer of a question."""
    right = [o.text for o in question.options if o.letter in question.key]
    wrong = [o.text for o in question.options if o.letter not in question.key]
    if question.kind in ("single", "multiple"):
        # On a paper about gas the one kind of store for gas is the right one.
        own = {char for char in title if all(char in option for option in right)}
        is_of_topic = len(title) <= _LONGEST_TOPIC and any(
            not any(char in option for option in wrong) for char in own
        )
        return is_of_topic or tells(title, right, wrong, by_pairs=True)
    if question.kind == "fill_in":
        return is_in(question.key[0], title)
    if question.kind == "short_answer":
        return sum(bare(p.wordings[0]) in bare(title) for p in question.scoring) > 1
    return False


def gives_away(question: QuizQuestion, other: QuizQuestion) -> bool:
    """Whether what a question shows tells the answer of another one on the same paper."""
    if _is_in_chain(question, other):
        return True
    stem = bare("|".join([question.stem, *question.prompts]))
    everything = bare("|".join([stem, *(option.text for option in question.options)]))
    if other.kind == "fill_in":
        return bare(other.key[0]) in (stem if is_measured(other.key[0]) else everything)
    if other.kind == "short_answer":
        told = sum(bare(p.wordings[0]) in everything for p in other.scoring)
        return told > (not other.wanted and len(other.scoring) > 1)
    if other.kind == "matching":
        return _shows_a_pair(everything if question.kind == "matching" else stem, other)
    if other.kind == "ordering":
        return any(bare(option.text)[:8] in stem for option in other.options)
    if MISSTATED in other.stem:
        other = as_claim(other)
    if other.kind == "true_false":
        return _states_the_truth(question, stem, everything, other)
    right = [bare(o.text) for o in other.options if o.letter in other.key]
    if NOT_LISTED in other.stem:
        members = [bare(o.text) for o in other.options if o.letter not in other.key]
        return sum(member in everything for member in members) > 1
    if other.kind == "multiple":
        return sum(option in everything for option in right) > 1
    if BLANK not in other.stem:  # what belongs to what
        subject = bare(subject_of(other.stem))
        is_told = right[0] in everything and subject in everything
        return is_told or _excludes(stem, question, other) or _by_elimination(question, other)
    parts = _parts_alone(right[0], [o.text for o in other.options if o.letter not in other.key])
    if _is_begun(stem, other, right[0]) or _is_shortened(stem, right[0]):
        return True
    return (
        right[0] in stem or any(part in stem for part in parts) or _by_elimination(question, other)
    )


def _is_begun(stem: str, other: QuizQuestion, right: str) -> bool:
    """Whether a stem goes on as only the right option does behind what stands before the blank."""
    before = bare(other.stem.partition(BLANK)[0])[-_WORD:]
    firsts = {bare(o.text)[:1] for o in other.options if o.letter not in other.key}
    is_word = len(_CHARACTER.findall(before)) == _WORD
    return is_word and before + right[:1] in stem and right[:1] not in firsts


def _is_shortened(stem: str, right: str) -> bool:
    """Whether a stem has a key of qualities without what makes them qualities (智能绿色)."""
    core = _QUALITY_ENDS.sub("", right)
    return core != right and len(core) >= _SUBJECT and core in stem


def _excludes(stem: str, question: QuizQuestion, other: QuizQuestion) -> bool:
    """Whether a stem says of a place among the wrong options what the plan has for it instead."""
    place = _subject_place(question)
    wrong = (option.text for option in other.options if option.letter not in other.key)
    return bool(place and "“" in question.citations[0].quote) and any(
        option.startswith(place) and place in stem for option in wrong
    )


def _parts_alone(right: str, wrong: Sequence[str]) -> set[str]:
    """Stretches of a slogan that counts which not all the other options have."""
    if len(_COUNT.findall(right)) < _FEWEST_COUNTS:
        return set()
    runs = {right[n : n + _SUBJECT] for n in range(len(right) - _SUBJECT + 1)}
    return {run for run in runs if any(run not in option for option in wrong)}


def _is_in_chain(question: QuizQuestion, other: QuizQuestion) -> bool:
    """Whether a question speaks of a date beside one that another asks for: stages are in order."""
    if other.kind == "true_false":
        key = other.accepted[0][0] if other.accepted else ""
    elif other.kind in ("fill_in", "single") and BLANK in other.stem:
        key = next((o.text for o in other.options if o.letter in other.key), other.key[0])
    else:
        return False
    one, two = question.citations[0], other.citations[0]
    is_beside = one.label == two.label and abs(one.start - two.start) <= _BESIDE_DATE
    if not (is_beside and find_periods(key) and find_periods(one.quote)):
        return False
    # Other projects have dates of their own.
    runs = (two.quote[i : i + _SUBJECT] for i in range(len(two.quote) - _SUBJECT + 1))
    return any(_SUBJECT_RUN.fullmatch(run) and run in one.quote for run in runs)


def bare(text: str) -> str:
    """A text without quotation marks and blanks."""
    return _MARKS.sub("", text)


def is_measured(text: str) -> bool:
    """Whether an option is a figure or a time and nothing else."""
    if _RANGE.fullmatch(text):
        return True
    taken = [(f.start, f.end) for f in find_figures(text)]
    taken += [(p.start, p.end) for p in find_periods(text)]
    return any(end - start >= len(text) - 1 for start, end in taken)


def _pairs_in(option: str, text: str) -> int:
    return sum(a + b in text for a, b in pairwise(bare(option)))


def _characters_in(option: str, text: str) -> int:
    characters = {c for c in option if _CHARACTER.match(c)} - _EMPTY
    return sum(c in text for c in characters)


def _share_an_end(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether some options, but none of the others, begin or end alike."""
    for end in (slice(0, 1), slice(-1, None)):
        ends = {option[end] for option in some}
        if len(some) > 1 and len(ends) == 1 and not ends & {option[end] for option in others}:
            return True
    return False


def _shows_a_pair(shown: str, other: QuizQuestion) -> bool:
    texts = {option.letter: option.text for option in other.options}
    return any(
        bare(prompt) in shown and bare(texts[letter]) in shown
        for prompt, letter in zip(other.prompts, other.key, strict=True)
    )


def _states_the_truth(
    question: QuizQuestion, stem: str, everything: str, other: QuizQuestion
) -> bool:
    """Whether a question has the words that a statement is right or wrong by."""
    if other.key == (WRONG,) and _belies(question, everything, other):
        return True
    if _STAGE.match(other.accepted[0][0]) and _tells_stage(stem, other):
        return True
    quote, old = bare(other.citations[0].quote), bare(other.accepted[0][0])
    words = [old[n : n + 2] for n in range(0, len(old) - 1, 2)]
    if not DEGREE.match(old) and (
        (len(old) >= _SUBJECT and old in stem)
        or (len(words) >= _FEWEST_WORDS and all(word in stem for word in words))
    ):
        return True
    for match in re.finditer(re.escape(old), quote):
        before = quote[max(0, match.start() - _BESIDE) : match.start()]
        behind = quote[match.end() : match.end() + _BESIDE]
        if (before and before + old in stem) or (behind and old + behind in stem):
            return True
    return False


def as_claim(question: QuizQuestion) -> QuizQuestion:
    """The wrong one of four statements as one that is to be judged alone."""
    wrong = next(option.text for option in question.options if option.letter in question.key)
    return replace(question, kind="true_false", stem=f"{_SAYS}{wrong}。", options=(), key=(WRONG,))


def _belies(question: QuizQuestion, everything: str, other: QuizQuestion) -> bool:
    """Whether a question has what a wrong statement puts in, in its own place or as false again.

    Who sees a slogan in its own place does not believe it in another one; and who sees a place with
    its own slogan does not believe another one of it.
    """
    new = put_in(other)
    if new and new in _false_words(question):
        return True
    if any(slogan in everything for slogan in _put_in(other)):
        return True
    place = _subject_place(question)
    if place and new.startswith(place):  # who reads what it has does not believe more of it
        return True
    return _moves_slogan(other) and _subject_place(other) == _subject_place(question) != ""


def _tells_stage(stem: str, other: QuizQuestion) -> bool:
    """Whether a stem says how far the thing gets of which another one asks how far it gets."""
    two = other.citations[0].quote
    before = two.partition(other.accepted[0][0])[0][-_SUBJECT_OF_STAGE:]
    runs = (before[n : n + _SUBJECT] for n in range(len(before) - _SUBJECT + 1))
    return bool(_STAGE.search(stem)) and any(
        _SUBJECT_RUN.fullmatch(run) and run in stem for run in runs
    )


def put_in(question: QuizQuestion) -> str:
    """The words that a wrong statement has instead of its source's; empty for a right one."""
    quote, claim = question.citations[0].quote, question.stem.rpartition(_SAYS)[2].rstrip("。")
    if claim == quote:
        return ""
    head = _alike(quote, claim)
    tail = _alike(quote[head:][::-1], claim[head:][::-1])
    return claim[head : len(claim) - tail]


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _false_words(question: QuizQuestion) -> set[str]:
    """What a question puts in a place where the plan has something else."""
    if question.kind == "true_false":
        return {put_in(question)}
    if question.kind in ("single", "multiple") and BLANK in question.stem:
        options = (o.text for o in question.options if o.letter not in question.key)
        return {text for text in options if not is_measured(text)}
    return set()


def _moves_slogan(question: QuizQuestion) -> bool:
    """Whether a wrong statement has another slogan, or another place for a slogan."""
    old = question.accepted[0][0]
    return f"“{old.lstrip('“')}" in question.citations[0].quote or old in place_names()


def _subject_place(question: QuizQuestion) -> str:
    """The place that a quoted statement begins with; empty without one."""
    quote = question.citations[0].quote
    return next((quote[:n] for n in (3, 2) if quote[:n] in place_names()), "")


def subject_of(stem: str) -> str:
    """What a question without a blank asks about: the words that its stem quotes."""
    match = re.search("“(.+)”", stem)
    return match[1] if match else ""


def _put_in(question: QuizQuestion) -> list[str]:
    """Slogans in quotation marks that a wrong statement has and its source has not."""
    quote = question.citations[0].quote
    claim = question.stem.rpartition(_SAYS)[2]
    return [bare(slogan) for slogan in _SLOGAN.findall(claim) if slogan not in quote]


def _by_elimination(question: QuizQuestion, other: QuizQuestion) -> bool:
    """Whether two questions offer the same options, so that one key excludes the other."""
    if question.kind != "single" or NOT_LISTED in question.stem:
        return False
    one = {o.text for o in question.options if not is_measured(o.text)}
    two = {o.text for o in other.options if not is_measured(o.text)}
    keys = {o.text for o in question.options if o.letter in question.key}
    keys |= {o.text for o in other.options if o.letter in other.key}
    return len(one & two) >= _ELIMINATED or keys <= one & two
