// The body of a function: reads the document it runs in, with same-origin frames and open shadow roots, and returns plain data
// (the shape is read by huiying/probe/controls.py). It changes nothing in the page. Everything is bounded: a hostile page costs
// at most `BUDGET` milliseconds and the counts below.
const BUDGET = (arguments[0] && arguments[0].milliseconds) || 8000;
const MAX_ELEMENTS = 400000, MAX_CONTROLS = 2500, MAX_BUTTONS = 500, MAX_HEADINGS = 120, MAX_FRAMES = 40, MAX_DEPTH = 6;
const MAX_OPTIONS = 600, MAX_TEXTS = 6000, MAX_NOTES = 60, MAX_CLIMB = 60;
const started = Date.now();
const late = () => Date.now() - started > BUDGET;

// A page may name an input "parentNode" or "id": a form's own properties are then that input. Ask the prototype instead.
const getter = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
const getParent = getter(Node, "parentNode"), getPrevious = getter(Node, "previousSibling"), getNext = getter(Node, "nextSibling");
const getFirst = getter(Node, "firstChild"), getLast = getter(Node, "lastChild"), getText = getter(Node, "textContent");
const getAttr = Element.prototype.getAttribute, hasAttr = Element.prototype.hasAttribute, contains = Node.prototype.contains;
const getRect = Element.prototype.getBoundingClientRect, closestOf = Element.prototype.closest, matchesOf = Element.prototype.matches;
const findAll = Element.prototype.querySelectorAll, findOne = Element.prototype.querySelector;
const attr = (el, name) => getAttr.call(el, name) || "";
const tagOf = (el) => (typeof el.localName === "string" ? el.localName : "form");
const isElement = (node) => node && node.nodeType === 1;
const closest = (el, selector) => { try { return closestOf.call(el, selector); } catch { return null; } };
const matches = (el, selector) => { try { return matchesOf.call(el, selector); } catch { return false; } };
const inside = (el, selector, max) => { try { return Array.from(findAll.call(el, selector)).slice(0, max || 200); } catch { return []; } };

const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]/g;
const clean = (text, max) =>
  String(text == null ? "" : text).slice(0, max * 4).replace(CONTROL_CHARACTERS, " ").replace(/[\s\u00a0\u3000]+/g, " ").trim().slice(0, max);

const SKIPPED = new Set(["script", "style", "option", "select", "textarea", "button", "noscript", "template", "svg", "iframe", "datalist", "object", "video"]);
const BREAKS = new Set(["br", "hr", "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "tbody", "thead", "form", "fieldset", "legend",
  "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer", "nav", "td", "th"]);
const EDITOR_WRAPPER = ".edui-editor,.ke-container,.cke,.cke_chrome,.ck-editor,.tox-tinymce,.mce-tinymce,.mce-container.mce-panel,.w-e-container," +
  ".wangEditor-container,.ql-container,.simditor,.layui-layedit,.note-editor,.trumbowyg-box,.xheLayout,.jodit-container,.editor-wrapper";
const EDITOR_CHROME = ".edui-toolbar,.edui-dialog,.edui-popup,.ke-toolbar,.ke-dialog,.cke_top,.cke_dialog,.ck-toolbar,.mce-toolbar-grp,.mce-window,.tox-editor-header," +
  ".tox-dialog,.w-e-toolbar,.w-e-panel-container,.ql-toolbar,.ql-tooltip,.note-toolbar,.note-modal,.layui-layedit-tool,.simditor-toolbar";
const SCRIPTED_SELECT = ".el-select,.el-cascader,.ant-select,.ant-cascader-picker,.ivu-select,.ivu-cascader,.n-select,.n-base-selection,.arco-select,.t-select,.v-select,.vs__dropdown-toggle," +
  ".van-dropdown-menu,.ui.dropdown,.selectize-control,.weui-cell_select,.mui-select,.dropdown-select,.custom-select-box,.combo,.easyui-combobox";
const REPLACEMENTS = [
  ["layui", ".layui-form-select", ".layui-select-title", "dd"],
  ["select2", ".select2-container,.select2", ".select2-selection,.select2-choice", ""],
  ["chosen", ".chosen-container,.chzn-container", "a,.chosen-choices", "li.active-result,li.group-option"],
  ["bootstrap", ".bootstrap-select,.btn-group.bootstrap-select", "button,.dropdown-toggle", "li a,.dropdown-item"],
  ["nice", ".nice-select", "", "li.option,li"],
  ["generic", "[class*=select],[class*=Select],[class*=dropdown]", "", "li,dd,a"],
];
const REPLACEMENT_INNARDS = ".layui-form-select,.select2-container,.select2-drop,.chosen-container,.nice-select,.bootstrap-select .bs-searchbox,.selectize-dropdown,.ui-datepicker,.layui-laydate,.el-picker-panel,.el-pagination";
const ACTION_WORDS = /提\s*交|发\s*送|留\s*言|写\s*信|发\s*表|确\s*[定认]|保\s*存|送\s*出|寄\s*出|寄\s*信|咨\s*询|登\s*录|登\s*陆|搜\s*索|查\s*询|检\s*索|订\s*阅|投\s*票|注\s*册|验证码|下一步|同\s*意|已阅读|重\s*置|清\s*空|重\s*填|取\s*消|返\s*回|换一[张个]|看不清|发\s*布|上\s*报|反\s*馈|回\s*复|submit|send/i;
const CAPTCHA_WORDS = /captcha|verif|valid|vcode|checkcode|check_?code|authcode|auth_?code|yzm|yanzheng|seccode|rand(om)?(img|code|pic)|imgcode|codeimg|kaptcha|getcode|securimage|identif|vdimgck|codeimage|imagecode|safecode|piccode|验证|看不清|点击(更换|刷新|换)|换一/i;
const REQUIRED_ATTRIBUTES = ["required", "data-val-required", "data-rule-required", "data-bv-notempty", "ng-required", "data-required", "notnull", "isrequired", "must", "notempty"];
const REQUIRED_VALUES = /\brequired?\b|validate\[[^\]]*required|必填|notnull|notempty|not-?empty|isNotNull|required:\s*true|allowBlank:\s*false/i;

