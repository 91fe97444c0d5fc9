"""Dates as sites write them."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.model import SHANGHAI, Precision
from huiying.probe.pages.dates import find_dates, from_epoch, stated, stated_alone


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("2024-02-05", "2024-02-05T00:00:00+08:00", Precision.DATE),
        ("2024-2-5", "2024-02-05T00:00:00+08:00", Precision.DATE),
        ("2024/2/5 9:05", "2024-02-05T09:05:00+08:00", Precision.MINUTE),
        ("2024.02.05", "2024-02-05T00:00:00+08:00", Precision.DATE),
        ("2024-02-05 09:30:12", "2024-02-05T09:30:12+08:00", Precision.SECOND),
        ("2024-02-05 09:30:12.0", "2024-02-05T09:30:12+08:00", Precision.SECOND),
        ("2024-02-05T09:30:12", "2024-02-05T09:30:12+08:00", Precision.SECOND),
        ("2024-02-05T01:30:12Z", "2024-02-05T09:30:12+08:00", Precision.SECOND),
        ("2024-02-04T22:30:00+00:00", "2024-02-05T06:30:00+08:00", Precision.SECOND),
        ("2024年2月5日", "2024-02-05T00:00:00+08:00", Precision.DATE),
        ("2024年02月05日 09时30分", "2024-02-05T09:30:00+08:00", Precision.MINUTE),
        ("2024年2月5日 9时30分12秒", "2024-02-05T09:30:12+08:00", Precision.SECOND),
        ("2024年2月5日 星期一 下午3:05", "2024-02-05T15:05:00+08:00", Precision.MINUTE),
        ("2024-02-05 下午 12:05", "2024-02-05T12:05:00+08:00", Precision.MINUTE),
        ("2024年02月05日16:08", "2024-02-05T16:08:00+08:00", Precision.MINUTE),
        ("二〇二四年二月五日", "2024-02-05T00:00:00+08:00", Precision.DATE),
        ("二○二四年十二月三十一日", "2024-12-31T00:00:00+08:00", Precision.DATE),
        ("[2024-02-05]", "2024-02-05T00:00:00+08:00", Precision.DATE),
        ("２０２４－０２－０５", "2024-02-05T00:00:00+08:00", Precision.DATE),
        ("2024-02-05 00:00:00", "2024-02-05T00:00:00+08:00", Precision.DATE),
        ("20240205", "2024-02-05T00:00:00+08:00", Precision.DATE),
        ("20240205093012", "2024-02-05T09:30:12+08:00", Precision.SECOND),
    ],
)
def test_a_time_field_is_read_with_its_precision(text: str, iso: str, precision: Precision) -> None:
    found = stated_alone(text)
    assert found is not None
    assert (found.at.isoformat(), found.precision) == (iso, precision)


@pytest.mark.parametrize(
    "text",
    ["", "暂无", "5个工作日内", "2024-13-05", "2024-02-30", "2024年", "0371-12345678", "127.0.0.1", "2024-02-05至2024-03-01",
     "2024年2月5日起", "自收到来信之日起2024年2月5日前", "1.2.3", "1220240205"],
)  # fmt: skip
def test_what_is_no_single_date_is_none(text: str) -> None:
    assert stated_alone(text) is None


def test_a_number_in_running_text_is_no_date() -> None:
    assert find_dates("您的查询号为20240205093012,编号 KF20240205001,电话 0371-23456789") == []


def test_a_date_without_its_year_needs_one() -> None:
    assert stated("[02-05]") is None
    found = stated("[02-05]", year=2024)
    assert found is not None
    assert found.at.date().isoformat() == "2024-02-05"


def test_time_stamps_of_scripts_are_beijing_time() -> None:
    found = from_epoch(1707184800000)
    assert found is not None
    assert found.at.isoformat() == "2024-02-06T10:00:00+08:00"
    assert from_epoch(42) is None


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 12, 31)))  # noqa: DTZ001
def test_what_was_written_is_read_back(when: datetime) -> None:
    found = stated_alone(when.strftime("%Y-%m-%d %H:%M"))
    assert found is not None
    assert found.at == when.replace(second=0, microsecond=0, tzinfo=SHANGHAI)


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    stated_alone(text)
    find_dates(text, year=2024)
