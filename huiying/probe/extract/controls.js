// ---- controls ---------------------------------------------------------------------------------------------------------------
const LIST_CLASS = /(^|[\s_-])(select|selector|cascader|dropdown|picker)([\s_-]|$)/i, CALENDAR = /date|time|calendar|日期|时间/i;
function dropsDown(el) {
  // Whether the box of an input that proposes entries shows them all at a press, as a select does: it has an arrow for that.
  for (let box = getParent.call(el), i = 0; isElement(box) && i < 5 && inside(box, "input:not([type=hidden]),textarea,select", 3).length < 2; box = getParent.call(box), i++)
    if (findOne.call(box, "[class*=arrow],[class*=caret],[class*=chevron],[class*=menu-icon],[class*=menu-down],[class*=ndicator],button[aria-haspopup],button[aria-expanded]")) return true;
  return false;
}
function opensList(el) {
  // An input into which nothing is typed: it says that it opens a list (ARIA), a button beside it does, or what stands round it is named so.
  if (closest(el, SCRIPTED_SELECT)) return false;
  const combobox = attr(el, "role") === "combobox", list = /^(listbox|tree|true)$/.test(attr(el, "aria-haspopup")), parent = getParent.call(el);
  if (combobox || list) return el.readOnly || (combobox && (list || dropsDown(el)));
  if (!el.readOnly || CALENDAR.test(["class", "id", "name", "placeholder", "onclick", "onfocus"].map((name) => attr(el, name)).join(" "))) return false;
  const next = el.nextElementSibling || (isElement(parent) && parent.nextElementSibling);
  if (next && inside(next, "li,dd", 3).length >= 2) return false;
  for (let node = el, i = 0; isElement(node) && i < 5 && inside(node, "input:not([type=hidden]),textarea,select", 3).length < 2; node = getParent.call(node), i++) {
    if (CALENDAR.test(attr(node, "class"))) return false;
    if (LIST_CLASS.test(attr(node, "class")) || attr(node, "role") === "button") return true;
  }
  return false;
}
function drawnSelect(el) {
  // A component library's own select, whatever its prefix, that has no control inside: <div class="x-select" tabindex="0">.
  return hasAttr.call(el, "tabindex") && /^(div|span)$/.test(tagOf(el)) && attr(el, "class").split(/\s+/).some((name) => /^[a-z]{1,12}-(select|cascader|tree-?select)$/.test(name)) &&
    !findOne.call(el, "input:not([type=hidden]),select,textarea,[role=combobox],[role=listbox]");
}
function shownOf(el, root) {
  // A combobox is often drawn see-through in a box that shows: what a person sees of it is the nearest part around it.
  if (!/^(opacity|size|clip)$/.test(hiding(el, root)[0])) return el;
  for (let node = getParent.call(el), i = 0; isElement(node) && i < 4; node = getParent.call(node), i++) {
    if (inside(node, "input:not([type=hidden]),textarea,select,[role=combobox]", 3).length > 2) return el;
    if (!hiding(node, root)[0]) return node;
  }
  return el;
}
const NOT_FILLED = /^(hidden|submit|button|image|reset)$/;
function kindOf(el) {
  const tag = tagOf(el), type = (attr(el, "type") || "text").toLowerCase(), role = attr(el, "role");
  if (tag === "input") {
    if (NOT_FILLED.test(type) || (hasAttr.call(el, "hidden") && !/^(radio|checkbox|file)$/.test(type))) return "";
    return /^(radio|checkbox|file)$/.test(type) ? type : opensList(el) ? "select" : "text";
  }
  if (tag === "textarea" || tag === "select") return tag;
  if (/^(radio|checkbox|switch)$/.test(role) && !findOne.call(el, "input")) return role === "switch" ? "checkbox" : role;
  if (/^(combobox|listbox)$/.test(role) && !findOne.call(el, "input,select") && !closest(el, SCRIPTED_SELECT)) return "select";
  // A drawn select that nothing is typed into has no input at all, or a hidden one.
  if (drawnSelect(el)) return "select";
  if (el.className && matches(el, SCRIPTED_SELECT) && !findOne.call(el, "input:not([type=hidden]),select,[role=combobox]") && !closest(getParent.call(el) || el, SCRIPTED_SELECT)) return "select";
  if (hasAttr.call(el, "contenteditable") && /^(|true|plaintext-only)$/i.test(attr(el, "contenteditable"))) {
    const outer = getParent.call(el);
    return isElement(outer) && outer.isContentEditable ? "" : "richtext";
  }
  if (role === "textbox") return "richtext";
  return tag.includes("-") ? componentKind(el) : "";
}
// A box of a list that nothing is typed into, by what it says of itself (ARIA); a search box with suggestions is one to type in.
const listBox = (el) => (el.readOnly || /选择|select/i.test(attr(el, "placeholder")) ? closest(el, "[role=combobox]") : null);
function isEditorFrame(el) {
  try {
    const inner = el.contentDocument;
    return !!inner && !!inner.body && (inner.designMode === "on" || inner.body.isContentEditable);
  } catch { return false; }
}
const optionText = (el, root) => saidBeside(el, root).replace(/[\s*＊]+$/, "");
// The part that a script draws around a radio or tick, and that says itself whether it is chosen.
const drawnTick = (el) => isElement(getParent.call(el)) ? closest(getParent.call(el), "[role=radio],[role=checkbox],[role=switch]") : null;
function saidBeside(el, root) {
  const [labels] = labelTexts(el, root);
  if (labels.length) return labels[0];
  const drawn = drawnTick(el);
  if (drawn) { const text = clean(attr(drawn, "aria-label"), 80) || textIn(drawn, root, 80, el); if (text) return text; }
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
  for (const one of [...labels, drawnTick(el), next && /radio|check|switch/i.test(attr(next, "class")) ? next : null, isElement(parent) && /radio|check|label|switch/i.test(attr(parent, "class") + tagOf(parent)) ? parent : null])
    if (one && !hiding(one, root)[0]) return one;
  return null;
}
function optionOf(el, root, scope) {
  const press = clickable(el, root), drawn = drawnTick(el);
  return {
    text: optionText(el, root), value: clean(el.value === undefined ? attr(el, "value") || attr(el, "data-value") : el.value, 160),
    selected: el.checked === true || attr(drawn || el, "aria-checked") === "true", disabled: el.disabled === true || attr(el, "aria-disabled") === "true",
    selector: selectorOf(el, scope), press: press && press !== el ? selectorOf(press, scope) : "",
  };
}
function selectOptions(el, drawn, root) {
  // Behind a drawn select the first option of a native one counts as chosen for the browser: what the drawn one shows is what a person sees.
  const all = [], box = drawn && drawn[2];
  const said = box ? textIn(box, root, 300) + inside(box, "input", 3).concat(tagOf(box) === "input" ? [box] : []).map((one) => one.value).join(" ") : "";
  for (const one of Array.from(el.options || []).slice(0, MAX_OPTIONS))
    all.push({ text: clean(one.text, 120), value: clean(one.value, 160), selected: one.selected && (!box || !!said.trim()), disabled: one.disabled, selector: "", press: "" });
  return all;
}
function replacementOf(el) {
  // [kind, the drawn select, trigger, items] where a script draws its own select over a native one.
  const near = [el.nextElementSibling, el.previousElementSibling, getParent.call(el), closest(el, ".choices,[role=combobox]")];
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
  // A component that is a button is pressed itself: what it draws inside lies under its own words.
  const pressed = scope.host && isButton(scope.host, tagOf(scope.host));
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
    } else if (!kind && !pressed && isButton(el, tag) && found.buttons.length < MAX_BUTTONS && !closest(el, EDITOR_CHROME)) { found.buttons.push(el); found.order.set(el, ++root.counter.n); }
  }
  return found;
}
function isButton(el, tag) {
  if (tag === "button") return true;
  if (tag === "input") return /^(submit|button|image|reset)$/i.test(attr(el, "type"));
  if (tag === "a") {
    const href = attr(el, "href").trim().toLowerCase();
    if (href.startsWith("javascript") || !href || href === "#" || (href.startsWith("#") && STEP_WORDS.test(getText.call(el))) || hasAttr.call(el, "onclick") || attr(el, "role") === "button" || /btn|button|submit/i.test(attr(el, "class"))) {
      const text = clean(getText.call(el), 60) || clean(attr(el, "title"), 30);
      return (text.length <= 24 && ACTION_WORDS.test(text)) || /submit|save|tijiao|send/i.test(attr(el, "onclick") + href + attr(el, "id") + attr(el, "class")) || !!findOne.call(el, "img[alt*=提交],img[src*=submit],img[src*=tijiao]");
    }
    return false;
  }
  if (/^(div|span|li|p|td|em|i|b|img|label|strong|font|u|(uni-)?(view|text))$/.test(tag)) {
    if (closest(getParent.call(el), "button,uni-button,[role=button]")) return false;
    if (tag === "img" ? !hasAttr.call(el, "onclick") : el.childElementCount > 2) return false;
    if (closest(el, "button,[role=option],[role=listbox]")) return false;  // the words of a button; what a list offers: 咨询
    const text = tag === "img" ? clean(attr(el, "alt") + attr(el, "title") + attr(el, "src"), 120) : clean(getText.call(el), 30);
    const marked = hasAttr.call(el, "onclick") || attr(el, "role") === "button" || /btn|button|submit|tijiao/i.test(attr(el, "class") + " " + attr(el, "id"));
    if (tag === "img") return (ACTION_WORDS.test(text) || /search|sousuo|login|denglu|submit|tijiao|fabu|btn|button/i.test(text)) && !CAPTCHA_WORDS.test(text);
    if (!text || text.length > 14 || !ACTION_WORDS.test(text)) return false;
    if (closest(getParent.call(el) || el, "label,[role=combobox],[role=listbox]," + SCRIPTED_SELECT)) return false;  // what a drawn list shows as chosen
    if (findOne.call(el, "input,button,a") || /[:：]$/.test(text) || inside(el, "*", 6).some((one) => /-(button|btn)$/.test(tagOf(one)))) return false;
    return marked || (el.childElementCount === 0 && el.ownerDocument.defaultView.getComputedStyle(el).cursor === "pointer");
  }
  return attr(el, "role") === "button" || (/-(button|btn)$/.test(tag) && !findOne.call(el, "input,button"));
}
