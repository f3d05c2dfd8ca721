from __future__ import annotations

import pytest

from assistant.answering import Assistant

EVIDENCE = (
    "到“十四五”末,规上工业企业增加到800家,持证率达到50%以上,中高级人才占比达到85%以上。",
    "打造阳城珐华、高平潞绸、泽州铁器等品牌。",
    "实现产值三年500亿,五年1000亿。",
    "建成全国中等新型智慧城市标杆。",
    "创新载体建设、环境优化等九大行动,达到全省先进水平,安全感连续九年第一,实施城市建设三年行动。",
    "解决高端人才配偶就业,开展本科教育,对接京津冀,推进晋城至侯马高速铁路。",
    "高平建设省级示范基地,推进阳城、陵川、沁水等通用机场建设,建设2×100万千瓦机组。",
    "促进转移支付同农业转移人口市民化挂钩,推进郑太高铁开通。",
)


@pytest.mark.parametrize(
    "claim",
    [
        "规上工业企业要增加到1200家",
        "到2030年规上工业企业增加到800家",
        "持证率要到85%",
        "三年就做到1000亿",
        "潞绸是阳城的品牌",
        "打造高平珐华品牌",
        "打造陵川的居民品牌",
        "全国大型智慧城市标杆",
        "持证率要到六成",
        "环境优化那八大行动",
        "高平那个国家级示范基地建得咋样",
        "通用机场在泽州、陵川、沁水建",
        "推进晋城到运城的高速铁路",
        "达到国内先进水平",
        "安全感第一连着五年了",
        "城市建设五年行动",
    ],
)
def test_wrong_claims_are_found(assistant: Assistant, claim: str) -> None:
    """Wrong numbers, years, places, pairs and classes are told, with the words of the question."""
    found = assistant.checker.claims.contradicted(f"{claim},对吗?", EVIDENCE)
    assert found == (claim,)


@pytest.mark.parametrize(
    "question",
    [
        "规上工业企业要增加到800家吗?",
        "2025年规上工业企业增加到多少家?",
        "持证率要到五成,是吗?",
        "五年做到1000亿?",
        "潞绸是哪个县的?",
        "我们陵川有没有非遗品牌?",
        "陵川县的干部,想问问有哪些品牌",
        "跟河南那边怎么一起打造品牌?",
        "哪三个品牌?",
        "五年后有几家企业?",
        "跟高平比珐华品牌做得好吧?",
        "郑太高铁早通了吧?",
        "转移支付跟农业转移人口市民化挂钩吗?",
        "到侯马的高速铁路,沁水停不停?",
        "高平的示范基地不是国家级吧?",
        "高平示范基地是国家级还是省级?",
        "建设一百万千瓦的机组吧?",
        "通用机场在阳城、沁水建吧?",
        "阳城珐华也算品牌吧?",
        "坐高速铁路去郑州太慢吧?",
        "对接北京天津,好吧?",
        "大专家来了,配偶就业给解决吧?",
        "本科、大专的教育都开展吧?",
        "我们厂的高端人才在郑州,配偶就业给解决吧?",
    ],
)
def test_right_and_open_questions_are_left_alone(assistant: Assistant, question: str) -> None:
    """What agrees with the evidence, and what claims nothing, raises no correction."""
    assert not assistant.checker.claims.contradicted(question, EVIDENCE)


SIDE_BY_SIDE = (
    "推进王莽岭国家5A级景区和皇城相府国家级旅游度假区创建工程。",
    "对轻微违法行为不予处罚和一般违法行为减轻处罚。",
)


@pytest.mark.parametrize(
    ("claim", "is_wrong"),
    [
        ("皇城相府创国家5A级景区", True),
        ("王莽岭弄国家级度假区", True),
        ("一般违法行为不予处罚", True),
        ("王莽岭创国家5A级景区", False),
        ("皇城相府是旅游度假区", False),
        ("轻微违法行为不予处罚", False),
    ],
)
def test_things_side_by_side_are_not_mixed_up(
    assistant: Assistant, claim: str, is_wrong: bool
) -> None:
    """What is said of one of two parallel things is not taken for a statement on the other."""
    found = assistant.checker.claims.contradicted(f"{claim},对吗?", SIDE_BY_SIDE)
    assert found == ((claim,) if is_wrong else ())


def test_correction_names_claim_and_cites_truth(assistant: Assistant) -> None:
    """A wrong premise is named as wrong beside the true sentence and its article."""
    answer = assistant.ask("煤层气年产量到十四五末是200亿立方米吧?")
    assert answer.status == "answered" and 19 in {c.article for c in answer.citations}
    assert "与规划原文不符" in answer.answer and "200亿立方米" in answer.answer
    assert "100亿立方米" in answer.answer


