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
  if (rect.width < 2 || rect.height < 2) return componentKind(el) ? ["", 0] : ["size", idOf(el)];
  const page = root.document.documentElement;
  const left = rect.left + view.scrollX, top = rect.top + view.scrollY;
  if (left + rect.width <= 0 || top + rect.height <= 0 || left > Math.max(page.scrollWidth, view.innerWidth) + 400) return ["offscreen", idOf(el)];
  return root.hidden ? ["frame", 0] : ["", 0];
}
