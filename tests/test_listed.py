from __future__ import annotations

import pytest

from assistant.listed import Listed, lists_in


@pytest.mark.parametrize(
    ("sentence", "listed"),
    [
        (
            "积极推进甲县、乙县、丙县等通用机场建设。",
            Listed(("甲县", "乙县", "丙县"), "通用机场建设"),
        ),
        (
            "建成煤炭化工、钢铁铸造、装备、旅游和康养4个产业集群。",
            Listed(("煤炭化工", "钢铁铸造", "装备", "旅游和康养"), "4个产业集群", "4"),
        ),
        (
            "实施“数通、数基、数安”3大行动。",
            Listed(("数通", "数基", "数安"), "3大行动", "3"),
        ),
        (
            "用好“轻骑兵”“晋文文”两品牌一平台。",
            Listed(("轻骑兵", "晋文文"), "两品牌一平台", "两"),
        ),
        (
            "聚焦视觉系统的“眼睛”和硬质合金的“牙齿”的两个细分领域。",
            Listed(("眼睛", "牙齿"), "两个细分领域", "两"),
        ),
        (
            "实施创新载体建设、产业创新协同、创新主体壮大等三大行动。",
            Listed(("创新载体建设", "产业创新协同", "创新主体壮大"), "三大行动", "三"),
        ),
        (
            "推进甲镇、乙镇城镇化试点和丙镇、丁镇等特色小镇试点建设。",
            Listed(("丙镇", "丁镇"), "特色小镇试点建设"),
        ),
        (
            "推动党委(党组)监督、群众监督等贯通联动、融为一体。",
            Listed(("党委(党组)监督", "群众监督"), "贯通联动"),
        ),
    ],
)
def test_lists_are_read_with_the_borders_of_their_members(sentence: str, listed: Listed) -> None:
    """A list begins behind its verb and ends before what counts or names it."""
    assert listed in lists_in(sentence)


def test_a_sentence_without_a_list_has_none() -> None:
    """Terms in quotation marks that only stand in one sentence are no list."""
    assert lists_in("打造“世界光谷”,形成“一院五园”格局。") == ()
