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
      list.push({ el, kind, anchor: shownOf(el, root), elements: [el], drawn: ["component", el, el, ""], order });
      continue;
    }
    const picked = kind === "text" && !closest(el, SCRIPTED_SELECT) && listBox(el);
    if (picked) {
      list.push({ el, kind: "select", anchor: picked, elements: [el], drawn: ["component", picked, picked, ""], order });
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
// Ticks of one list that software names one by one: cblKind$0, cblKind$1; typeFake, typeOther. Two alone may be two promises.
function ticksNamedApart(el) {
  const stem = (one) => attr(one, "name").replace(/[$.:\[_-]?\d+\]?$/, "").split(/[$.:]/).pop();
  let box = getParent.call(el), peers = [];
  for (let i = 0; i < 5 && isElement(box) && peers.length < 2; i++, box = getParent.call(box)) {
    peers = inside(box, "input[type=checkbox]", 60);
    if (peers.length < 2) continue;
    const names = peers.map(stem), whole = inside(box, "input:not([type=hidden]),textarea,select", 80).length;
    if (peers.length < 3 || peers.length !== whole || !names[0]) return null;
    let shared = names[0];
    for (const one of names) while (!one.startsWith(shared)) shared = shared.slice(0, -1);
    return shared.length >= 4 ? box : null;
  }
  return null;
}
function groupKey(el, kind, root, found) {
  const name = attr(el, "name"), form = (() => { try { return el.form ? idOf(el.form) : 0; } catch { return 0; } })();
  const apart = name && kind === "checkbox" && ticksNamedApart(el);
  if (apart) return `${kind}#${idOf(apart)}`;
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
