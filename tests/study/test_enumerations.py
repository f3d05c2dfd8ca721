from __future__ import annotations

import pytest

from assistant.study.session import Trainer

_WHOLE = [
    ("创新载体建设、产业创新协同、创新主体壮大、创新能力提升、创新人才引育、重大技术攻关、"
     "科技成果转化承接、创新环境优化、创新文化培育", "九大行动", True),
    ("所有权、承包权、经营权", "三权分置", False),
    ("文物保护、文物记忆、文物活化", "三大工程", False),
    ("数通、数基、数融、数慧、数创、数安", "6大行动", False),
    ("社区、社会组织、社会工作者", "三社联动", False),
    ("智慧医疗、智慧教育、智慧交通", "", True),
    ("观念转型、经济转型、方式转型、路径转型、动力转型、结构转型、机制转型、管理转型", "", False),
    ("个转企、小升规、规改股、股上市", "", False),
    ("煤矿、非煤矿山、危险化学品、消防、道路交通、建筑施工、人员密集场所", "", True),
]  # fmt: skip


@pytest.mark.parametrize(("members", "name", "is_open"), _WHOLE)
def test_borders_of_lists_are_found(
    trainer: Trainer, members: str, name: str, is_open: bool
) -> None:
    """Lists come without the verb before them and the noun behind, with what counts them."""
    found = {"、".join(map(trainer.plan.quote, e.members)): e for e in trainer.facts.enumerations}
    assert members in found
    assert (found[members].name, found[members].is_open) == (name, is_open)
    assert found[members].is_whole


def test_members_neither_begin_nor_end_with_a_conjunction(trainer: Trainer) -> None:
    """A member is a thing by itself."""
    for enumeration in trainer.facts.enumerations:
        for span in enumeration.members:
            words = trainer.plan.quote(span)
            assert words
            assert words[0] not in "和与及的、”"
            assert words[-1] not in "和与及的、“"
            assert words.count("“") == words.count("”")


def test_a_list_ends_where_more_is_said_of_it(trainer: Trainer) -> None:
    """Behind 等 and the verb of a list, a further phrase is no member."""
    plan = trainer.plan
    lists = [[plan.quote(m) for m in e.members] for e in trainer.facts.enumerations]
    found = next(members for members in lists if "党员民主监督" in members)
    assert len(found) == 5
    assert "融为一体" not in found