let serial = 0;
const ids = new WeakMap();
const idOf = (node) => { let id = ids.get(node); if (!id) { id = ++serial; ids.set(node, id); } return id; };
const result = {
  url: clean(location.href, 2000), title: clean(document.title, 300), site_code: "", truncated: false, frame: [],
  controls: [], buttons: [], headings: [], forms: [], frames: [], notes: [], login_texts: [], slider_texts: [], scripts: [],
};
let frameCount = 0;

// ---- visibility -------------------------------------------------------------------------------------------------------------
const styles = new WeakMap();
function ownHiding(el, view) {
  if (styles.has(el)) return styles.get(el);
  const style = view.getComputedStyle(el);
  let why = "";
  if (style.display === "none") why = "display";
  else if (parseFloat(style.opacity) < 0.05) why = "opacity";
  else if (/^rect\(\s*(0|1)(px)?[, ]+(0|1)(px)?[, ]+(0|1)(px)?[, ]+(0|1)(px)?\s*\)$/.test(style.clip) || /inset\((50|100)%/.test(style.clipPath)) why = "clip";
  else if (style.overflow !== "visible" && el.getClientRects().length && style.display !== "inline" && style.display !== "contents") {
    const rect = getRect.call(el);
    if (rect.width < 2 || rect.height < 2) why = "clip";
  }
  styles.set(el, why);
  return why;
}
function hiding(el, root) {
  // → [why, id of the element that hides]; ["", 0] when a person could see it.
  const view = root.view;
  let node = el;
  for (let i = 0; i < MAX_CLIMB * 2 && isElement(node); i++) {
    const why = ownHiding(node, view);
    if (why) return [why, idOf(node)];
    const parent = getParent.call(node);
    node = parent && parent.nodeType === 11 && parent.host ? parent.host : parent;
  }
  if (view.getComputedStyle(el).visibility !== "visible") return ["visibility", idOf(el)];
  const rect = getRect.call(el);
  if (rect.width < 2 || rect.height < 2) return ["size", idOf(el)];
  const page = root.document.documentElement;
  const left = rect.left + view.scrollX, top = rect.top + view.scrollY;
  if (left + rect.width <= 0 || top + rect.height <= 0 || left > Math.max(page.scrollWidth, view.innerWidth) + 400) return ["offscreen", idOf(el)];
  return root.hidden ? ["frame", 0] : ["", 0];
}

// ---- selectors --------------------------------------------------------------------------------------------------------------
const UNSTABLE = /\d{5,}|^(el-id-|ember|react-|yui_|ext-|gen|:r|radix|mui-\d|rc_select|layui-\w*\d|select2-|cke_|mce_|ueditor_|edui)|[0-9a-f]{8,}|[{}<>]/i;
const quoted = (value) => '"' + value.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\a ") + '"';
// Counted once per root: asking the page for every selector would take a hostile page's square.
const counts = new WeakMap();
function countsOf(scope) {
  if (counts.has(scope)) return counts.get(scope);
  const found = { ids: new Map(), names: new Map() };
  let seen = 0;
  for (const one of scope.querySelectorAll("[id],[name]")) {
    if (++seen > MAX_ELEMENTS) break;
    const id = attr(one, "id"), name = attr(one, "name");
    if (id) found.ids.set(id, (found.ids.get(id) || 0) + 1);
    if (name) { const key = tagOf(one) + " " + name; found.names.set(key, (found.names.get(key) || 0) + 1); }
  }
  counts.set(scope, found);
  return found;
}
function unique(scope, selector, el) {
  try { const found = scope.querySelectorAll(selector); return found.length === 1 && found[0] === el; } catch { return false; }
}
const places = new WeakMap();
function placeOf(node) {
  // The element's number among its siblings of the same tag; all siblings are counted at the first question.
  if (!places.has(node)) {
    const seen = new Map(), parent = getParent.call(node);
    for (let one = parent ? getFirst.call(parent) : node; one; one = getNext.call(one)) {
      if (!isElement(one)) continue;
      const number = (seen.get(tagOf(one)) || 0) + 1;
      seen.set(tagOf(one), number);
      places.set(one, number);
    }
  }
  return places.get(node) || 1;
}
function selectorOf(el, scope) {
  const tag = tagOf(el), id = attr(el, "id"), name = attr(el, "name");
  const { ids, names } = countsOf(scope);
  if (id && id.length < 120 && !UNSTABLE.test(id) && ids.get(id) === 1) return "#" + CSS.escape(id);
  const tries = [];
  if (name && name.length < 200) {
    if (names.get(tag + " " + name) === 1) return `${tag}[name=${quoted(name)}]`;
    const value = attr(el, "value");
    if (/^(radio|checkbox)$/.test(attr(el, "type")) && value.length < 120) tries.push(`${tag}[name=${quoted(name)}][value=${quoted(value)}]`);
    const form = closest(el, "form");
    const formId = form && attr(form, "id"), formName = form && attr(form, "name");
    if (formId && !UNSTABLE.test(formId)) tries.push(`#${CSS.escape(formId)} ${tag}[name=${quoted(name)}]`);
    if (formName) tries.push(`form[name=${quoted(formName)}] ${tag}[name=${quoted(name)}]`);
  }
  const placeholder = attr(el, "placeholder");
  if (placeholder && placeholder.length < 60) tries.push(`${tag}[placeholder=${quoted(placeholder)}]`);
  if (id && id.length < 120 && ids.get(id) === 1) tries.push("#" + CSS.escape(id));
  for (const selector of tries) if (unique(scope, selector, el)) return selector;
  const steps = [];
  let node = el;
  for (let i = 0; i < 300 && isElement(node); i++) {
    const own = attr(node, "id");
    if (node !== el && own && !UNSTABLE.test(own) && ids.get(own) === 1) { steps.unshift("#" + CSS.escape(own)); break; }
    const parent = getParent.call(node);
    steps.unshift(tagOf(node) === "body" || tagOf(node) === "html" ? tagOf(node) : `${CSS.escape(tagOf(node))}:nth-of-type(${placeOf(node)})`);
    node = parent;
    if (!isElement(parent)) break;
  }
  return steps.join(" > ");
}

// ---- texts ------------------------------------------------------------------------------------------------------------------
const stopsAt = (node, root) => root.owned.has(node);
const goneText = (el, root) => SKIPPED.has(tagOf(el)) || (tagOf(el) === "input" && !/^(radio|checkbox)$/.test(attr(el, "type"))) || matches(el, "[hidden]") || (ownHiding(el, root.view) === "display");
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
    for (let child = getFirst.call(current); child; child = getNext.call(child)) walk(child, depth + 1);
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
  const found = id ? [...(root.labels.get(id) || [])] : [];
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
  for (const ref of attr(el, "aria-labelledby").split(/\s+/).filter(Boolean).slice(0, 4)) {
    const target = root.scope.querySelector("#" + CSS.escape(ref));
    if (target) add(target, el);
  }
  return [found, labels];
}
function cellTexts(el, root) {
  // [left, header]: the cell to the left in the same row, and the cell above in the row before.
  const cell = closest(el, "td,th");
  if (!cell) return ["", ""];
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

// ---- what the page shows, by its geometry -----------------------------------------------------------------------------------
// "被举报人（单位）信息", "写信人资料": the heading of a part of a form, however it is marked up.
const SECTION = /^[\s【[(（※★•●■◆\d一二三四五六七八九十、.]{0,6}被?[\u4e00-\u9fa5]{2,6}(人|者|单位|对象|方|企业)\s*([（(][^）)]{0,8}[）)])?\s*的?(基本|个人|相关|详细)?(信息|情况|资料|内容)/;
function scanTexts(root) {
  root.sections = [];
  const texts = [];
  const walker = root.document.createTreeWalker(root.scope === root.document ? root.document.body || root.document.documentElement : root.scope, NodeFilter.SHOW_TEXT);
  let seen = 0;
  for (let node = walker.nextNode(); node && seen++ < 60000 && !(seen % 500 === 0 && late()); node = walker.nextNode()) {
    const raw = node.data;
    if (!raw || (raw.length < 40 && !raw.trim())) continue;
    const parent = getParent.call(node);
    if (!isElement(parent) || /^(script|style|noscript|option|textarea|template|title)$/.test(tagOf(parent))) continue;
    const text = clean(raw, 400);
    if (!text) continue;
    if (/\d/.test(text) && /字|字符/.test(text) && result.notes.length < MAX_NOTES) {
      const block = closest(parent, "p,li,td,dd,div,label,span");
      const whole = block ? clean(getText.call(block), 300) : text;
      result.notes.push(whole.length <= 280 && whole.includes(text.slice(0, 20)) ? whole : text.slice(0, 300));
    }
    if (/(请先|需先|须先|尚未|您还未|您还没有|未)\s*登[录陆]|登[录陆]后(才|方|即|再|可|进行|提交|留言|咨询|写信|发表)|统一身份认证|实名认证后/.test(text) && result.login_texts.length < 10)
      result.login_texts.push({ text: text.slice(0, 160), visible: hiding(parent, root)[0] === "" });
    if (/(拖动|滑动|拖拽|按住|向右).{0,6}(滑块|滑动|拖动|拼图|完成验证|验证)|滑动验证|点击按钮进行验证|智能验证/.test(text) && result.slider_texts.length < 10)
      result.slider_texts.push({ text: text.slice(0, 80), visible: hiding(parent, root)[0] === "" });
    if (text.length <= 40 && root.sections.length < 60 && SECTION.test(text)) root.sections.push([node, text]);
    if (texts.length < MAX_TEXTS && text.length <= 40) texts.push([node, text]);
  }
  return texts;
}
function placeTexts(root, texts) {
  const placed = [];
  const range = root.document.createRange();
  for (const [node, text] of texts) {
    if (placed.length % 200 === 0 && late()) break;
    range.selectNodeContents(node);
    const rect = range.getBoundingClientRect();
    if (rect.width > 1 && rect.height > 1) placed.push([rect, text, node]);
  }
  return placed;
}
function seenBeside(el, root) {
  // The nearest text to the left on the same line, else right above: what a person would read as the label.
  const box = getRect.call(el);
  if (box.width < 2) return ["", ""];
  const middle = box.top + Math.min(box.height / 2, 24);
  let left = "", above = "", nearest = 320, nearestAbove = 34;
  for (const [rect, text, node] of root.placed) {
    const gap = box.left - rect.right;
    if (gap >= -4 && gap < nearest && rect.top - 4 <= middle && rect.bottom + 4 >= box.top && Math.abs((rect.top + rect.bottom) / 2 - middle) < 20 && !inControl(node)) { left = text; nearest = gap; }
    const rise = box.top - rect.bottom;
    if (rise >= -4 && rise < nearestAbove && rect.left < box.left + Math.min(box.width, 160) && rect.right > box.left - 20 && !inControl(node)) { above = text; nearestAbove = rise; }
  }
  return [left, above];
}
const inControl = (node) => { const parent = getParent.call(node); return isElement(parent) && /^(button|a|option|select)$/.test(tagOf(parent)); };

// ---- controls ---------------------------------------------------------------------------------------------------------------
const NOT_FILLED = /^(hidden|submit|button|image|reset)$/;
function kindOf(el) {
  const tag = tagOf(el), type = (attr(el, "type") || "text").toLowerCase(), role = attr(el, "role");
  if (tag === "input") {
    if (NOT_FILLED.test(type)) return "";
    return /^(radio|checkbox|file)$/.test(type) ? type : "text";
  }
  if (tag === "textarea" || tag === "select") return tag;
  if (/^(radio|checkbox|switch)$/.test(role) && !findOne.call(el, "input")) return role === "switch" ? "checkbox" : role;
  if (/^(combobox|listbox)$/.test(role) && !findOne.call(el, "input,select") && !closest(el, SCRIPTED_SELECT)) return "select";
  // A drawn select that nothing is typed into has no input at all, or a hidden one.
  if (el.className && matches(el, SCRIPTED_SELECT) && !findOne.call(el, "input:not([type=hidden]),select,[role=combobox]") && !closest(getParent.call(el) || el, SCRIPTED_SELECT)) return "select";
  if (hasAttr.call(el, "contenteditable") && /^(|true|plaintext-only)$/i.test(attr(el, "contenteditable"))) {
    const outer = getParent.call(el);
    return isElement(outer) && outer.isContentEditable ? "" : "richtext";
  }
  if (role === "textbox") return "richtext";
  return "";
}
function isEditorFrame(el) {
  try {
    const inner = el.contentDocument;
    return !!inner && !!inner.body && (inner.designMode === "on" || inner.body.isContentEditable);
  } catch { return false; }
}
function optionText(el, root) {
  const [labels] = labelTexts(el, root);
  if (labels.length) return labels[0];
  const wrapper = closest(el, "label,.el-radio,.el-checkbox,.ant-radio-wrapper,.iradio,.icheckbox");
  if (wrapper) { const text = textIn(wrapper, root, 80, el); if (text) return text; }
  if (tagOf(el) !== "input") return clean(getText.call(el), 80);
  const next = around(el, root, true)[0];
  if (next && next.crossed === 0) return next.text.slice(0, 80);
  return clean(attr(el, "title") || attr(el, "alt") || attr(el, "data-text"), 80);
}
function clickable(el, root) {
  // What a person would press for this radio or tick: itself, its label, or the drawing beside it.
  if (!hiding(el, root)[0]) return el;
  const labels = labelsOf(el, root);
  const next = el.nextElementSibling, parent = getParent.call(el);
  for (const one of [...labels, next && /radio|check|switch/i.test(attr(next, "class")) ? next : null, isElement(parent) && /radio|check|label|switch/i.test(attr(parent, "class") + tagOf(parent)) ? parent : null])
    if (one && !hiding(one, root)[0]) return one;
  return null;
}
function optionOf(el, root, scope) {
  const press = clickable(el, root);
  return {
    text: optionText(el, root), value: clean(el.value === undefined ? attr(el, "value") || attr(el, "data-value") : el.value, 160),
    selected: el.checked === true || attr(el, "aria-checked") === "true", disabled: el.disabled === true || attr(el, "aria-disabled") === "true",
    selector: selectorOf(el, scope), press: press && press !== el ? selectorOf(press, scope) : "",
  };
}
function selectOptions(el) {
  const all = [];
  for (const one of Array.from(el.options || []).slice(0, MAX_OPTIONS))
    all.push({ text: clean(one.text, 120), value: clean(one.value, 160), selected: one.selected, disabled: one.disabled, selector: "", press: "" });
  return all;
}
function replacementOf(el) {
  // [kind, the drawn select, trigger, items] where a script draws its own select over a native one.
  const near = [el.nextElementSibling, el.previousElementSibling, getParent.call(el)];
  for (const [kind, box, trigger, items] of REPLACEMENTS)
    for (const one of near) {
      if (!isElement(one) || !matches(one, box) || tagOf(one) === "select") continue;
      if (kind === "generic" && (one === getParent.call(el) || !inside(one, "li,dd,a", 3).length)) continue;
      return [kind, one, (trigger && findOne.call(one, trigger)) || one, items];
    }
  return null;
}
const pictures = new WeakMap();
function picturesIn(scope) {
  if (!pictures.has(scope)) pictures.set(scope, inside(scope, "img,canvas,svg,iframe,input[type=image]", 8));
  return pictures.get(scope);
}
function picturesNear(el, root, item) {
  const found = [];
  const scopes = [item, getParent.call(el), closest(el, "td,li,p,dd,.form-group,.el-form-item,.layui-form-item,.ant-form-item")];
  const row = closest(el, "tr");
  if (row) scopes.push(row);
  const outer = isElement(getParent.call(el)) && getParent.call(getParent.call(el));
  if (isElement(outer) && (root.holders.get(outer) || null) === root.entry) scopes.push(outer);
  const seen = new Set();
  const consider = (one) => {
    if (seen.has(one) || found.length >= 4) return;
    seen.add(one);
    const hidden = hiding(one, root);
    const rect = getRect.call(one);
    const words = [attr(one, "src").slice(0, 300), attr(one, "alt"), attr(one, "title"), attr(one, "id"), attr(one, "class"), attr(one, "onclick"), attr(one, "name")].join(" ");
    const frameLike = Math.round(rect.width) <= 320 && Math.round(rect.height) <= 120 && (rect.width >= 30 || rect.width < 2) && (rect.height >= 12 || rect.height < 2);
    if (tagOf(one) !== "img" && tagOf(one) !== "canvas" && tagOf(one) !== "iframe" && !CAPTCHA_WORDS.test(words)) return;
    if (!frameLike && !CAPTCHA_WORDS.test(words)) return;
    found.push({ selector: selectorOf(one, root.scope), src: clean(attr(one, "src"), 300), alt: clean([attr(one, "alt"), attr(one, "title")].join(" "), 100),
      words: CAPTCHA_WORDS.test(words), width: Math.round(rect.width), height: Math.round(rect.height), visible: hidden[0] === "" || hidden[0] === "size", pressable: hasAttr.call(one, "onclick") || root.view.getComputedStyle(one).cursor === "pointer" });
  };
  for (const scope of scopes) if (isElement(scope)) picturesIn(scope).forEach(consider);
  return found;
}
function pressablesNear(item, root) {
  if (!isElement(item)) return [];
  return inside(item, "a,button,input[type=button],span,em,i,img", 30).map((one) => clean(getText.call(one) || attr(one, "value") || attr(one, "alt") || attr(one, "title"), 30)).filter((text) => ACTION_WORDS.test(text)).slice(0, 4);
}

function collect(scope, root) {
  // One pass over one root in document order: which elements are controls, buttons, headings, frames, hosts of shadow roots.
  const found = { controls: [], buttons: [], headings: [], frames: [], hosts: [], order: new Map() };
  let all = scope.querySelectorAll("*");
  if (all.length > MAX_ELEMENTS) {
    result.truncated = true;
    all = scope.querySelectorAll("input,textarea,select,button,iframe,frame,form,[contenteditable],[onclick],a[href^='javascript'],h1,h2,h3,legend");
  }
  let index = 0;
  for (const el of all) {
    if (++index % 1000 === 0 && late()) { result.truncated = true; break; }
    const tag = tagOf(el);
    if (el.shadowRoot && found.hosts.length < 200) { found.hosts.push(el); found.order.set(el, ++root.counter.n); }
    if (tag === "iframe" || tag === "frame") { found.frames.push(el); found.order.set(el, ++root.counter.n); continue; }
    if (/^(h[1-6]|legend|caption)$/.test(tag) && found.headings.length < MAX_HEADINGS) { found.headings.push(el); found.order.set(el, ++root.counter.n); continue; }
    const kind = kindOf(el);
    if (kind && !closest(el, EDITOR_CHROME)) {
      if (kind !== "richtext" && closest(el, REPLACEMENT_INNARDS) && tag !== "select") continue;
      if (found.controls.length >= MAX_CONTROLS) { result.truncated = true; continue; }
      found.controls.push([el, kind]); found.order.set(el, ++root.counter.n);
    } else if (!kind && isButton(el, tag) && found.buttons.length < MAX_BUTTONS && !closest(el, EDITOR_CHROME)) { found.buttons.push(el); found.order.set(el, ++root.counter.n); }
  }
  return found;
}
function isButton(el, tag) {
  if (tag === "button") return true;
  if (tag === "input") return /^(submit|button|image|reset)$/i.test(attr(el, "type"));
  if (tag === "a") {
    const href = attr(el, "href").trim().toLowerCase();
    if (href.startsWith("javascript") || !href || href === "#" || hasAttr.call(el, "onclick") || attr(el, "role") === "button" || /btn|button|submit/i.test(attr(el, "class"))) {
      const text = clean(getText.call(el), 60) || clean(attr(el, "title"), 30);
      return (text.length <= 24 && ACTION_WORDS.test(text)) || /submit|save|tijiao|send/i.test(attr(el, "onclick") + href + attr(el, "id") + attr(el, "class")) || !!findOne.call(el, "img[alt*=提交],img[src*=submit],img[src*=tijiao]");
    }
    return false;
  }
  if (/^(div|span|li|p|td|em|i|b|img|label|strong|font|u)$/.test(tag)) {
    if (tag === "img" ? !hasAttr.call(el, "onclick") : el.childElementCount > 2) return false;
    const text = tag === "img" ? clean(attr(el, "alt") + attr(el, "title") + attr(el, "src"), 120) : clean(getText.call(el), 30);
    const marked = hasAttr.call(el, "onclick") || attr(el, "role") === "button" || /btn|button|submit|tijiao/i.test(attr(el, "class") + " " + attr(el, "id"));
    if (tag === "img") return ACTION_WORDS.test(text) && !CAPTCHA_WORDS.test(text);
    if (!text || text.length > 14 || !ACTION_WORDS.test(text)) return false;
    if (findOne.call(el, "input,button,a")) return false;
    return marked || (el.childElementCount === 0 && el.ownerDocument.defaultView.getComputedStyle(el).cursor === "pointer");
  }
  return attr(el, "role") === "button";
}

function chainOf(el, root) {
  const chain = [];
  let node = getParent.call(el);
  while (node && chain.length < MAX_CLIMB) {
    if (isElement(node)) chain.push(idOf(node));
    const parent = getParent.call(node);
    node = parent && parent.nodeType === 11 && parent.host ? parent.host : node.nodeType === 11 && node.host ? node.host : parent;
  }
  chain.reverse();
  return [...root.chain, ...chain].slice(-MAX_CLIMB * 2);
}

function logical(found, root) {
  // Controls as a person counts them: radios and ticks of one group are one, an editor and its hidden textarea are one, a drawn select is one.
  const list = [], groups = new Map(), taken = new Set();
  for (const frame of found.frames) if (isEditorFrame(frame)) {
    const wrapper = closest(frame, EDITOR_WRAPPER) || frame;
    list.push({ el: frame, kind: "richtext", anchor: wrapper, elements: [frame], editor: true, order: found.order.get(frame) });
  }
  for (const [el, kind] of found.controls) {
    if (taken.has(el)) continue;
    const order = found.order.get(el);
    if (kind === "radio" || kind === "checkbox") {
      const key = groupKey(el, kind, root, found);
      if (key) {
        if (groups.has(key)) { groups.get(key).elements.push(el); continue; }
        const group = { el, kind, anchor: el, elements: [el], order };
        groups.set(key, group);
        list.push(group);
        continue;
      }
      list.push({ el, kind, anchor: el, elements: [el], order });
      continue;
    }
    if (kind === "richtext") { list.push({ el, kind, anchor: closest(el, EDITOR_WRAPPER) || el, elements: [el], order }); continue; }
    if (kind === "select" && tagOf(el) !== "select") {
      list.push({ el, kind, anchor: el, elements: [el], drawn: ["component", el, el, ""], order });
      continue;
    }
    const drawn = kind !== "select" && kind !== "textarea" && closest(el, SCRIPTED_SELECT);
    if (drawn) {
      if (taken.has(drawn)) continue;
      taken.add(drawn);
      list.push({ el, kind: "select", anchor: drawn, elements: [el], drawn: ["component", drawn, el, ""], order });
      continue;
    }
    const entry = { el, kind, anchor: el, elements: [el], order };
    if (kind === "select") {
      const replaced = replacementOf(el);
      if (replaced && hiding(el, root)[0]) { entry.drawn = replaced; entry.anchor = replaced[1] === getParent.call(el) ? replaced[1] : el; entry.elements.push(replaced[1]); }
    } else if (kind === "text" && (el.readOnly || closest(el, "[class*=select]"))) {
      const next = el.nextElementSibling || (isElement(getParent.call(el)) && getParent.call(el).nextElementSibling);
      if (el.readOnly && next && /^(ul|ol|dl|div)$/.test(tagOf(next)) && inside(next, "li,dd", 3).length >= 2) { entry.kind = "select"; entry.drawn = ["list", next, el, "li,dd"]; }
    }
    list.push(entry);
  }
  // The hidden textarea behind an editor gives the editor its name.
  for (const rich of list.filter((one) => one.kind === "richtext")) {
    const box = getParent.call(rich.anchor);
    const near = list.filter((one) => one.kind === "textarea" && hiding(one.el, root)[0] && !one.companion &&
      (contains.call(rich.anchor, one.el) || (isElement(box) && contains.call(box, one.el)) || (isElement(box) && isElement(getParent.call(box)) && contains.call(getParent.call(box), one.el))));
    if (near.length) { rich.companion = near[near.length - 1].el; list.splice(list.indexOf(near[near.length - 1]), 1); }
  }
  return list.sort((a, b) => a.order - b.order);
}
const boxKeys = new WeakMap();
function groupKey(el, kind, root, found) {
  const name = attr(el, "name"), form = (() => { try { return el.form ? idOf(el.form) : 0; } catch { return 0; } })();
  if (name) return `${kind}|${form}|${name}`;
  const named = closest(el, "[role=radiogroup],[role=group],.el-radio-group,.el-checkbox-group,.ant-radio-group,.ant-checkbox-group,.ivu-radio-group,.van-radio-group");
  if (named) return `${kind}#${idOf(named)}`;
  let box = getParent.call(el);
  for (let i = 0; i < 5 && isElement(box); i++) {
    const peers = inside(box, `input[type=${kind}],[role=${kind}]`, 60);
    if (peers.length > 1) return kind === "radio" || peers.length === inside(box, "input:not([type=hidden]),textarea,select,[role=radio],[role=checkbox]", 80).length ? `${kind}#${idOf(box)}` : "";
    box = getParent.call(box);
  }
  return "";
}

function itemOf(entry, root) {
  // The largest ancestor that holds this control and no other: the "form item", whatever it is made of.
  let item = null, node = getParent.call(entry.anchor);
  for (let i = 0; i < 12 && isElement(node) && !/^(body|form|html|fieldset|table|tbody)$/.test(tagOf(node)); i++) {
    const holder = root.holders.get(node);
    if (holder !== undefined && holder !== entry) break;
    if (item && clean(getText.call(node), 1200).length > 500) break;
    item = node;
    node = getParent.call(node);
  }
  return item;
}
function itemText(entry, item, root) {
  // Texts of the item before and after the control.
  const before = [], after = [];
  let passed = false, steps = 0;
  const walk = (node, depth) => {
    if (steps++ > 500 || depth > 30) return;
    if (node === entry.anchor || entry.elements.includes(node)) { passed = true; return; }
    if (node.nodeType === 3) { const text = clean(node.data, 160); if (text) (passed ? after : before).push(text); return; }
    if (!isElement(node) || (node !== item && goneText(node, root) && !contains.call(node, entry.el))) return;
    if (tagOf(node) === "img") { if (/star|bitian|required|must|xing/i.test(attr(node, "src"))) (passed ? after : before).push("*"); return; }
    if (tagOf(node) === "a" && depth > 0 && ACTION_WORDS.test(clean(getText.call(node), 30))) return;
    for (let child = getFirst.call(node); child; child = getNext.call(child)) walk(child, depth + 1);
  };
  if (item) walk(item, 0);
  return [clean(before.join(" "), 200), clean(after.join(" "), 200)];
}
function requiredWhy(entry, item, root, labels) {
  for (const el of entry.elements) {
    for (const name of REQUIRED_ATTRIBUTES) if (hasAttr.call(el, name) && !/^(false|0|no)$/i.test(attr(el, name))) return name;
    if (attr(el, "aria-required") === "true") return "aria-required";
    const cls = attr(el, "class");
    if (/(^|[\s_-])(required|bitian|notnull|mustinput|validate\[[^\]]*required)/i.test(cls) && !/not-?required/i.test(cls)) return "class";
    for (const name of ["lay-verify", "validate", "data-options", "data-rule", "valid", "check-type", "rule", "rules", "data-validate", "data-validation", "v", "reg-type", "validtype", "data-valid", "checktype"])
      if (REQUIRED_VALUES.test(attr(el, name))) return name;
    if (attr(el, "datatype") && attr(el, "ignore") !== "ignore") return "datatype";
    if (/(^|;)\s*required(:\s*true)?\s*(;|$)/i.test(attr(el, "data-rule"))) return "data-rule";
  }
  const component = closest(entry.el, ".el-form-item,.ant-form-item,.ivu-form-item,.van-cell,.n-form-item,.arco-form-item,.t-form__item,.form-group,.form-item,.layui-form-item,li,dl,tr");
  if (component && root.holders.get(component) === entry && /(^|[\s_-])(is-required|required|ivu-form-item-required|van-cell--required|must)(\s|$)/.test(attr(component, "class"))) return "item class";
  if (component && findOne.call(component, ".ant-form-item-required,.form-required") && root.holders.get(component) === entry) return "label class";
  for (const label of labels) {
    if (/(^|[\s_-])(required|must|bitian|star)(\s|$)/i.test(attr(label, "class"))) return "label class";
    if (pseudoStar(label, root.view)) return "label star";
  }
  if (item) for (const one of [item, ...inside(item, "label,span,em,i,b,dt,th,td,div,p", 24)]) {
    if (entry.elements.some((el) => contains.call(one, el)) && one !== item) continue;
    if (pseudoStar(one, root.view)) return "star drawn by style";
    if (/(^|[\s_-])(required|bitian|must)(\s|$)/i.test(attr(one, "class")) && !matches(one, "[class*=error],[class*=tip]")) return "class beside";
  }
  const cell = closest(entry.el, "td"), left = cell && cell.previousElementSibling;
  if (left && (pseudoStar(left, root.view) || inside(left, "*", 12).some((one) => pseudoStar(one, root.view) || /star|bitian/i.test(attr(one, "src"))))) return "star in the cell to the left";
  return "";
}

function sectionOf(el, root) {
  for (let i = root.sections.length - 1; i >= 0; i--)
    if (root.sections[i][0].compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING) return root.sections[i][1];
  return "";
}
function describe(entry, root) {
  const { el, kind, anchor } = entry;
  const scope = root.scope;
  root.entry = entry;
  const option = kind === "radio" || kind === "checkbox";
  const press = option ? clickable(el, root) : null;
  let hidden = option && press ? ["", 0] : hiding(entry.drawn ? entry.drawn[1] : kind === "file" && !closest(el, "label") ? el : anchor, root);
  if (kind === "file" && hidden[0]) { const box = getParent.call(el); if (isElement(box) && !hiding(box, root)[0]) hidden = ["", 0]; }
  if (kind === "select" && entry.drawn && entry.drawn[0] === "component" && hidden[0]) hidden = hiding(anchor, root);
  const item = itemOf(entry, root);
  const [labels, labelElements] = option && entry.elements.length > 1 ? [[], []] : labelTexts(el, root);
  const [left, header] = cellTexts(anchor, root);
  const [itemBefore, itemAfter] = itemText(entry, item, root);
  const before = around(anchor, root, false), after = around(entry.elements[entry.elements.length - 1] === el ? anchor : entry.elements[entry.elements.length - 1], root, true);
  const fieldset = closest(el, "fieldset"), legend = fieldset && findOne.call(fieldset, "legend");
  const group = closest(el, "[role=radiogroup],[role=group]");
  const seen = hidden[0] || !root.placed ? ["", ""] : seenBeside(option ? press || el : anchor, root);
  const own = entry.companion || el;
  let options = [];
  if (tagOf(el) === "select") options = selectOptions(el);
  else if (option) options = entry.elements.slice(0, MAX_OPTIONS).map((one) => optionOf(one, root, scope));
  else if (entry.drawn) options = drawnOptions(entry, root);
  const value = tagOf(el) === "input" || tagOf(el) === "textarea" ? el.value : "";
  let formId = 0;
  try { formId = el.form ? idOf(el.form) : 0; } catch { formId = 0; }
  if (!formId && closest(el, "form")) formId = idOf(closest(el, "form"));
  let widget = null;
  if (entry.drawn) {
    const [name, box, trigger, items] = entry.drawn;
    const boxSelector = selectorOf(box, scope);
    widget = { kind: name, trigger: selectorOf(trigger, scope), items: items ? items.split(",").map((one) => `${boxSelector} ${one}`).join(",") : "" };
  }
  return {
    order: entry.order, kind, tag: tagOf(el), type: (attr(el, "type") || "").toLowerCase().slice(0, 20), name: clean(attr(own, "name") || attr(el, "name"), 200), id: clean(attr(own, "id") || attr(el, "id"), 200),
    selector: selectorOf(el, scope), frame: root.frame, shadow: root.shadow, form: formId, chain: chainOf(el, root),
    editor: entry.editor ? "frame" : kind === "richtext" ? "element" : "", companion: entry.companion ? selectorOf(entry.companion, scope) : "", widget,
    texts: {
      label: labels, left, header, item: itemBefore, item_after: itemAfter,
      before: before.filter((one) => one.crossed === 0).map((one) => one.text), above: before.filter((one) => one.crossed > 0).map((one) => one.text),
      after: after.filter((one) => one.crossed === 0).map((one) => one.text), below: after.filter((one) => one.crossed > 0 && one.crossed < 3).map((one) => one.text),
      placeholder: clean(attr(el, "placeholder") || (entry.drawn && textOfPlaceholder(entry.drawn[1])), 200), title: clean(attr(el, "title") || attr(el, "alt"), 200),
      value: clean(value, 200), legend: legend ? textIn(legend, root, 100) : "", group: group ? clean(attr(group, "aria-label"), 100) : "", section: sectionOf(anchor, root), seen_left: seen[0], seen_above: seen[1],
    },
    attributes: attributesOf(el), class: clean(attr(el, "class"), 200), model: clean(attr(el, "v-model") || attr(el, "ng-model") || attr(el, "data-bind"), 100),
    maxlength: el.maxLength > 0 ? el.maxLength : 0, minlength: el.minLength > 0 ? el.minLength : 0, pattern: clean(attr(el, "pattern"), 200),
    required: requiredWhy(entry, item, root, labelElements), hidden: hidden[0], hidden_by: hidden[1], disabled: el.disabled === true || matches(el, ":disabled"), readonly: el.readOnly === true,
    options, pictures: kind === "text" ? picturesNear(el, root, item) : [], pressables: kind === "text" ? pressablesNear(item, root) : [], multiple: el.multiple === true || (kind === "checkbox" && entry.elements.length > 1),
    filled: option ? entry.elements.some((one) => one.checked === true) : false,
  };
}
const textOfPlaceholder = (box) => { const one = findOne.call(box, "[class*=placeholder]"); return one ? getText.call(one) : ""; };
function drawnOptions(entry, root) {
  const [, box] = entry.drawn;
  const owned = attr(entry.el, "aria-controls") || attr(entry.el, "aria-owns");
  const list = owned && root.scope.querySelector("#" + CSS.escape(owned));
  return inside(list || box, "li,dd,[role=option],.el-select-dropdown__item,.ivu-select-item", MAX_OPTIONS).map((one) => ({
    text: clean(getText.call(one), 120), value: clean(attr(one, "data-value") || attr(one, "lay-value") || attr(one, "value"), 160), selected: /selected|active|this/.test(attr(one, "class")),
    disabled: /disabled/.test(attr(one, "class")), selector: "", press: selectorOf(one, root.scope) }));
}
function describeButton(el, root, order) {
  const tag = tagOf(el);
  const picture = tag === "img" ? el : findOne.call(el, "img");
  const text = clean((tag === "input" ? el.value || attr(el, "value") : getText.call(el)) || attr(el, "alt") || attr(el, "title") || (picture && (attr(picture, "alt") || attr(picture, "title"))), 60);
  let formId = 0;
  try { formId = el.form ? idOf(el.form) : 0; } catch { formId = 0; }
  if (!formId && closest(el, "form")) formId = idOf(closest(el, "form"));
  return {
    order, tag, type: (attr(el, "type") || (tag === "button" ? "submit" : "")).toLowerCase().slice(0, 20), text, name: clean(attr(el, "name"), 100), id: clean(attr(el, "id"), 100),
    words: clean([attr(el, "class"), attr(el, "onclick"), tag === "a" ? attr(el, "href") : "", picture ? attr(picture, "src") : "", attr(el, "src")].join(" "), 400),
    selector: selectorOf(el, root.scope), frame: root.frame, shadow: root.shadow, form: formId, chain: chainOf(el, root), hidden: hiding(el, root)[0], disabled: el.disabled === true,
  };
}

// ---- one root after the other -----------------------------------------------------------------------------------------------
function read(root, depth) {
  if (late()) { result.truncated = true; return; }
  const found = collect(root.scope, root);
  root.owned = new Set();
  root.holders = new Map();
  const list = logical(found, root);
  const counted = list.filter((entry) => {
    const option = entry.kind === "radio" || entry.kind === "checkbox";
    entry.why = option && clickable(entry.el, root) ? "" : hiding(entry.drawn ? entry.drawn[1] : entry.anchor, root)[0];
    return true;
  });
  const anyVisible = counted.some((entry) => !entry.why);
  for (const entry of counted) {
    const blocks = !entry.why || !anyVisible || entry.why === "display" || entry.why === "frame";
    for (const el of [entry.anchor, ...entry.elements]) {
      if (blocks) root.owned.add(el);
      if (!blocks) continue;
      let node = getParent.call(el);
      for (let i = 0; i < MAX_CLIMB && isElement(node); i++) {
        if (!root.holders.has(node)) root.holders.set(node, entry);
        else if (root.holders.get(node) !== entry) root.holders.set(node, null);
        node = getParent.call(node);
      }
    }
  }
  const texts = scanTexts(root);
  root.placed = list.length <= 400 ? placeTexts(root, texts) : [];
  for (const entry of list) {
    if (late()) { result.truncated = true; break; }
    if (result.controls.length >= MAX_CONTROLS) { result.truncated = true; break; }
    try { result.controls.push(describe(entry, root)); } catch { result.truncated = true; }
  }
  for (const el of found.buttons) {
    if (late() || result.buttons.length >= MAX_BUTTONS) { result.truncated = true; break; }
    try { result.buttons.push(describeButton(el, root, found.order.get(el))); } catch { result.truncated = true; }
  }
  for (const el of found.headings) result.headings.push({ order: found.order.get(el), text: textIn(el, root, 120), chain: chainOf(el, root), visible: hiding(el, root)[0] === "" });
  for (const form of Array.from(root.scope.querySelectorAll("form")).slice(0, 200)) {
    const hiddenNames = inside(form, "input[type=hidden]", 60).map((one) => clean(attr(one, "name"), 60)).filter(Boolean);
    result.forms.push({ node: idOf(form), id: clean(attr(form, "id"), 100), name: clean(attr(form, "name"), 100), action: clean(attr(form, "action"), 300), method: clean(attr(form, "method"), 10).toLowerCase(),
      class: clean(attr(form, "class"), 100), selector: selectorOf(form, root.scope), hidden_names: hiddenNames, frame: root.frame, shadow: root.shadow });
  }
  for (const host of found.hosts) {
    if (depth >= MAX_DEPTH) { result.truncated = true; break; }
    read({ ...root, scope: host.shadowRoot, shadow: [...root.shadow, selectorOf(host, root.scope)], chain: [...chainOf(host, root), idOf(host)], hidden: root.hidden || !!hiding(host, root)[0] }, depth + 1);
  }
  for (const frame of found.frames) {
    if (isEditorFrame(frame)) continue;
    const selector = selectorOf(frame, root.scope), hidden = hiding(frame, root)[0];
    let inner = null;
    try { inner = frame.contentDocument && frame.contentDocument.documentElement ? frame.contentDocument : null; } catch { inner = null; }
    const rect = getRect.call(frame);
    const entry = { selector, frame: root.frame, shadow: root.shadow, src: clean(attr(frame, "src"), 500), accessible: !!inner, visible: !hidden, width: Math.round(rect.width), height: Math.round(rect.height) };
    if (result.frames.length < MAX_FRAMES) result.frames.push(entry);
    if (!inner) continue;
    if (depth >= MAX_DEPTH || ++frameCount > MAX_FRAMES) { result.truncated = true; continue; }
    if (root.shadow.length) continue;
    try { read({ document: inner, view: inner.defaultView, scope: inner, frame: [...root.frame, selector], shadow: [], chain: [...chainOf(frame, root), idOf(frame)], counter: root.counter, hidden: root.hidden || !!hidden }, depth + 1); } catch { result.truncated = true; }
  }
}
read({ document, view: window, scope: document, frame: [], shadow: [], chain: [], counter: { n: 0 }, hidden: false }, 0);

const code = document.querySelector("meta[name='SiteIDCode' i]");
result.site_code = code ? clean(attr(code, "content"), 20) : "";
let scripts = "";
for (const script of Array.from(document.scripts).slice(0, 200)) {
  if (scripts.length > 200000) break;
  if (!attr(script, "src")) scripts += "\n" + getText.call(script).slice(0, 60000);
}
// What the page's own script says about its fields: '"title" … == ""' and the message that follows.
const rule = /([\w$.\[\]"'#()-]{2,80})\s*(?:\.value|\.val\(\)|\.text\(\))[^;{}\n]{0,60}(?:==|\.length\s*(?:==|<)|<)[^;{}\n]{0,40}[\s){]*[\s\S]{0,30}?(?:alert|msg|tips?|error|open)\w*\s*\(\s*["']([^"'\n]{2,80})["']/gi;
let match, guard = 0;
while ((match = rule.exec(scripts)) && guard++ < 80) {
  const name = (match[1].match(/[\w$-]+/g) || []).filter((one) => !/^(document|form\w{0,3}|getElementById|value|val|jQuery|this|var|if|trim|all|elements|name|input|textarea|id)$/i.test(one)).pop() || (match[1].match(/[\w$-]+/g) || []).pop();
  if (name) result.scripts.push({ name: clean(name, 80), message: clean(match[2], 80) });
}
if (typeof Array.prototype.toJSON === "function") {  // Prototype.js breaks the driver's own serialisation
  const spoiler = Array.prototype.toJSON, ofString = String.prototype.toJSON;
  delete Array.prototype.toJSON; delete String.prototype.toJSON;
  try { return { json: JSON.stringify(result) }; } finally { Array.prototype.toJSON = spoiler; if (ofString) String.prototype.toJSON = ofString; }
}
return result;
