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
