// Function body, arguments[0] = the site's own hosts. Run just before the press, in each document from the top down to the button's.
// 1. Stops anything that would carry data to another host from this document.
// 2. Stops the same letter from leaving twice to the same address: a button bound twice, a script that tries again by itself.
// 3. Keeps the texts of script requests' answers, and what appeared on the page however shortly, in the session storage too: a page
//    that leaves at once takes them away else.
const ANSWERS = "hy-answers", SHOWN = "hy-shown", MAX_ANSWERS = 20, MAX_CHARS = 20000, MAX_SHOWN = 100, MAX_LINE = 300;
try { sessionStorage.removeItem(ANSWERS); sessionStorage.removeItem(SHOWN); sessionStorage.removeItem("hy-left"); } catch (e) { /* a sandboxed frame has none */ }
const fresh = {hosts: new Set(arguments[0]), answers: [], shown: [], sent: []};
if (window.__hyGuard) { Object.assign(window.__hyGuard, fresh); return true; }
const guard = window.__hyGuard = Object.assign({refused: []}, fresh);
function store(key, value) { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch (e) { /* full or forbidden: the memory still has it */ } }
function keep(url, method, status, text) {
  if (guard.answers.length >= MAX_ANSWERS) return;
  guard.answers.push({url: String(url).slice(0, 1000), method: String(method), status: status, text: String(text).slice(0, MAX_CHARS)});
  store(ANSWERS, guard.answers);
}
function strange(url) {
  let to;
  try { to = new URL(String(url || location.href), document.baseURI); } catch (e) { return false; }
  if (to.protocol !== "http:" && to.protocol !== "https:") return to.protocol === "mailto:";
  const own = guard.hosts.has(to.host.toLowerCase());
  if (!own && guard.refused.length < 20) guard.refused.push(to.host.slice(0, 200));
  return !own;
}
const changing = method => !/^(get|head|options)$/i.test(String(method || "GET"));

// ---- the same letter twice
const passing = value => /^\d{9,}$|^0\.\d+$/.test(value);  // a time or a random number
function pairsOf(body) {
  let entries = null;
  if (body instanceof FormData || body instanceof URLSearchParams) entries = Array.from(body.entries());
  else if (typeof body === "string") {
    try { const data = JSON.parse(body); if (data && typeof data === "object") entries = Object.entries(data); } catch (e) { /* no JSON */ }
    if (!entries && body.includes("=")) try { entries = Array.from(new URLSearchParams(body).entries()); } catch (e) { /* no form */ }
  }
  return entries && new Map(entries.map(([name, value]) => [name, typeof value === "string" ? value.replace(/\r\n?/g, "\n") : JSON.stringify(value) || ""]));
}
function placeOf(url) {
  const to = new URL(String(url || location.href), document.baseURI);
  for (const [name, value] of Array.from(to.searchParams)) if (passing(value)) to.searchParams.delete(name);
  return to.origin + to.pathname + "?" + to.searchParams;
}
function same(one, other) {
  if (one.place !== other.place) return false;
  if (!one.pairs || !other.pairs) return one.raw.length > 0 && one.raw === other.raw;
  const common = Array.from(one.pairs.keys()).filter(name => other.pairs.has(name) && !passing(one.pairs.get(name)));
  const letter = common.some(name => one.pairs.get(name).length >= 10);
  return letter && common.length >= 2 && common.every(name => one.pairs.get(name) === other.pairs.get(name));
}
function again(url, body) {
  let now;
  try { now = {place: placeOf(url), pairs: pairsOf(body), raw: typeof body === "string" ? body : ""}; } catch (e) { return false; }
  if (guard.sent.some(earlier => same(earlier, now))) return true;
  if (guard.sent.length < 50) guard.sent.push(now);
  return false;
}
function left(url) {  // for afterwards.js, in the document that comes
  const place = new URL(String(url || location.href), document.baseURI).href.split("#")[0];
  let before = [];
  try { before = JSON.parse(sessionStorage.getItem("hy-left") || "[]"); } catch (e) { before = []; }
  store("hy-left", before.slice(-20).concat({place: place, at: Date.now()}));
}
const bodyOf = (form, by) => { try { return new FormData(form, by || undefined); } catch (e) { return new FormData(form); } };

