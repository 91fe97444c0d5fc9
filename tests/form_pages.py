"""The form pages of tests/sites/forms: opened in one Chromium, read, compared; `python -m tests.form_pages` saves their models again.

A page NAME.html has its expectation in NAME.json and what the script found in NAME.model.json. An expected control is its name,
its id, or a CSS selector where it has neither.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from huiying.probe.extract import EXTRACT
from huiying.probe.readout import read_page

FORMS = Path(__file__).parent / "sites" / "forms"
NAMES = sorted(one.stem for one in FORMS.glob("*.html"))
_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--window-size=1280,1600",
]

_SAME = """
const [specs, selectors] = arguments, found = {};
const first = (spec) => { try { return document.querySelector(spec); } catch { return null; } };
for (const spec of specs) for (const one of selectors) if (first(spec) && first(spec) === first(one)) found[spec] = one;
return found;
"""


@contextmanager
def chromium() -> Iterator[webdriver.Chrome]:
    options = Options()
    for one in _ARGUMENTS:
        options.add_argument(one)
    options.add_experimental_option("prefs", {"intl.accept_languages": "zh-CN"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_page_load_timeout(120)
    driver.set_script_timeout(120)
    try:
        yield driver
    finally:
        driver.quit()


def read_file(driver: webdriver.Chrome, path: Path) -> list[Any]:
    driver.get(path.as_uri())
    return [driver.execute_script(EXTRACT)]


def expected(name: str) -> dict[str, Any]:
    return json.loads((FORMS / f"{name}.json").read_text("utf-8"))


def specs(wanted: dict[str, Any]) -> list[str]:
    return [
        one for form in wanted["forms"] for one in (*form.get("fields", {}).values(), form.get("submit", "")) if one
    ]


def aliases(driver: webdriver.Chrome, documents: list[Any], wanted: dict[str, Any]) -> dict[str, str]:
    """Return CSS selector of the expectation → selector that the script gave the same element."""
    entries = [*documents[0].get("controls", []), *documents[0].get("buttons", [])]
    selectors = [one["selector"] for one in entries if not one["frame"] and not one["shadow"]]
    return driver.execute_script(
        _SAME, [one for one in specs(wanted) if one == "textarea" or set(one) & set("[.: #")], selectors
    )


def differences(documents: list[Any], wanted: dict[str, Any], known: dict[str, str]) -> list[str]:
    """Return what was read otherwise than expected, one line each."""
    forms = read_page(documents)["forms"]
    lines = []
    if [one["purpose"] for one in forms] != [one["purpose"] for one in wanted["forms"]]:
        lines.append(f"purposes {[one['purpose'] for one in forms]} not {[one['purpose'] for one in wanted['forms']]}")
    for want in wanted["forms"]:
        form = next((one for one in forms if one["purpose"] == want["purpose"]), None)
        if form is not None:
            lines += list(_form_differences(form, want, known, documents))
    return lines


def _form_differences(
    form: dict[str, Any], want: dict[str, Any], known: dict[str, str], documents: list[Any]
) -> Iterator[str]:
    got = {one["field"]: one for one in form["fields"]}
    yield from _field_differences(got, want, known)
    if "required" in want:
        required = {field for field, one in got.items() if one["required"]}
        if required != set(want["required"]):
            yield f"required: {sorted(required - set(want['required']))} too many, {sorted(set(want['required']) - required)} missing"
    unmapped = {one["name"] for one in form["unmapped_required"]}
    if want["purpose"] == "consultation" and unmapped != set(want.get("unmapped", [])):
        yield f"unmapped {unmapped} not {want.get('unmapped', [])}"
    if form["challenge"] != want.get("challenge", form["challenge"]):
        yield f"challenge {form['challenge']} not {want['challenge']}"
    for field, (least, most) in want.get("limits", {}).items():
        if form["limits"].get(field) != {"min": least, "max": most}:
            yield f"limits of {field}: {form['limits'].get(field)} not {least}-{most}"
    if form.get("steps", 0) != max(want.get("steps", {}).values(), default=0) or any(
        got[field].get("step") != step for field, step in want.get("steps", {}).items() if field in got
    ):
        yield f"steps {form.get('steps')} { {field: one.get('step') for field, one in got.items()} } not {want.get('steps')}"
    if "submit" in want:
        texts = {one["selector"]: one["text"] for document in documents for one in _buttons(document)}
        text = texts.get(form["submit"], "")
        if (
            "".join(text.split()) != "".join(want["submit"].split())
            and known.get(want["submit"], want["submit"]) != form["submit"]
        ):
            yield f"submit {form['submit']} “{text}” not {want['submit']}"


def _field_differences(got: dict[str, Any], want: dict[str, Any], known: dict[str, str]) -> Iterator[str]:
    for field, spec in want.get("fields", {}).items():
        if field not in got:
            yield f"{field}: not found ({spec})"
        elif got[field]["name"] != spec and got[field]["selector"] != known.get(spec, spec):
            yield f"{field}: {got[field]['selector']} ({got[field]['why']}) not {spec}"
    if "fields" in want:
        for field in got.keys() - want["fields"].keys():
            yield f"{field}: found as {got[field]['selector']} ({got[field]['why']}), expected nothing"
    for field, names in want.get("parts", {}).items():
        if len(got.get(field, {}).get("parts", [])) != len(names):
            yield f"parts of {field}: {got.get(field, {}).get('parts')}"


def _buttons(document: dict[str, Any]) -> list[dict[str, Any]]:
    return (json.loads(document["json"]) if "json" in document else document).get("buttons", [])


def save_models(names: list[str]) -> None:
    with chromium() as driver:
        for name in names:
            documents = read_file(driver, FORMS / f"{name}.html")
            known = aliases(driver, documents, expected(name))
            text = json.dumps({"documents": documents, "aliases": known}, ensure_ascii=False, separators=(",", ":"))
            text = text.replace(FORMS.as_uri(), "https://forms.example") + "\n"
            (FORMS / f"{name}.model.json").write_text(text, "utf-8")
            lines = differences(documents, expected(name), known)
            print(f"{'ok ' if not lines else 'BAD'} {name}")
            for line in lines:
                print("     ", line)


if __name__ == "__main__":
    save_models(sys.argv[1:] or NAMES)
