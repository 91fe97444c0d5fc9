// Function body, arguments[0] = "mark" before the press, "find" after it. A question that a script draws ("确定提交吗?" with 确定 and
// 取消) stands in for confirm(): "find" returns its text and the button that says yes, or null. An alert has no 取消, and a
// form in a window of its own has fields: neither is a question.
const YES = /^(确定|确认|是|是的|提交|确定提交|确认提交|继续提交|立即提交|确认无误|好|好的|ok|yes)$/i, NO = /^(取消|否|不|返回|返回修改|再想想|关闭|暂不提交|cancel|no)$/i;
const clean = text => String(text || "").replace(/[\s\u00a0\u3000]+/g, "");
const wordsOf = node => clean(node.localName === "input" ? node.value : node.innerText);
function shows(node) {
  const box = node.getClientRects()[0];
  return !!box && box.width > 2 && box.height > 2 && getComputedStyle(node).visibility !== "hidden" && getComputedStyle(node).opacity !== "0";
}
function buttons() {
  const all = document.querySelectorAll("button, a, input[type=button], input[type=submit], [role=button], [class*=btn], [class*=button]");
  return Array.from(all).slice(0, 3000).filter(node => shows(node) && wordsOf(node).length > 0 && wordsOf(node).length <= 8);
}
if (arguments[0] === "mark") { window.__hyButtons = new Set(buttons()); return null; }
const before = window.__hyButtons;
if (!before) return null;
const fresh = buttons().filter(node => !before.has(node));
for (const yes of fresh.filter(node => YES.test(wordsOf(node)))) {
  if (fresh.some(other => other !== yes && yes.contains(other))) continue;
  for (let box = yes.parentElement, up = 0; box && box !== document.body && up < 8; box = box.parentElement, up++) {
    const no = fresh.find(node => node !== yes && box.contains(node) && NO.test(wordsOf(node)));
    if (!no) continue;
    const fields = Array.from(box.querySelectorAll("textarea, select, input:not([type=hidden]):not([type=button]):not([type=submit])")).some(shows);
    // The words may stand in a part beside the row of buttons: go up while the box stays a small one.
    let whole = box;
    while (whole.parentElement && whole.parentElement !== document.body && clean(whole.parentElement.innerText).length <= 200) whole = whole.parentElement;
    const inner = Array.from(whole.querySelectorAll("textarea, select, input:not([type=hidden]):not([type=button]):not([type=submit])")).some(shows);
    if (fields || inner) return null;
    const lines = String(whole.innerText || "").split("\n").filter(line => !YES.test(clean(line)) && !NO.test(clean(line)));
    return {text: lines.join("\n").trim().slice(0, 300), yes: yes};
  }
}
return null;