// ---- the ways out
window.addEventListener("submit", event => {
  const form = event.target, by = event.submitter;
  const action = by && by.hasAttribute("formaction") ? by.formAction : form.getAttribute("action");
  if (strange(action)) { event.preventDefault(); event.stopImmediatePropagation(); }
}, true);
window.addEventListener("submit", event => {  // after the page's own handlers: only now it is known that the form will leave
  const form = event.target, by = event.submitter;
  if (event.defaultPrevented || !changing(form.getAttribute("method"))) return;
  const action = by && by.hasAttribute("formaction") ? by.formAction : form.getAttribute("action");
  if (again(action, bodyOf(form, by))) { event.preventDefault(); return; }
  left(action);
  if (form.target === "_blank") form.target = "_self";  // a window of its own would have no guard
});
const submit = HTMLFormElement.prototype.submit;
HTMLFormElement.prototype.submit = function () {
  const action = this.getAttribute("action");
  if (strange(action) || (changing(this.getAttribute("method")) && again(action, bodyOf(this)))) return;
  submit.call(this);  // first: in a page that came by POST this is afterwards.js' own, which stops what is noted as having left
  if (changing(this.getAttribute("method"))) left(action);
};
const open = XMLHttpRequest.prototype.open, send = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.open = function (method, url) {
  if (changing(method) && strange(url)) throw new DOMException("refused", "SecurityError");
  this.__hyTo = changing(method) ? String(url) : null;
  this.addEventListener("readystatechange", () => {
    if (this.readyState !== 4) return;
    let text = "";
    try { text = /^(|text)$/.test(this.responseType) ? this.responseText : JSON.stringify(this.response); } catch (e) { text = ""; }
    keep(url, method, this.status, text || "");
  });
  return open.apply(this, arguments);
};
XMLHttpRequest.prototype.send = function (body) {
  if (this.__hyTo !== null && this.__hyTo !== undefined && again(this.__hyTo, body)) return;
  return send.apply(this, arguments);
};
if (window.fetch) {
  const fetch = window.fetch;
  window.fetch = function (what, how) {
    const request = what instanceof Request ? what : null;
    const method = how && how.method || request && request.method, to = request ? request.url : what;
    if (changing(method) && (strange(to) || again(to, how && how.body))) return Promise.reject(new TypeError("refused"));
    return fetch.apply(this, arguments).then(answer => {
      const type = answer.headers.get("content-type") || "";
      if (!/json|text\/(plain|html|xml)/i.test(type)) return answer;
      return answer.clone().text().then(text => { keep(answer.url, method || "GET", answer.status, text); return answer; }, () => answer);
    });
  };
}

// ---- what appears, however shortly: a message that fades, a window that a script draws
function note(node) {
  const element = node.nodeType === 1 ? node : node.parentElement;
  if (!element || guard.shown.length >= MAX_SHOWN || /^(script|style|head|html|body|form|table|tbody)$/.test(element.localName)) return;
  if ((element.textContent || "").length > 4 * MAX_LINE || !element.getClientRects().length) return;
  const text = String(element.innerText || "").trim();
  if (text && text.length <= MAX_LINE && !guard.shown.includes(text)) { guard.shown.push(text); store(SHOWN, guard.shown); }
}
new MutationObserver(changes => {
  for (const change of changes.slice(0, 200)) {
    if (change.type !== "childList") note(change.target);
    else for (const node of Array.from(change.addedNodes).slice(0, 20)) note(node);
  }
}).observe(document, {childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["class", "style", "hidden"]});
return true;
