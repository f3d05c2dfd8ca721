from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.answer import Answer, cite
from assistant.answering import Assistant
from assistant.plan import Span
from assistant.settings import Settings


def articles(answer: Answer) -> list[int | None]:
    return list(dict.fromkeys(c.article for c in answer.citations))


def assert_contract(answer: Answer, assistant: Assistant) -> None:
    for c in answer.citations:
        assert assistant.plan.text[c.start : c.end] == c.quote
        unit = assistant.plan.unit_at(c.start)
        assert unit and (unit.article, unit.part, unit.label) == (c.article, c.part, c.label)
        assert f"[{c.label}]" in answer.answer
    if answer.status in ("answered", "partial"):
        assert answer.citations
    if answer.retrieved:
        keys = [(r.article, r.part) for r in answer.retrieved]
        assert len(keys) == len(set(keys)) >= 10


@pytest.mark.parametrize(
    "question",
    ["晋城机场什么时候能通航?", "飞机场啥时候能坐上", "飛機場啥時候能坐上", "第33条里机场哪年通航"],
)
def test_one_fact_in_several_wordings(assistant: Assistant, question: str) -> None:
    """The same fact is found however it is asked for, with its sentence as the first quotation."""
    answer = assistant.ask(question)
    assert_contract(answer, assistant)
    assert answer.status == "answered"
    assert answer.citations[0].article == 33
    assert "力争到“十四五”末建成通航。" in answer.answer


def test_look_up_quotes_whole_article(assistant: Assistant) -> None:
    """An article asked for by number is quoted whole, and ranked first."""
    answer = assistant.ask("第三十三条原文")
    assert_contract(answer, assistant)
    article = assistant.plan.article(33)
    assert article and assistant.plan.body(article) in answer.answer
    assert answer.retrieved[0].article == 33


def test_part_look_up_lists_its_articles(assistant: Assistant) -> None:
    """A part asked for by number gives its introduction and the titles of its articles."""
    answer = assistant.ask("第七部分有哪几条?")
    assert_contract(answer, assistant)
    assert articles(answer) == [None, 25, 26, 27, 28, 29]
    assert "共 5 条" in answer.answer


def test_missing_article_names_the_range(assistant: Assistant) -> None:
    """An article that does not exist is said not to exist, with the range of those that do."""
    answer = assistant.ask("第88条说了什么")
    assert answer.status == "not_in_plan"
    assert "没有第88条" in answer.answer and "第1条至第70条" in answer.answer


def test_existing_and_missing_together(assistant: Assistant) -> None:
    """Of several units asked for, those that exist are shown and the others reported."""
    answer = assistant.ask("第33条和第99条")
    assert_contract(answer, assistant)
    assert articles(answer) == [33] and "没有第99条" in answer.answer


@pytest.mark.parametrize("question", ["", "   \n", "😀😀", "?!…", "\x00\x01\x02", "\u200b"])
def test_unusable_input_is_refused(assistant: Assistant, question: str) -> None:
    """Empty and wordless input gets a helpful refusal."""
    answer = assistant.ask(question)
    assert answer.status == "refused" and len(answer.answer) > 10


def test_overlong_input_is_refused_with_the_limit(assistant: Assistant) -> None:
    """Fifty thousand characters are refused at once, and the limit is named."""
    answer = assistant.ask("晋城" * 25_000)
    assert answer.status == "refused"
    assert "50000" in answer.answer and "1000" in answer.answer


@hypothesis_settings(max_examples=60)
@given(st.text(max_size=80))
def test_any_text_gets_an_answer_object(assistant: Assistant, text: str) -> None:
    """No text makes the assistant fail, and the contract holds for whatever it answers."""
    assert_contract(assistant.ask(text), assistant)


def test_answers_do_not_depend_on_other_threads(assistant: Assistant) -> None:
    """Eight threads get the answers that one thread gets."""
    questions = ["煤层气产量目标是多少", "怎么改善营商环境", "丹河新城什么时候建成", "养老怎么办"]
    alone = {q: assistant.ask(q).answer for q in questions}
    together: list[tuple[str, str]] = []

    def work() -> None:
        together.extend((q, assistant.ask(q).answer) for q in questions)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(together) == 32 and all(alone[q] == text for q, text in together)


def test_code_enforces_citations(assistant: Assistant) -> None:
    """An answer without a citation cannot be made, nor a citation outside its unit."""
    with pytest.raises(ValidationError):
        Answer(question="q", standalone_question="q", status="answered", answer="a")
    unit = assistant.plan.article(1)
    assert unit
    with pytest.raises(ValueError):
        cite(assistant.plan, unit, Span(unit.end, unit.end + 5))


def test_conversation_answers_the_last_turn(assistant: Assistant) -> None:
    """Of several turns the last one is answered."""
    answer = assistant.ask_turns(["营商环境怎么改善", "晋城机场什么时候通航"], id="c-1")
    assert answer.id == "c-1" and answer.citations[0].article == 33


@pytest.mark.parametrize(
    "remark", ["哦,那明天会不会下雨", "行,你喜欢吃什么", "顺便问一句,姚明多高"]
)
def test_asides_are_no_follow_ups(assistant: Assistant, remark: str) -> None:
    """What has to do neither with the plan nor with the talk is not answered from either."""
    answer = assistant.ask_turns(["晋城机场什么时候通航?", remark])
    assert answer.status == "not_in_plan" and not answer.citations
    assert "机场" not in answer.standalone_question


def test_second_start_builds_nothing(assistant: Assistant, settings: Settings) -> None:
    """A second assistant over the same folder opens the index without a word."""
    messages: list[str] = []
    steps: list[int] = []
    Assistant.open(settings, lambda done, total: steps.append(done), messages.append)
    assert messages == [] and steps == []


