"""Bytes of any charset in use, under right, wrong, unknown or missing labels, as text (DOMAIN §6)."""

from __future__ import annotations

import codecs
import re

ALIASES = {
    "gb18030": "gb2312 gb_2312-80 csgb2312 gbk x-gbk cp936 ms936 windows-936 x-cp936 euc-cn euccn x-euc-cn gb18030 gb18030-2000 chinese "
    "gb_1988-80 iso-ir-58 cn-gb gb hz-gb2312-80 zh_cn",
    "utf-8": "utf-8 utf8 utf_8 utf8mb4 utf-8-mac unicode-1-1-utf-8 x-utf-8 utf-8-sig cp65001 u8",
    "hz": "hz hz-gb-2312 hz-gb2312 hzgb",
    "big5hkscs": "big5 big5-hkscs big-5 cn-big5 x-x-big5 cp950 ms950 windows-950 csbig5 big5-eten",
    "cp932": "shift_jis shift-jis sjis x-sjis windows-31j cp932 ms_kanji",
    "iso2022_jp_2": "iso-2022-jp iso-2022-jp-2 iso-2022-jp-ms csiso2022jp",
    "cp949": "ks_c_5601-1987 euc-kr cp949 ks_c_5601 korean",
    "cp1252": "iso-8859-1 iso8859-1 iso-8859-15 latin1 latin-1 windows-1252 cp1252",
}
"""Python's codec for the labels met in mails. A GB 2312 label hides GB 18030; Latin 1 is what Windows sends under it."""

_CODECS = {label: codec for codec, labels in ALIASES.items() for label in labels.split()}
_NAMES = {
    "hz": "hz-gb-2312",
    "big5hkscs": "big5",
    "cp1252": "windows-1252",
    "iso2022_jp_2": "iso-2022-jp",
    "ascii": "us-ascii",
}
_NO_CLAIM = frozenset(
    {"", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "unknown", "8bit", "binary", "default", "none", "cp1252"}
)
_FREQUENT = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经"
    "法学如都同现当没动面起看定分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关"
    "点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海"
    "通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计"
    "管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据"
    "程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运您请办复邮网谢咨询留言收悉答您好證復電話辦謝處請問題時間這"
    "來說會對後過還開們與為國經實現學發業務見貴單位縣區號碼"
)
_HZ = re.compile(rb"~\{[\x21-\x7e]{2,}?~\}")


def codec_name(label: str) -> str:
    """Return Python's codec for a label, "" for a label that says nothing or that nobody knows."""
    label = label.strip().strip("\"'").lower().replace(" ", "")
    name = _CODECS.get(label, label)
    if name in _NO_CLAIM and name != "cp1252":
        return ""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return name if getattr(info, "_is_text_encoding", True) else ""


def decode(data: bytes, label: str = "") -> tuple[str, str]:
    """Return the text and the charset that it really is in. Never raises; what can't be read becomes U+FFFD."""
    codec = codec_name(label)
    if data.isascii() and b"\x1b" not in data and codec not in {"hz", "utf-7", "utf_7"}:
        return (
            (data.decode("hz", "replace"), "hz-gb-2312")
            if _HZ.search(data)
            else (data.decode("ascii"), _shown(codec or "ascii"))
        )
    for bom, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(bom):
            return data.decode("utf-8-sig" if name == "utf-8" else name, "replace"), name
    candidates = _ranked(data, codec)
    for name in candidates:
        text = _strictly(data, name)
        if text is not None:
            return text, _shown(name)
    fallback = codec if codec not in {"", "cp1252"} else candidates[0]
    return _loosely(data, fallback), _shown(fallback)


def _ranked(data: bytes, codec: str) -> list[str]:
    """The codecs to try strictly, best first: UTF-8 proves itself, the others are weighed by frequent characters."""
    rest = ["gb18030", "big5hkscs"]
    if b"\x1b$" in data:
        rest.insert(0, "iso2022_jp_2")
    weighed = sorted(rest, key=lambda name: -_weight(data, name))
    if codec in {"", "cp1252"}:
        likely = [name for name in weighed if _weight(data, name) >= 0.2 or name == "iso2022_jp_2"]
        order = [*likely, "utf-8"] if _two_bytes_only(data) and likely else ["utf-8", *likely]
        return [*order, "cp1252", "gb18030", "latin-1"]
    if codec == "utf-8":
        return ["utf-8", *([name for name in weighed if _weight(data, name) >= 0.2] if _broken(data) else [])]
    if codec in {"gb18030", "big5hkscs"}:
        proven = ["utf-8"] if _surely_utf8(data, codec) else []
        other = weighed[0]
        claimed = [codec] if _weight(data, other) < 2 * _weight(data, codec) + 0.05 else [other, codec]
        return [*proven, *claimed, "utf-8"]
    return [codec, "utf-8", *weighed]


def _surely_utf8(data: bytes, codec: str) -> bool:
    text = _strictly(data, "utf-8")
    if text is None or (_two_bytes_only(data) and _weight(data, codec) > 0.5):
        return False
    wide = [char for char in text if ord(char) > 0x7F]
    return len(wide) >= 4 or _strictly(data, codec) is None or _weight(data, "utf-8") > _weight(data, codec)


def _two_bytes_only(data: bytes) -> bool:
    """Whether all that is not ASCII could be two-byte UTF-8, as some Chinese in GBK is by chance ("谢谢" is one)."""
    return not any(byte >= 0xE0 for byte in data)


def _broken(data: bytes) -> bool:
    """Whether a text labelled UTF-8 is damaged in more than a few places, so that it is probably something else."""
    return data.decode("utf-8", "replace").count("\ufffd") > max(2, len(data) // 100)


def _weight(data: bytes, codec: str) -> float:
    """The share of frequent characters among the non-ASCII ones, under a codec; damaged characters count against it."""
    wide = [char for char in data[:20_000].decode(codec, "replace") if ord(char) > 0x7F]
    if not wide:
        return 0.0
    return (sum(char in _FREQUENT for char in wide) - sum(char == "\ufffd" for char in wide)) / len(wide)


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError, LookupError):
        return None


def _loosely(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec, "replace")
    except (UnicodeError, ValueError, LookupError):
        return data.decode("ascii", "replace")


def _shown(codec: str) -> str:
    return _NAMES.get(codec, codec)
