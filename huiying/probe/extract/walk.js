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
    read({ ...root, labels: null, scope: host.shadowRoot, shadow: [...root.shadow, selectorOf(host, root.scope)], chain: [...chainOf(host, root), idOf(host)], hidden: root.hidden || !!hiding(host, root)[0] }, depth + 1);
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
