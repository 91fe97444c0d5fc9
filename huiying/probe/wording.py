"""A text in one shape, for comparing (pure): without padding, stars, punctuation, and what stands round a label's own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

BRACKETS = re.compile(r"[(\[{【〔「《<][^()\[\]{}【】〔〕「」《》<>]{0,80}[)\]}】〕」》>]")
_TRADITIONAL = str.maketrans(
    "標題內郵電話聯絡驗證碼號稱寫來類別單區縣鄉鎮門機構辦處訴詢問舉報議見饋復覆發確認選擇輸請圖傳檔聲隱權閱讀並詳細實時間點職業齡國際戶編網頁帳賬錄陸設護軍學課歷對領導長書記須與為爲開關閉顯應該誰給讓這經過務員檢測調結張換聽產訂購買團體組織負責總營運濟義訊項資講說評論師醫療藥環衛勞動農財稅價費錢銀紀違規則條約協願諾審準簽達遞遠連進還適頭風險難顧種屬轄鎖圍隨擬訪陳鄰傷廠戰爭戲獎勵滿廣東場樓",
    "标题内邮电话联络验证码号称写来类别单区县乡镇门机构办处诉询问举报议见馈复复发确认选择输请图传档声隐权阅读并详细实时间点职业龄国际户编网页帐账录陆设护军学课历对领导长书记须与为为开关闭显应该谁给让这经过务员检测调结张换听产订购买团体组织负责总营运济义讯项资讲说评论师医疗药环卫劳动农财税价费钱银纪违规则条约协愿诺审准签达递远连进还适头风险难顾种属辖锁围随拟访陈邻伤厂战争戏奖励满广东场楼",
)
"""The characters of the lexicon's words that are written otherwise in traditional script."""

_STRIPPED = re.compile(r"[\s*★☆●·•※#:;,.。、!?|/\\\-_—–~'\"“”‘’…>》<《()\[\]{}【】«»`^=+&@$%→√✓①-⑳]+")
_WHOLE = ("事项",)
"""Words whose end is none of their own to take off, though 标题项 is 标题."""

_NUMBERED = re.compile(r"^(?:第?[0-9一二三四五六七八九十]{1,2}[、.:)])+")


def simplified(text: str) -> str:
    """Return the text with the lexicon's characters in simplified script: 聯絡電話 → 联络电话."""
    return text.translate(_TRADITIONAL)


def plain(text: str) -> str:
    """Return the text in one width, case and script, without blanks and punctuation: 姓　　名： → 姓名."""
    return simplified(_STRIPPED.sub("", unicodedata.normalize("NFKC", text)).casefold())


def bare(text: str, front: Sequence[str], end: Sequence[str]) -> str:
    """Return a plain text without the words that `front` and `end` list: 请输入您的姓名 → 姓名."""
    for _ in range(4):
        before = text
        for word in front:
            if len(text) > len(word) and text.startswith(word):
                text = text[len(word) :]
                break
        for word in end:
            if len(text) > len(word) and text.endswith(word) and not text.endswith(_WHOLE):
                text = text[: -len(word)]
                break
        if text == before:
            return text
    return text


def label_candidates(text: str, front: Sequence[str], end: Sequence[str]) -> list[str]:
    """Return what the text may say as a label: without brackets, its part before the colon, the bracket's inside."""
    whole = unicodedata.normalize("NFKC", text)[:200].strip()
    whole = _NUMBERED.sub("", whole)
    outside = BRACKETS.sub(" ", whole)
    found = [outside.split(":", 1)[0]] if ":" in outside[:-1] else []
    found.append(outside)
    if not plain(outside):
        found.append(whole)
    shaped = (bare(plain(one), front, end) for one in found)
    return [one for one in dict.fromkeys(shaped) if one]


def asides(text: str) -> list[str]:
    """Return what stands in the brackets of a text: 联系方式（邮箱） → 邮箱."""
    return [one[1:-1] for one in BRACKETS.findall(unicodedata.normalize("NFKC", text)[:200])]


def alternatives(text: str) -> list[str]:
    """Return the parts of a label that names one thing or another (姓名/单位); none for any other text."""
    outside = BRACKETS.sub(" ", unicodedata.normalize("NFKC", text)[:60]).split(":", 1)[0]
    parts = outside.split("/")
    return parts if 2 <= len(parts) <= 3 and all(map(plain, parts)) else []
