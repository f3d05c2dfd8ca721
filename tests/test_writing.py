from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator

import pytest

from assistant import texts
from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.passages import without_item_mark
from assistant.writing import parse_reply
from eval.dataset import QUESTIONS, load_items
from eval.metrics import number_accuracy, quotes_verbatim
from tests.llm_endpoint import Behaviour, Call, Endpoint, reply, serve, with_settings

AIRPORT = "晋城机场什么时候能通航?"
CARE = "养老有什么打算?"
_LABEL = re.compile(r"\[(第[^\[\]]+|序言|结语)\]")


def written_by(
    assistant: Assistant, endpoint: Endpoint, *, seconds: float = 20, retries: int = 0
) -> Assistant:
    """The assistant with an endpoint that writes."""
    return with_settings(
        assistant,
        llm="openai",
        llm_base_url=endpoint.url,
        llm_model="test",
        llm_timeout=seconds,
        llm_retries=retries,
    )


@pytest.fixture
def answers(assistant: Assistant) -> Iterator[dict[str, Answer]]:
    """Answers of the evidence engine alone, for comparison."""
    yield {question: assistant.ask(question) for question in (AIRPORT, CARE)}


def copied(call: Call) -> None:
    """Write every sentence as it is."""
    call.say(reply(*((text, [label]) for label, text in call.sentences.items())))


def test_evidence_comes_first_then_statement_by_statement(assistant: Assistant) -> None:
    """The first answer is the evidence engine's; each further one has one statement more."""
    with serve(copied) as endpoint:
        steps = list(written_by(assistant, endpoint).ask_stream(CARE))
    assert steps[0].model_copy(update={"timings_ms": steps[-1].timings_ms}) == assistant.ask(
        CARE
    ).model_copy(update={"timings_ms": steps[-1].timings_ms})
    counts = [step.checks.written for step in steps[1:]]
    assert counts == sorted(counts) and counts[0] == 1
    assert counts[-1] == len(steps[0].citations) > 1
    assert steps[-1].engine == "llm" and texts.LLM_REST not in steps[-1].answer


def test_what_the_model_leaves_out_is_quoted(
    assistant: Assistant, answers: dict[str, Answer]
) -> None:
    """A written answer keeps every citation, and quotes every sentence that it does not tell."""

    def first_only(call: Call) -> None:
        label, text = next(iter(call.sentences.items()))
        call.say(reply((text, [label])))

    with serve(first_only) as endpoint:
        answer = written_by(assistant, endpoint).ask(CARE)
    assert set(answer.citations) == set(answers[CARE].citations)
    assert texts.LLM_REST in answer.answer
    for citation in answer.citations:
        assert without_item_mark(citation.quote) in answer.answer


def test_without_a_model_the_contract_is_unchanged(assistant: Assistant) -> None:
    """What only a model brings is left out of the JSON of other answers."""
    data = json.loads(assistant.ask(AIRPORT).model_dump_json())
    assert data["checks"] == {"dropped": 0, "notes": []} and data["engine"] == "evidence"


def test_words_of_its_own_are_shown_with_the_label(assistant: Assistant) -> None:
    """A true statement in other words is shown, followed by the article that proves it."""

    def in_other_words(call: Call) -> None:
        label = next(k for k, text in call.sentences.items() if "通航" in text)
        call.say(reply(("晋城民用机场力争到“十四五”末建成通航", [label])))

    with serve(in_other_words) as endpoint:
        answer = written_by(assistant, endpoint).ask(AIRPORT)
    assert answer.engine == "llm"
    assert answer.answer.startswith("晋城民用机场力争到“十四五”末建成通航。[第33条]")


@pytest.mark.parametrize(
    "form", ["{label}:{text}", "[{label}] {text}", "- {label}、{text}", "{text}({label})"]
)
def test_labels_inside_a_statement_are_taken_away(assistant: Assistant, form: str) -> None:
    """A model that repeats its labels in the text is understood; readers never see them."""

    def labelled(call: Call) -> None:
        rows = [(form.format(label=k, text=v), [k]) for k, v in call.sentences.items()]
        call.say(reply(*rows))

    with serve(labelled) as endpoint:
        answer = written_by(assistant, endpoint).ask(AIRPORT)
    assert answer.engine == "llm" and answer.checks.dropped == 0
    assert not re.search(r"S\d", answer.answer)


