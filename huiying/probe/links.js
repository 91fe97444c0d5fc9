// Function body: what a person could follow or tick on this document and its readable frames. Bounded; changes nothing.
const MAX_LINKS = 1500, MAX_BOXES = 20, MAX_FRAMES = 15, MAX_DEPTH = 4, MAX_OTHERS = 4000;
const found = {url: String(location.href), links: [], boxes: [], texts: 0, frame: []};
const squeeze = (text, max) => String(text || "").replace(/[\s\u00a0\u3000]+/g, " ").trim().slice(0, max);
function pathOf(node) {
  const doc = node.ownerDocument;
  if (node.id && !/[^\w-]/.test(node.id) && doc.querySelectorAll("#" + CSS.escape(node.id)).length === 1) return "#" + CSS.escape(node.id);
  const path = [];
  for (let n = node; n && n !== doc.documentElement; n = n.parentElement)
    path.unshift(n.localName + ":nth-child(" + (Array.from(n.parentNode.children).indexOf(n) + 1) + ")");
  return path.join(" > ");
}
let frames = 0;
function read(doc, frame) {
  if (!doc || !doc.body || frames++ > MAX_FRAMES) return;
  for (const node of doc.querySelectorAll("textarea, iframe[class*=edit], [contenteditable=true]")) if (node.getClientRects().length) found.texts++;
  const nodes = doc.querySelectorAll("a, button, input[type=button], input[type=submit], input[type=image], area, [onclick], [role=button], [role=link]");
  for (let i = 0; i < nodes.length && found.links.length < MAX_LINKS; i++) {
    const node = nodes[i];
    const image = node.querySelector && node.querySelector("img[alt], img[title]");
    const text = squeeze(node.innerText || node.textContent || node.value || "", 60) || squeeze(node.getAttribute("title") || node.getAttribute("alt") ||
      (image && (image.getAttribute("alt") || image.getAttribute("title"))), 60);
    if (!text) continue;
    const href = typeof node.href === "string" ? node.href : "";
    found.links.push({text: text, href: href.slice(0, 2000), selector: pathOf(node), frame: frame, shown: node.getClientRects().length > 0,
      disabled: !!node.disabled || /(^|[-_ ])disabled/.test(node.className), tag: node.localName});
  }
  // Entries of menus that a script listens to: nothing says so but the pointer.
  const others = doc.querySelectorAll("li, div, span, p, dt, dd, td, h2, h3, h4, img, [role=menuitem]");
  for (let i = 0; i < others.length && i < MAX_OTHERS && found.links.length < MAX_LINKS; i++) {
    const node = others[i], own = node.localName === "img" ? node.alt || node.title : node.textContent;
    if (String(own || "").length > 200) continue;
    const text = squeeze(own, 30);
    if (!text || text.length > 16 || node.closest("a, button, [onclick], [role=button], [role=link]") || getComputedStyle(node).cursor !== "pointer") continue;
    if (Array.from(node.children).some(one => squeeze(one.textContent, 30) === text)) continue;
    found.links.push({text: text, href: "", selector: pathOf(node), frame: frame, shown: node.getClientRects().length > 0,
      disabled: /(^|[-_ ])disabled/.test(String(node.className)), tag: node.localName});
  }
  for (const box of doc.querySelectorAll("input[type=checkbox], input[type=radio]")) {
    if (found.boxes.length >= MAX_BOXES) break;
    if (box.getAttribute("role") === "button" || box.hasAttribute("aria-haspopup")) continue;  // it opens a menu
    const label = box.labels && box.labels.length ? box.labels[0].textContent : "";
    let around = box.parentElement;
    while (around && around.parentElement && squeeze(around.textContent, 50).length < 4) around = around.parentElement;
    found.boxes.push({text: squeeze(label || (around && around.textContent), 120), selector: pathOf(box), frame: frame, ticked: box.checked});
  }
  if (frame.length >= MAX_DEPTH) return;
  for (const inner of doc.querySelectorAll("iframe, frame")) {
    let there = null;
    try { there = inner.contentDocument; } catch (e) { there = null; }
    if (there && inner.getClientRects().length) read(there, frame.concat([pathOf(inner)]));
  }
}
read(document, []);
return found;
