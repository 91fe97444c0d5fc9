// Function body: what a person sees in this document and its readable frames, bounded. Returns one JSON object.
const MAX_TEXT = 200000, MAX_HTML = 1000000, MAX_FRAMES = 30, MAX_NODES = 20000;
const seen = {text: [], html: [], urls: [], classes: new Set(), controls: 0, filled: 0, faulty: 0, invalid: [], code: ""};
let frames = 0, size = 0, bytes = 0;
function visible(node) { return node.getClientRects().length > 0; }
function read(doc) {
  if (!doc || !doc.documentElement || frames++ > MAX_FRAMES) return;
  seen.urls.push(String(doc.location ? doc.location.href : ""));
  const text = doc.body ? String(doc.body.innerText || "") : "";
  if (size < MAX_TEXT) { seen.text.push(text.slice(0, MAX_TEXT - size)); size += text.length; }
  if (bytes < MAX_HTML) { const html = doc.documentElement.outerHTML; seen.html.push(html.slice(0, MAX_HTML - bytes)); bytes += html.length; }
  const meta = doc.querySelector('meta[name="SiteIDCode" i]');
  if (meta && !seen.code) seen.code = String(meta.getAttribute("content") || "").trim().slice(0, 40);
  const nodes = doc.getElementsByTagName("*");
  for (let i = 0; i < nodes.length && i < MAX_NODES; i++) {
    const node = nodes[i];
    if (seen.classes.size < 5000) for (const name of node.classList) seen.classes.add(name.slice(0, 80));
    const tag = node.localName;
    if (node.getAttribute("aria-invalid") === "true" && visible(node)) seen.faulty++;
    if (tag === "textarea" || tag === "select" || (tag === "input" && !/^(hidden|submit|button|image|reset)$/.test(node.type))) {
      if (!visible(node)) continue;
      seen.controls++;
      if (/^(checkbox|radio|file)$/.test(node.type) || tag === "select") { /* a choice says nothing about typed text */ }
      else if (String(node.value || "").trim()) seen.filled++;
      if (node.willValidate && !node.validity.valid && !(node.form && node.form.noValidate) && seen.invalid.length < 20)
        seen.invalid.push(String(node.validationMessage || "").slice(0, 200));
    } else if (tag === "iframe" || tag === "frame") {
      let inner = null;
      try { inner = node.contentDocument; } catch (e) { inner = null; }
      if (inner && (tag === "frame" || visible(node))) read(inner);
    } else if (node.shadowRoot && size < MAX_TEXT) {
      for (const child of node.shadowRoot.children) {
        const inside = String(child.innerText || "");
        seen.text.push(inside.slice(0, Math.max(0, MAX_TEXT - size))); size += inside.length;
      }
    }
  }
}
read(document);
const timing = performance.getEntriesByType("navigation")[0];
return {url: String(location.href), title: String(document.title || "").slice(0, 500), text: seen.text.join("\n"),
  html: seen.html.join("\n<!-- frame -->\n"), urls: seen.urls.slice(0, MAX_FRAMES), classes: Array.from(seen.classes),
  controls: seen.controls, filled: seen.filled, faulty: seen.faulty, invalid: seen.invalid, code: seen.code,
  status: timing && timing.responseStatus ? timing.responseStatus : 0, ready: document.readyState};