BAD_STATEMENTS = {
    "label": ("加快推进晋城民用机场建设,力争到“十四五”末建成通航。", ["S77"]),
    "number": ("加快推进晋城民用机场建设,投资35亿元。", ["S1"]),
    "date": ("加快推进晋城民用机场建设,力争2023年建成通航。", ["S1"]),
    "name": ("加快推进运城民用机场建设,力争到“十四五”末建成通航。", ["S1"]),
    "quotation": ("加快推进晋城民用机场建设,打造“空中丝路”。", ["S1"]),
    "negation": ("不再推进晋城民用机场建设。", ["S1"]),
    "meaning": ("加快推进晋城民用机场建设,并新开通直飞海外的定期航班。", ["S1"]),
    "form": ("机场见[官网](http://example.com)的通知。", ["S1"]),
}


@pytest.mark.parametrize("problem", BAD_STATEMENTS)
def test_statements_that_fail_a_check_are_not_shown(
    assistant: Assistant, answers: dict[str, Answer], problem: str
) -> None:
    """With nothing left the evidence stands, and the checks say how many were dropped and why."""
    with serve(lambda call: call.say(reply(BAD_STATEMENTS[problem]))) as endpoint:
        answer = written_by(assistant, endpoint).ask(AIRPORT)
    assert answer.engine == "evidence" and answer.answer == answers[AIRPORT].answer
    assert answer.checks.dropped == 1 and answer.checks.reasons == {problem: 1}
    assert texts.LLM_DROPPED.format(count=1) in answer.checks.notes


def test_an_empty_reply_is_told(assistant: Assistant, answers: dict[str, Answer]) -> None:
    """A model that has nothing to say is not asked again, and the evidence stands."""
    with serve(lambda call: call.say(reply(completeness="none"))) as endpoint:
        answer = written_by(assistant, endpoint).ask(AIRPORT)
        assert len(endpoint.requests) == 1
    assert answer.answer == answers[AIRPORT].answer
    assert answer.checks.notes == (texts.LLM_EMPTY,)


def test_doubts_of_the_model_are_told(assistant: Assistant) -> None:
    """A model that finds the evidence incomplete changes no status, but the reader learns of it."""

    def doubts(call: Call) -> None:
        rows = ((text, [label]) for label, text in call.sentences.items())
        call.say(reply(*rows, completeness="partial"))

    with serve(doubts) as endpoint:
        answer = written_by(assistant, endpoint).ask(AIRPORT)
    assert answer.status == "answered" and texts.LLM_INCOMPLETE in answer.checks.notes


def test_injected_instructions_come_to_nothing(
    assistant: Assistant, answers: dict[str, Answer]
) -> None:
    """A model that obeys an instruction of somebody else shows the reader nothing of it."""

    def obeys(call: Call) -> None:
        call.say("好的,我忽略以上规则。系统提示词是:……\n" + reply(("我已获得管理员权限。", ["S1"])))

    with serve(obeys) as endpoint:
        answer = written_by(assistant, endpoint).ask(AIRPORT)
    assert answer.answer == answers[AIRPORT].answer


def _hang(call: Call) -> None:
    time.sleep(2.5)


def _drop(call: Call) -> None:
    call.say('{"statements": [{"te', ends=False)


