// ---- texts ------------------------------------------------------------------------------------------------------------------
const stopsAt = (node, root) => root.owned.has(node);
const goneText = (el, root) => SKIPPED.has(tagOf(el)) || (tagOf(el) === "input" && !/^(radio|checkbox)$/.test(attr(el, "type"))) || matches(el, "[hidden]") || (ownHiding(el, root.view) === "display") || drawnPlaceholder(el);
// A hint that the page draws over an empty box itself (uni-app); what a drawn select shows for "nothing chosen" is said in describe.js.
const drawnPlaceholder = (el) => /^(div|span|uni-view)$/.test(tagOf(el)) && /(^|\s)(uni-)?(input|textarea)-placeholder(\s|$)/.test(attr(el, "class"));
function placeholderBeside(el) {
  const parent = getParent.call(el), one = isElement(parent) && Array.from(parent.children).find(drawnPlaceholder);
  return one ? getText.call(one) : "";
}
function textIn(node, root, max, except) {
  // Text below `node`, without controls and what is switched off; pictures count with their alt.
  const parts = [];
  let size = 0, steps = 0;
  const walk = (current, depth) => {
    if (size > max || steps++ > 600 || depth > 40) return;
    if (current.nodeType === 3) { const text = clean(current.data, max); if (text) { parts.push(text); size += text.length; } return; }
    if (!isElement(current) || current === except || (depth > 0 && goneText(current, root))) return;
    if (tagOf(current) === "img") { const alt = attr(current, "alt"); if (alt && !CAPTCHA_WORDS.test(alt)) parts.push(clean(alt, 40)); return; }
    if (BREAKS.has(tagOf(current))) parts.push("\n");
    const given = tagOf(current) === "slot" ? current.assignedNodes({ flatten: true }).slice(0, 20) : [];  // what stands there in a component
    for (const one of given) walk(one, depth + 1);
    for (let child = given.length ? null : getFirst.call(current); child; child = getNext.call(child)) walk(child, depth + 1);
    if (BREAKS.has(tagOf(current))) parts.push("\n");
  };
  walk(node, 0);
  return parts.join(" ").replace(/[ \n]*\n[ \n]*/g, " ").trim().slice(0, max);
}
function pseudoStar(el, view) {
  for (const which of ["::before", "::after"]) {
    const content = view.getComputedStyle(el, which).content;
    if (content && /[*＊]|必填/.test(content)) return true;
  }
  return false;
}
function around(el, root, forward) {
  // The lines of text before (or after) a control, nearest first, until another control: [{text, crossed}]. `crossed` counts the
  // block borders between.
  const lines = [];
  let current = [], crossed = 0, node = el, steps = 0, size = 0;
  const sibling = forward ? getNext : getPrevious, child = forward ? getFirst : getLast;
  const flush = () => {
    const text = clean((forward ? current : current.reverse()).join(" "), 160);
    current = [];
    if (text) lines.push({ text, crossed });
  };
  outer: while (node && steps++ < 400 && lines.length < 3 && size < 400) {
    let next = sibling.call(node);
    if (!next) {
      const parent = getParent.call(node);
      if (!isElement(parent) || /^(body|form|html)$/.test(tagOf(parent)) || stopsAt(parent, root)) break;
      if (BREAKS.has(tagOf(parent))) { flush(); crossed++; }
      node = parent;
      continue;
    }
    for (;;) {
      if (next.nodeType === 3) { const text = clean(next.data, 160); if (text) { current.push(text); size += text.length; } break; }
      if (!isElement(next)) break;
      if (stopsAt(next, root)) break outer;
      const tag = tagOf(next);
      if (tag === "img") { const alt = clean(attr(next, "alt"), 40); if (alt && !CAPTCHA_WORDS.test(alt)) current.push(alt); else if (/star|bitian|required|must|xing/i.test(attr(next, "src"))) current.push("*"); break; }
      if (goneText(next, root)) break;
      if (BREAKS.has(tag)) { flush(); crossed++; }
      const inner = child.call(next);
      if (!inner) break;
      next = inner;
    }
    node = next;
  }
  flush();
  return lines.slice(0, 3);
}
function labelsOf(el, root) {
  // el.labels walks the whole page each time; the labels are gathered once instead.
  if (!root.labels) {
    root.labels = new Map();
    for (const one of Array.from(root.scope.querySelectorAll("label[for]")).slice(0, 20000)) {
      const id = attr(one, "for"), known = root.labels.get(id);
      if (!known) root.labels.set(id, [one]); else if (known.length < 3) known.push(one);
    }
  }
  const id = attr(el, "id"), around = closest(el, "label");
  let found = id ? [...(root.labels.get(id) || [])] : [];
  // Two controls with one id have two labels for it: each its own is the last one before it.
  if (found.length > 1 && root.scope.querySelectorAll('[id="' + CSS.escape(id) + '"]').length > 1)
    found = found.filter((one) => one.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING).slice(-1);
  if (around && !found.includes(around) && (!hasAttr.call(around, "for") || attr(around, "for") === id)) found.push(around);
  return found;
}
function labelTexts(el, root) {
  const found = [];
  const add = (node, except) => { const text = node && textIn(node, root, 160, except); if (text) found.push(text); };
  const labels = labelsOf(el, root);
  for (const label of labels) add(label, el);
  const aria = clean(attr(el, "aria-label"), 160);
  if (aria) found.push(aria);
  const item = /^(radio|checkbox)$/.test(attr(el, "type") || attr(el, "role")) ? null : formItem(el), said = item && clean(attr(item, "label"), 160);
  if (said) found.push(said);
  found.push(...slotTexts(el));
  for (const ref of attr(el, "aria-labelledby").split(/\s+/).filter(Boolean).slice(0, 4)) {
    const target = root.scope.querySelector("#" + CSS.escape(ref));
    if (target) add(target, el);
  }
  return [found, labels];
}
function cellTexts(el, root) {
  // [left, header]: the cell to the left in the same row (or the term before a definition), and the cell above in the row before.
  const cell = closest(el, "td,th,dd");
  if (!cell) return ["", ""];
  if (tagOf(cell) === "dd") {
    const term = cell.previousElementSibling;
    return [term && tagOf(term) === "dt" && !stopsAt(term, root) ? textIn(term, root, 120) : "", ""];
  }
  const hasControl = (node) => inside(node, "input,textarea,select").some((one) => attr(one, "type") !== "hidden");
  const cells = (row) => Array.from(row.children).filter((one) => /^t[dh]$/.test(tagOf(one)));
  const row = getParent.call(cell);
  if (!isElement(row) || tagOf(row) !== "tr") return ["", ""];
  const own = cells(row), at = own.indexOf(cell);
  let left = "";
  for (let i = at - 1; i >= 0 && !left; i--) {
    if (hasControl(own[i])) break;
    left = textIn(own[i], root, 120);
  }
  let header = "";
  let above = row.previousElementSibling;
  if (!above) {
    const section = getParent.call(row), head = isElement(section) && section.previousElementSibling;
    if (head && /^(thead|tbody)$/.test(tagOf(head))) above = head.lastElementChild;
  }
  let column = 0;
  for (let i = 0; i < at; i++) column += own[i].colSpan || 1;
  for (let hops = 0; above && hops < 3 && tagOf(above) === "tr"; hops++) {
    let seen = 0, hit = null;
    for (const one of cells(above)) { if (column >= seen && column < seen + (one.colSpan || 1)) { hit = one; break; } seen += one.colSpan || 1; }
    if (hit && !hasControl(hit)) { header = textIn(hit, root, 120); if (header) break; }
    if (hit && hasControl(hit) && own.length === 1) break;
    above = above.previousElementSibling;
  }
  return [left, header];
}
function attributesOf(el) {
  const kept = {};
  let count = 0;
  for (const one of Array.from(el.attributes || []).slice(0, 60)) {
    if (/^(style|id|name|value|type|placeholder|title|maxlength|minlength|pattern|href|src|for|size|rows|cols|width|height|checked|selected)$/.test(one.name)) continue;
    if (count++ >= 24) break;
    kept[clean(one.name, 40)] = clean(one.value, 160);
  }
  return kept;
}
