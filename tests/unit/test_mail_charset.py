"""Any charset in use, under any label."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.mailbox.charset import codec_name, decode
from huiying.mailbox.headers import unbase64, words

TEXT = "您好，您的来信已收悉，可携带户口簿到派出所办理换领身份证。"
LABELS = [
    "",
    "gb2312",
    "GBK",
    "x-gbk",
    "cp936",
    "utf-8",
    "utf8mb4",
    "unknown-8bit",
    "us-ascii",
    "iso-8859-1",
    "nonsense",
    "big5",
]
SENTENCES = st.lists(st.sampled_from(["请问在哪里办理？", "工本费20元。", "谢谢", "开封市公安局"])).map(
    lambda more: TEXT + "".join(more)
)


@given(SENTENCES, st.sampled_from(["gb18030", "utf-8"]), st.sampled_from(LABELS))
def test_chinese_is_read_whatever_the_label_says(text: str, real: str, label: str) -> None:
    assert decode(text.encode(real), label)[0] == text


@pytest.mark.parametrize("label", ["", "gb2312", "us-ascii"])
def test_gbk_that_is_utf_8_by_chance_is_read_as_chinese(label: str) -> None:
    assert decode("谢谢谢谢".encode("gbk"), label) == ("谢谢谢谢", "gb18030")


@pytest.mark.parametrize(
    ("label", "codec"), [("gb2312", "gb18030"), ("GB_1988-80", "gb18030"), ("utf8mb4", "utf-8"), ("x-unknown", "")]
)
def test_a_label_means_what_senders_mean_by_it(label: str, codec: str) -> None:
    assert codec_name(label) == codec


def test_gb2312_means_gb18030() -> None:
    assert decode("㛃𠀀您好".encode("gb18030"), "gb2312") == ("㛃𠀀您好", "gb18030")


def test_western_letters_are_not_taken_for_chinese() -> None:
    assert decode("Grüße aus Köln, schöne Tage".encode("latin-1"), "iso-8859-1") == (
        "Grüße aus Köln, schöne Tage",
        "windows-1252",
    )


def test_a_label_of_a_codec_that_is_no_charset_is_ignored() -> None:
    assert codec_name("rot13") == ""
    assert codec_name("zlib") == ""
    assert decode(b"aGk=", "base64")[0] == "aGk="


@given(st.binary(max_size=300), st.one_of(st.sampled_from(LABELS), st.text(max_size=20)))
def test_no_bytes_and_no_label_make_it_raise(data: bytes, label: str) -> None:
    text, charset = decode(data, label)
    assert isinstance(text, str)
    assert charset


@given(st.text(alphabet="身份证换领答复关于您的来信abc 12", min_size=1, max_size=60), st.integers(1, 20))
def test_encoded_words_cut_anywhere_inside_characters_are_put_together(text: str, size: int) -> None:
    data = text.encode("gb18030")
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    field = b"\r\n ".join(b"=?gb2312?B?" + base64.b64encode(chunk) + b"?=" for chunk in chunks)
    assert words(field) == " ".join(text.split())


@given(st.binary(max_size=100), st.integers(0, 3), st.sampled_from([b"", b"!\n", b" \x00"]))
def test_base64_without_padding_or_with_litter_is_read(data: bytes, cut: int, litter: bytes) -> None:
    encoded = base64.b64encode(data).rstrip(b"=")
    assert unbase64(encoded[:7] + litter + encoded[7:]) == data
    unbase64(encoded[: max(0, len(encoded) - cut)])