def test_expression_the_plan_does_not_use(assistant: Assistant) -> None:
    """A quoted expression that stands nowhere in the plan is said not to be its words."""
    answer = assistant.ask("“九城联动”的综合交通怎么建?")
    assert "九城联动" in answer.answer and "没有" in answer.answer


LISTED = (
    "依托得天独厚的气候条件、古代建筑、自然生态、历史文化,以养心、养身、养性、养老为主题。",
    "建成城市展览馆、科技馆、全民健身中心。",
    "全面实施文物保护、文物记忆、文物活化三大工程。",
)


@pytest.mark.parametrize(
    ("question", "is_wrong"),
    [
        ("要建成的是城市展览馆、科技馆、大剧院这三样,是不?", True),
        ("三大工程是文物保护、数字化、文物活化,对吧?", True),
        ("主题是养心、养身、养性、养颜,对吧?", True),
        ("我写的养心、养身、养颜没错吧?", True),
        ("要建成的是城市展览馆、科技馆、全民健身中心,对吧?", False),
        ("城市展览馆、科技馆、大剧院都有哪些?", False),
    ],
)
def test_lists_are_compared(assistant: Assistant, question: str, is_wrong: bool) -> None:
    """A list with a member that the plan's list does not have is told, unless it only asks."""
    assert bool(assistant.checker.claims.contradicted(question, LISTED)) == is_wrong


def test_a_claim_is_held_against_the_clause_it_is_about(assistant: Assistant) -> None:
    """A year of another thing in the same sentence does not make a wrong claim right."""
    claims = assistant.checker.claims
    sentence = ("到2025年,起步区基本建成;到2030年,金村新区和空港新区基本建成。",)
    assert claims.contradicted("起步区要到2030年才建成吧?", sentence)
    assert not claims.contradicted("空港新区要到2030年才建成吧?", sentence)


def test_what_has_no_match_is_to_be_checked(assistant: Assistant) -> None:
    """Words that the sentence on the same thing does not have lead to a request to check them."""
    answer = assistant.ask("投资要形成政府主导的内生增长机制,民间资本该怎么办?")
    assert "请核对" in answer.answer and "政府主导" in answer.answer
    assert "市场主导的投资内生增长机制" in answer.answer


def test_what_a_quote_says_is_no_reason_to_doubt(assistant: Assistant) -> None:
    """Only what a question has and no quote has is read; of the plan's words nothing is."""
    quote = "加快推进晋城民用机场建设,力争到“十四五”末建成通航。"
    assert not len(assistant.read_doubt("力争到十四五末建成通航", [quote]).unsaid)
    assert len(assistant.read_doubt("机场建设已经叫停了吧", [quote]).unsaid)


def test_counties_that_are_not_named_are_told(assistant: Assistant) -> None:
    """A county or city that the quoted sentences do not name is no subject of theirs."""
    claims = assistant.checker.claims
    quotes = ("阳城县加快构建组团式发展格局。",)
    assert claims.unmentioned_places("长治市的县城怎么建?", quotes) == ("长治市",)
    assert claims.unmentioned_places("阳城县的县城怎么建?", quotes) == ()
    assert claims.unmentioned_places("跟长治市怎么合作?", quotes) == ()
    assert claims.unmentioned_places("长治市的县城是组团式的,对吧?", quotes) == ()


@pytest.mark.parametrize(
    "text",
    [
        "煤层气产量、规上工企数量、持证上岗比例,目标值分别是?",
        "商务局:内需、外贸、跨境网购、外资,四件事分别怎么讲",
    ],
)
def test_what_a_question_lists_to_be_told_of_is_not_doubted(
    assistant: Assistant, text: str
) -> None:
    """A list of subjects asserts nothing."""
    assert "请核对" not in assistant.ask(text).answer


def test_words_of_the_plan_in_another_order_are_doubted(assistant: Assistant) -> None:
    """What no word tells is read as a whole; what stands in the plan as it is is not doubted."""
    false = assistant.ask("“突出就业带动创业”,这口号印横幅行吧").answer
    assert false.startswith("请核对") and "突出就业带动创业" in false
    assert not assistant.ask("“突出创业带动就业”,这口号印横幅行吧").answer.startswith("请核对")


def test_all_clauses_on_the_subject_are_told(assistant: Assistant) -> None:
    """Beside the clause that is likeliest wrong, what else is said to end is told as well."""
    answer = assistant.ask("落户政策要收紧,进城打工的孩子上学也不管了?").answer
    assert "“落户政策要收紧”“进城打工的孩子上学也不管了”" in answer