def test_short_parts_are_about_what_was_said_before_them(assistant: Assistant) -> None:
    """Who first says what it is about is understood in every short question that follows."""
    answer = assistant.ask("大学刚毕业,想自己创业。场地哪儿有?培训谁办?")
    assert {c.article for c in answer.citations} == {9, 11}
    assert "众创空间" in answer.answer and "创业培训" in answer.answer


def test_compound_question_is_answered_part_by_part(assistant: Assistant) -> None:
    """Both parts are named and answered, each with its article."""
    answer = assistant.ask("晋城机场哪年通航?煤层气年产量目标是多少?")
    assert_contract(answer, assistant)
    assert answer.status == "answered" and {33, 19} <= set(articles(answer))
    first, second = answer.answer.index("“晋城机场哪年通航?”"), answer.answer.index("“煤层气")
    assert first < answer.answer.index("[第33条]") < second < answer.answer.index("[第19条]")


def test_situation_of_the_asker_is_not_missed_in_the_plan(assistant: Assistant) -> None:
    """A clause that only tells why somebody asks is not reported as missing from the plan."""
    answer = assistant.ask("我家住得偏,想问两件事:农村公路怎么修,养老服务怎么搞")
    assert {36, 61} <= set(articles(answer)) and "没有提到" not in answer.answer


def test_announcements_are_no_evidence(assistant: Assistant) -> None:
    """A sentence that only says what follows is not quoted in answer to a question."""
    answer = assistant.ask("今后五年经济社会发展的主要目标有什么")
    assert answer.citations
    assert not any(c.quote.endswith("以下主要目标。") for c in answer.citations)


def test_source_can_be_asked_for(assistant: Assistant) -> None:
    """After an answer, asking for the original text shows the whole cited article."""
    answer = assistant.ask_turns(["晋城机场什么时候通航?", "原文给我看看"])
    assert_contract(answer, assistant)
    article = assistant.plan.article(33)
    assert article and assistant.plan.body(article) in answer.answer


def test_last_one_in_a_conversation_is_no_article_number(assistant: Assistant) -> None:
    """“The last one” after a list is one of the list, not the plan's last article."""
    answer = assistant.ask_turns(["经济社会发展必须遵循哪些原则?", "最后那条呢,展开说说"])
    assert articles(answer)[0] == 5


def test_everything_about_one_county(assistant: Assistant) -> None:
    """A question for all that concerns a county cites every article that names it."""
    answer = assistant.ask("沁水县有哪些安排?")
    named = {u.label for u in assistant.plan.citable if "沁水" in assistant.plan.body(u)}
    assert {c.label for c in answer.citations} == named


def test_named_article_that_does_not_say_it(assistant: Assistant) -> None:
    """When the named article lacks what another one states, that is said and the other cited."""
    answer = assistant.ask("第22条里写的机场什么时候通航?")
    assert "第22条没有写到所问的内容" in answer.answer and 33 in articles(answer)


def test_english_words_are_understood(assistant: Assistant) -> None:
    """A question in English finds the sentence in the Chinese plan."""
    answer = assistant.ask("When will the airport open to traffic?")
    assert_contract(answer, assistant)
    assert 33 in articles(answer) and "建成通航" in answer.answer


def test_titles_of_a_part_are_shown_when_its_articles_are_counted(assistant: Assistant) -> None:
    """Who asks how many articles a part has and what they are called is shown them all."""
    answer = assistant.ask("第九部分专讲农村,里面一共几条,每条的题目是什么?")
    assert "共 5 条" in answer.answer
    assert {c.article for c in answer.citations} >= {34, 35, 36, 37, 38}


def test_where_something_stands_is_said_with_the_title(assistant: Assistant) -> None:
    """Who asks in which article something stands is told its number and title."""
    answer = assistant.ask("煤层气年产量那个数,出处是哪一条?")
    assert "第19条(培育壮大战略性新兴产业集群)" in answer.answer


def test_a_term_that_counts_is_answered_by_what_it_counts(assistant: Assistant) -> None:
    """A question about a counting slogan cites the sentence that spells it out."""
    answer = assistant.ask("“三宜三晋”指的是什么?")
    assert "宜居宜养宜游" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "一、机场什么时候建成;二、煤层气产量多少",
        "1.机场什么时候建成 2.煤层气产量多少",
    ],
)
def test_what_is_asked_side_by_side_is_told_one_by_one(assistant: Assistant, question: str) -> None:
    """Numbered questions get a block each, and nothing else."""
    answer = assistant.ask(question)
    assert answer.status == "answered" and [c.article for c in answer.citations] == [33, 19]
    assert "“机场什么时候建成”" in answer.answer and "“煤层气产量多少”" in answer.answer


def test_a_clause_without_a_subject_has_that_of_the_one_before(assistant: Assistant) -> None:
    """The investment asked for behind the airport is that of the airport, which is not given."""
    answer = assistant.ask("机场何时通航,投资多少")
    assert answer.status == "partial" and {c.article for c in answer.citations} == {33}


@pytest.mark.parametrize("word", ["AI", "vr", "airport"])
def test_one_latin_word_that_the_lexicon_knows_is_a_question(
    assistant: Assistant, word: str
) -> None:
    """A word that the plan spells otherwise is looked for; noise is refused."""
    assert assistant.ask(word).status == "answered"
    assert assistant.ask("xyzzy").status == "refused"


def test_tags_leave_their_words(assistant: Assistant) -> None:
    """A question with mark-up in it is answered without that."""
    answer = assistant.ask("<b>机场</b>什么时候建成")
    assert answer.standalone_question == "机场什么时候建成"
    assert {c.article for c in answer.citations} == {33}
