"""Places as job boards write them, to the narrowest region that is certain."""

from __future__ import annotations

import pytest

from pipelines.intake.normalise.regions import region_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("上海", "310000"),
        ("上海-闵行区", "310112"),
        ("北京-朝阳区", "110105"),
        ("武汉", "420100"),
        ("东莞", "441900"),
        ("昆山", "320583"),
        ("湖北省", "420000"),
        ("示范省·云州市", "990100"),
    ],
)
def test_a_place_by_name_is_its_code(text: str, code: str) -> None:
    assert region_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("武汉-东湖新技术产业开发区", "420100"),
        ("深圳-大鹏新区", "440300"),
        ("上海-闵行区-示范园区", "310112"),
        ("云州-示范高新区", "990100"),
    ],
)
def test_a_zone_that_is_no_region_counts_as_the_region_it_lies_in(text: str, code: str) -> None:
    assert region_code(text) == code


@pytest.mark.parametrize("text", ["朝阳区", "上海-海淀区", "上海/示范园区", "乌有-无何有区", "吉林大学", "-", ""])
def test_what_is_not_certain_is_no_region(text: str) -> None:
    assert region_code(text) is None
