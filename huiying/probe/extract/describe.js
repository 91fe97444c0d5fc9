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
    if (depth > 0 && hasAttr.call(node, "onclick") && /^(a|span|li|em|i|b|button)$/.test(tagOf(node))) return;
    if (tagOf(node) === "a" && depth > 0 && ACTION_WORDS.test(clean(getText.call(node), 30))) return;
    for (let child = getFirst.call(node); child; child = getNext.call(child)) walk(child, depth + 1);
  };
  if (item) walk(item, 0);
  return [clean(before.join(" "), 200), clean(after.join(" "), 200)];
}
// An empty cell in a column of marks (class="must") marks nothing, where another cell of the column holds the star.
function emptyMark(one) {
  if (clean(getText.call(one), 4) || findOne.call(one, "img,svg,i")) return false;
  const whole = closest(one, "form,table"), worn = attr(one, "class");
  return !!whole && inside(whole, tagOf(one), 400).some((other) => attr(other, "class") === worn && /[*＊★]|必填/.test(clean(getText.call(other), 20)));
}
function requiredWhy(entry, item, root, labels) {
  for (const el of entry.elements) {
    for (const name of REQUIRED_ATTRIBUTES) if (hasAttr.call(el, name) && !/^(false|0|no)$/i.test(attr(el, name))) return name;
    if (attr(el, "aria-required") === "true") return "aria-required";
    const cls = attr(el, "class");
    if (/(^|[\s_-])(required|bitian|notnull|mustinput|validate\[[^\]]*required)/i.test(cls) && !/not-?required/i.test(cls)) return "class";
    for (const name of ["lay-verify", "validate", "data-options", "data-rule", "valid", "check-type", "rule", "rules", "data-validate", "data-validation", "v", "reg-type", "validtype", "data-valid", "checktype", "v-validate", "data-vv-rules", "data-rules"])
      if (REQUIRED_VALUES.test(attr(el, name))) return name;
    if (attr(el, "datatype") && attr(el, "ignore") !== "ignore" && !/^(false|0|no)$/i.test(attr(el, "require")) && !/^[*a-z]{1,2}0-\d/i.test(attr(el, "datatype"))) return "datatype";
    if (/(^|;)\s*required(:\s*true)?\s*(;|$)/i.test(attr(el, "data-rule"))) return "data-rule";
  }
  const stated = requiredComponent(formItem(entry.el));
  if (stated) return stated;
  const component = closest(entry.el, ".el-form-item,.ant-form-item,.ivu-form-item,.van-cell,.n-form-item,.arco-form-item,.t-form__item,.form-group,.form-item,.layui-form-item,li,dl,tr");
  if (component && root.holders.get(component) === entry && /(^|[\s_-])(is-required|required|ivu-form-item-required|van-cell--required|must)(\s|$)/.test(attr(component, "class"))) return "item class";
  if (component && findOne.call(component, ".ant-form-item-required,.form-required,.arco-form-item-symbol,[class*=required-symbol]") && root.holders.get(component) === entry) return "label class";
  for (const label of labels) {
    if (/(^|[\s_-])(required|must|bitian|star)(\s|$)/i.test(attr(label, "class"))) return "label class";
    if (pseudoStar(label, root.view)) return "label star";
  }
  if (item) for (const one of [item, ...inside(item, "label,span,em,i,b,strong,sup,dt,th,td,div,p", 24)]) {
    if (entry.elements.some((el) => contains.call(one, el)) && one !== item) continue;
    if (pseudoStar(one, root.view)) return "star drawn by style";
    if (/(^|[\s_-])(required|bitian|must)([_-](symbol|mark|star|icon|asterisk|indicator))?(\s|$)/i.test(attr(one, "class")) && !matches(one, "[class*=error],[class*=tip]") && !emptyMark(one)) return "class beside";
  }
  const cell = closest(entry.el, "td,dd"), left = cell && cell.previousElementSibling;
  if (left && (pseudoStar(left, root.view) || inside(left, "*", 12).some((one) => pseudoStar(one, root.view) || /star|bitian/i.test(attr(one, "src"))))) return "star in the cell to the left";
  return "";
}