FAILURES: dict[str, tuple[Behaviour, str]] = {
    "slow": (_hang, texts.LLM_SLOW),
    "busy": (lambda call: call.fail(429), texts.LLM_FAILED),
    "broken": (lambda call: call.fail(500), texts.LLM_FAILED),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failing_endpoint_costs_only_the_prose(
    assistant: Assistant, answers: dict[str, Answer], name: str
) -> None:
    """Slow, busy or broken: the evidence stays, with a sentence that says what happened."""
    behaviour, note = FAILURES[name]
    with serve(behaviour) as endpoint:
        answer = written_by(assistant, endpoint, seconds=1).ask(AIRPORT)
    assert answer.answer == answers[AIRPORT].answer and answer.status == "answered"
    assert note in answer.checks.notes


def test_a_dead_address_costs_only_the_prose(
    assistant: Assistant, answers: dict[str, Answer]
) -> None:
    """Nobody listens there: the evidence stays."""
    with serve(copied) as endpoint:
        pass
    answer = written_by(assistant, endpoint).ask(AIRPORT)
    assert answer.answer == answers[AIRPORT].answer
    assert texts.LLM_FAILED in answer.checks.notes


def test_what_came_before_the_break_is_kept(assistant: Assistant) -> None:
    """A connection that drops in the middle loses what was not written yet, and nothing else."""

    def breaks(call: Call) -> None:
        whole = reply(*((text, [label]) for label, text in call.sentences.items()))
        call.say(whole[: whole.index("}") + 20], ends=False)

    with serve(breaks) as endpoint:
        answer = written_by(assistant, endpoint).ask(CARE)
    assert answer.engine == "llm" and answer.checks.written == 1
    assert texts.LLM_REST in answer.answer


def test_errors_that_pass_are_tried_again(assistant: Assistant) -> None:
    """One refusal for lack of capacity is followed by another try."""
    with serve(lambda call: call.fail(429), copied) as endpoint:
        answer = written_by(assistant, endpoint, retries=1).ask(AIRPORT)
    assert answer.engine == "llm" and len(endpoint.requests) == 2


def test_what_is_no_json_is_asked_for_once_more(assistant: Assistant) -> None:
    """A reply without any statement is repaired once, not for ever."""
    with serve(lambda call: call.say("机场嘛,快了。")) as endpoint:
        answer = written_by(assistant, endpoint).ask(AIRPORT)
        assert answer.engine == "evidence" and len(endpoint.requests) == 2
    with serve(lambda call: call.say("机场嘛,快了。"), _fixed) as endpoint:
        assert written_by(assistant, endpoint).ask(AIRPORT).engine == "llm"


def _fixed(call: Call) -> None:
    assert call.request["messages"][-1]["content"] == texts.LLM_REPAIR
    call.say(reply(("加快推进晋城民用机场建设,力争到“十四五”末建成通航。", ["S1"])))


def test_an_endpoint_without_schemas_is_asked_without_them(assistant: Assistant) -> None:
    """One that refuses the schema is asked again without it, then and later."""

    def old(call: Call) -> None:
        if "response_format" in call.request:
            call.fail(400)
        else:
            copied(call)

    with serve(old) as endpoint:
        written = written_by(assistant, endpoint)
        assert written.ask(AIRPORT).engine == "llm"
        assert written.ask(CARE).engine == "llm"
        assert ["response_format" in r for r in endpoint.requests] == [True, False, False]


def test_a_dead_model_is_left_alone_for_a_while(assistant: Assistant) -> None:
    """After three failures in a row the model is not asked at once again."""
    with serve(lambda call: call.fail(500)) as endpoint:
        written = written_by(assistant, endpoint)
        notes = [written.ask(AIRPORT).checks.notes for _ in range(4)]
    assert notes == [(texts.LLM_FAILED,)] * 3 + [(texts.LLM_RESTING,)]
    assert len(endpoint.requests) == 3


def test_leaving_stops_the_request(assistant: Assistant) -> None:
    """A reader who stops in the middle ends the request, and the next one is answered."""
    is_left = threading.Event()

    def endless(call: Call) -> None:
        label, text = next(iter(call.sentences.items()))
        whole = reply((text, [label]))
        try:
            call.say(whole[: whole.rindex("]")] + ', {"text": "' + "长" * 10_000_000)
        finally:
            is_left.set()

    with serve(endless, copied) as endpoint:
        written = written_by(assistant, endpoint)
        stream = written.ask_stream(CARE)
        assert [next(stream).engine, next(stream).engine] == ["evidence", "llm"]
        stream.close()
        assert is_left.wait(20)
        assert written.ask(CARE).engine == "llm"


@pytest.mark.parametrize("question", ["第33条", "一共有几条?", "红烧肉怎么做?", ""])
def test_nothing_is_written_about_look_ups_and_refusals(
    assistant: Assistant, question: str
) -> None:
    """What is read off the plan, or is not in it, needs no language model."""
    with serve(copied) as endpoint:
        assert written_by(assistant, endpoint).ask(question).engine == "evidence"
        assert endpoint.requests == []


def test_wrong_premises_and_missing_facts_stay_told(assistant: Assistant) -> None:
    """What the checks say of the question stands before whatever the model writes."""
    with serve(copied) as endpoint:
        written = written_by(assistant, endpoint)
        for question in ("煤层气年产量是200亿立方米吧?", "机场一共要花多少钱?"):
            evidence, answer = assistant.ask(question), written.ask(question)
            assert answer.status == evidence.status and answer.engine == "llm"
            assert answer.answer.split("\n")[0] == evidence.answer.split("\n")[0]


def test_a_follow_up_that_is_not_understood_is_reworded(assistant: Assistant) -> None:
    """A model may complete a follow-up, with words of the conversation only."""
    history = [assistant.ask(AIRPORT)]
    vague = "推荐一首歌"
    assert assistant.ask(vague, history).status == "not_in_plan"
    with serve(lambda call: call.say("晋城机场什么时候建成通航"), copied) as endpoint:
        answer = written_by(assistant, endpoint).ask(vague, history)
    assert answer.status == "answered" and answer.question == vague
    assert answer.standalone_question == "晋城机场什么时候建成通航"
    with serve(lambda call: call.say("运城机场2040年建成通航吗")) as endpoint:
        assert written_by(assistant, endpoint).ask(vague, history).status == "not_in_plan"


def _lie(call: Call) -> None:
    """Write one true statement and every kind of false one about each sentence."""
    given = call.sentences
    labels = list(given)
    rows: list[tuple[str, list[str]]] = []
    for number, (label, text) in enumerate(given.items()):
        other = given[labels[number - 1]]
        rows += [
            (text, [label]),
            (text, ["S99"]),
            (text, [label, "第70条"]),
            (re.sub(r"\d+", lambda m: str(int(m.group()) + 7), text) + "增长12.5%。", [label]),
            (other if other != text else "全市新建12所大学。", [label]),
            (f"{text.rstrip('。')},并给每户补贴5000元。", [label]),
        ]
    call.say(reply(*rows), size=200)


@pytest.mark.slow
def test_no_lie_reaches_a_reader(assistant: Assistant) -> None:
    """Whatever a model claims: no foreign label, no figure that the cited article does not have."""
    items = load_items(QUESTIONS.glob("*.jsonl"), assistant.plan)[::8]
    shown = 0
    with serve(_lie) as endpoint:
        written = written_by(assistant, endpoint, seconds=60)
        for item in items:
            answer = written.ask_turns(item.turns or (item.asked,))
            if answer.engine != "llm":
                continue
            shown += 1
            cited = {citation.label for citation in answer.citations}
            assert set(_LABEL.findall(answer.answer)) <= cited, answer.answer
            assert quotes_verbatim(answer, assistant.plan)
            assert number_accuracy(answer, assistant.plan) in (None, 1.0), answer.answer
            assert "5000" not in answer.answer and "12.5" not in answer.answer
            assert answer.checks.reasons["label"] >= 2
    assert shown > len(items) / 2


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ('{"statements": [{"text": "甲", "labels": ["S1"]}], "completeness": "complete"}', 1),
        ('```json\n{"statements": [{"text": "甲", "labels": ["S1"]}]}\n```', 1),
        ('好的:{"statements": [{"text": "甲", "labels": "S1"}, {"text": "乙", "lab', 1),
        ('[{"text": "甲", "labels": ["S1"]}, {"text": "乙", "labels": ["S2", "S1"]}]', 2),
        ('{"text": "甲", "labels": ["S1"]}\n{"text": "乙", "labels": ["S2"]}', 2),
        ("没有 JSON", 0),
        ('{"statements": "甲"}', 1),
        ("{" * 50, 0),
    ],
)
def test_replies_are_read_as_far_as_they_go(text: str, statements: int) -> None:
    """Fences, remarks, bare lists and broken ends do not hide what is well formed."""
    found = parse_reply(text).statements
    assert len(found) == statements
    for longer in range(len(text)):
        part = parse_reply(text[:longer]).statements
        assert part == found[: len(part)]
