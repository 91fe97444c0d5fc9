"""What a set of choices means (pure): 咨询 and 投诉 are kinds of letter, names that end in 局 are offices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from huiying.probe.wording import BRACKETS, plain

_OFFICE = re.compile(
    r"(局|委|办|厅|院|所|中心|部|政府|支队|公司|委员会|办公室|集团|管委会|大队|处|馆|站|领导|书记|市长|县长|区长|局长|主任|科|信箱)$"
)
_REGION = re.compile(r"(省|市|区|县|州|盟|旗|镇|乡|街道|村|社区)$")
_WRITER = re.compile(
    r"(?:个人|企业|单位|公司|法人|自然人|非?法人组织|其他组织|社会组织|社会团体|团体|机构|个体户|个体工商户|事业单位|机关|市民|居民|村民|群众)"
    r"(?:用户|会员|客户|身份|名义)?"
)
_REST = frozenset({"其他", "其它"})


def names_writers(texts: Iterable[str], empty_texts: Collection[str]) -> bool:
    """Whether the choices are kinds of writers (个人, 企业), not of letters."""
    said = [one for text in texts if (one := plain(text)) and one not in empty_texts and one not in _REST]
    return len(said) > 1 and all(_WRITER.fullmatch(one) for one in said)


def choices_mean(
    texts: Iterable[str], options: Mapping[str, Collection[str]], empty_texts: Collection[str]
) -> dict[str, float]:
    """Return field → strength; two hits or a majority tell. `options` are each field's words, `empty_texts` choose nothing."""
    said = [
        one
        for text in texts
        if (one := plain(BRACKETS.sub(" ", unicodedata.normalize("NFKC", text)))) and one not in empty_texts
    ][:200]
    if not said:
        return {}
    found: dict[str, float] = {}
    for name, words in options.items():
        hits = sum(1 for one in said if _is_one_of(one, words))
        if hits >= 2 or (hits == 1 and len(said) == 1):
            found[name] = min(0.95, 0.45 + 0.5 * hits / len(said))
    offices = sum(1 for one in said if _OFFICE.search(one))
    if offices >= 2 and offices / len(said) >= 0.5:
        found["department"] = max(found.get("department", 0.0), 0.4 + 0.5 * offices / len(said))
    regions = sum(1 for one in said if _REGION.search(one))
    if regions >= 2 and regions / len(said) >= 0.6 and found.get("department", 0) < 0.5:
        found["region"] = max(found.get("region", 0.0), 0.75)
    return found


def _is_one_of(choice: str, words: Collection[str]) -> bool:
    long = [one for one in words if len(one) > 1] if len(choice) > 2 else []
    return choice in words or any(choice.startswith(one) or choice.endswith(one) for one in long)