function sectionOf(el, root) {
  for (let i = root.sections.length - 1; i >= 0; i--)
    if (root.sections[i][0].compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING) return root.sections[i][1];
  return "";
}
function formOf(el) {
  // The id of the form a control or button belongs to: its own, or the one around the component in which it is drawn.
  try { if (el.form) return idOf(el.form); } catch { /* a getter of the page's own */ }
  for (let node = el, i = 0; isElement(node) && i < 20; node = node.getRootNode().host, i++) {
    const form = closest(node, "form");
    if (form) return idOf(form);
  }
  return 0;
}
function describe(entry, root) {
  const { el, kind, anchor } = entry;
  const scope = root.scope;
  root.entry = entry;
  const option = kind === "radio" || kind === "checkbox";
  const press = option ? clickable(el, root) : null;
  let hidden = option && press ? ["", 0] : hiding(entry.drawn ? entry.drawn[1] : kind === "file" && !closest(el, "label") ? el : anchor, root);
  // A file's own box is drawn over by what a person presses; an icon's font that did not load leaves that without any size.
  if (kind === "file" && hidden[0]) for (let box = getParent.call(el), i = 0; i < 3 && isElement(box) && (!i || [undefined, entry].includes(root.holders.get(box))); i++, box = getParent.call(box)) {
    const why = hiding(box, root)[0];
    if (!why) hidden = ["", 0];
    if (why !== "size") break;
  }
  if (kind === "select" && entry.drawn && entry.drawn[0] === "component" && hidden[0]) hidden = hiding(anchor, root);
  const item = itemOf(entry, root);
  const [labels, labelElements] = option && entry.elements.length > 1 ? [[], []] : labelTexts(el, root);
  const [left, header] = cellTexts(anchor, root);
  const [itemBefore, itemAfter] = itemText(entry, item, root);
  const before = around(anchor, root, false), after = around(entry.elements[entry.elements.length - 1] === el ? anchor : entry.elements[entry.elements.length - 1], root, true);
  const fieldset = closest(el, "fieldset"), legend = fieldset && findOne.call(fieldset, "legend");
  const group = closest(el, "[role=radiogroup],[role=group]");
  const grouped = option && hasAttr.call(el, "role") && isElement(getParent.call(el)) ? formItem(getParent.call(el)) : null;
  const seen = hidden[0] || !root.placed ? ["", ""] : seenBeside(option ? press || el : anchor, root);
  const own = entry.companion || el;
  let options = [];
  if (componentKind(el)) options = componentOptions(el);
  else if (tagOf(el) === "select") options = selectOptions(el, entry.drawn, root);
  else if (option) options = entry.elements.slice(0, MAX_OPTIONS).map((one) => optionOf(one, root, scope));
  else if (entry.drawn) options = drawnOptions(entry, root);
  const value = tagOf(el) === "input" || tagOf(el) === "textarea" ? el.value : "";
  const formId = formOf(el);
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
      placeholder: clean(attr(el, "placeholder") || (entry.drawn ? textOfPlaceholder(entry.drawn[1]) : placeholderBeside(el)), 200), title: clean(attr(el, "title") || attr(el, "alt"), 200),
      value: clean(value, 200), legend: legend ? textIn(legend, root, 100) : "", group: clean(group ? attr(group, "aria-label") : grouped ? attr(grouped, "label") : "", 100), section: sectionOf(anchor, root), seen_left: seen[0], seen_above: seen[1],
    },
    attributes: withProp(attributesOf(el), el), class: clean(attr(el, "class"), 200), model: clean(attr(el, "v-model") || attr(el, "ng-model") || attr(el, "data-bind"), 100),
    maxlength: el.maxLength > 0 ? el.maxLength : (componentKind(el) && parseInt(attr(el, "maxlength") || attr(el, ":maxlength"), 10)) || 0, minlength: el.minLength > 0 ? el.minLength : 0, pattern: clean(attr(el, "pattern"), 200),
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
  return inside(list || box, "li,dd,[role=option],.el-select-dropdown__item,.ivu-select-item", MAX_OPTIONS).filter((one) => !/not-?found|no-?(data|match)|-empty/.test(attr(one, "class") + " " + attr(getParent.call(one) || one, "class"))).map((one) => ({
    text: clean(getText.call(one), 120), value: clean(attr(one, "data-value") || attr(one, "lay-value") || attr(one, "value"), 160), selected: /selected|active|this/.test(attr(one, "class")),
    disabled: /disabled/.test(attr(one, "class")), selector: "", press: selectorOf(one, root.scope) }));
}
// {{ busy ? '提交中' : '提交留言' }}: a template that is not drawn yet says its words in quotes, the usual ones last.
const spoken = (text) => clean(String(text || "").slice(0, 400).replace(/\{\{[^{}]*?["'`]([^"'`{}]+)["'`]\s*\}\}/g, (all, last) => last), 60);
function describeButton(el, root, order) {
  const tag = tagOf(el);
  const picture = tag === "img" ? el : findOne.call(el, "img");
  const text = spoken((tag === "input" ? el.value || attr(el, "value") : getText.call(el)) || attr(el, "alt") || attr(el, "title") || (picture && (attr(picture, "alt") || attr(picture, "title"))));
  const formId = formOf(el);
  return {
    order, tag, type: (attr(el, "type") || (tag === "button" ? "submit" : "")).toLowerCase().slice(0, 20), text, name: clean(attr(el, "name"), 100), id: clean(attr(el, "id"), 100),
    words: clean([attr(el, "class"), attr(el, "onclick"), tag === "a" ? attr(el, "href") : "", picture ? attr(picture, "src") : "", attr(el, "src")].join(" "), 400),
    selector: selectorOf(el, root.scope), frame: root.frame, shadow: root.shadow, form: formId, chain: chainOf(el, root), hidden: hiding(el, root)[0], disabled: el.disabled === true,
  };
}
