// Function body, arguments[0] = where entries stand (a selector, or "" where it is not known), [1] = what to do, [2] = words.
// "mark": note which entries show; "read": the words of those that came since; "take": the entry with these words, to be clicked;
// "close": the button of the open list that says the words (a pattern), and that no form is sent by; null where there is none.
const ENTRIES = "li, dd, [role=option], [role=menuitem], [role=menuitemradio], [role=treeitem], [class*=option], [class*=-item]";
const MOST = 300, LONGEST = 80;
const clean = text => String(text || "").replace(/[\s\u00a0\u3000]+/g, " ").trim();
function shows(node) {
  const box = node.getClientRects()[0];
  return !!box && box.width > 2 && box.height > 2 && getComputedStyle(node).visibility !== "hidden";
}
function entries() {
  const all = Array.from(document.querySelectorAll(arguments[0] || ENTRIES)).filter(node => {
    if (/disabled/.test(String(node.className)) || node.getAttribute("aria-disabled") === "true") return false;
    if (node.getAttribute("role") === "treeitem" && node.getAttribute("aria-expanded") === "true") return false;  // heads those below it
    const text = clean(node.innerText);
    return text && text.length <= LONGEST && shows(node);
  });
  const inner = new Set(all);
  for (const node of all) for (let up = node.parentElement; up; up = up.parentElement) inner.delete(up);
  return all.filter(node => inner.has(node));
}
function popup(node) {
  for (let up = node; up; up = up.parentElement) if (/absolute|fixed/.test(getComputedStyle(up).position)) return up;
  return node.parentElement;
}
const here = entries(arguments[0]), state = window.__hyLists || {before: new Set(), box: null};
if (arguments[1] === "mark") { window.__hyLists = {before: new Set(here), box: null}; return true; }
const fresh = here.filter(node => !state.before.has(node));
if (arguments[1] === "close") {
  const start = state.box || fresh.map(popup)[0];
  for (let box = start; box && box !== document.body; box = box.parentElement) {
    if (!/absolute|fixed/.test(getComputedStyle(box).position) || !box.isConnected || !shows(box)) continue;
    if (box.querySelector("textarea, input:not([type=hidden]):not([readonly]):not([type=search])")) return null;  // a part of the form, not its list
    const button = Array.from(box.querySelectorAll("button, a, [role=button], [class*=btn], [class*=confirm], [class*=cancel]"))
      .find(node => new RegExp(arguments[2]).test(clean(node.innerText)) && shows(node) && !(node.form && node.type === "submit"));
    if (button) return button;
  }
  return null;
}
if (arguments[1] === "read") {
  // After a choice only the same list can have a further level; what else appears belongs to the form.
  const next = state.box ? fresh.filter(node => state.box.isConnected && shows(state.box) && state.box.contains(node)) : fresh;
  return next.slice(0, MOST).map(node => clean(node.innerText));
}
const words = clean(arguments[2]), fits = node => clean(node.innerText) === words;
const found = fresh.filter(fits).pop() || here.filter(fits).pop() || null;
if (found) window.__hyLists = {before: new Set(here), box: popup(found)};
let spot = found;  // the words themselves: a row of a tree listens nowhere else
for (let inner = found; inner; inner = Array.from(inner.children).find(node => fits(node) && shows(node))) spot = inner;
return spot;
