// Function body, arguments[0] = the site's own hosts. Run just before the press, in each document from the top down to the button's.
// 1. Stops anything that would carry data to another host from this document.
// 2. Stops the same letter from leaving twice to the same address: a button bound twice, a script that tries again by itself.
// 3. Opens what a script opens as a window in a frame of this page, where 1 and 2 hold too: a window of its own would have no guard.
// 4. Keeps the texts of script requests' answers, and what appeared on the page however shortly, in the session storage too: a page
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
  if (/^\[object (FormData|URLSearchParams)\]$/.test(Object.prototype.toString.call(body))) entries = Array.from(body.entries());
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

// ---- the ways out of a document: this one's, and those of the windows that it opens
const actionOf = (form, by) => by && by.hasAttribute("formaction") ? by.formAction : form.getAttribute("action");
function inThisWindow(form, by) {  // a frame of the page's own is read with it; another window would have no guard
  const base = document.querySelector("base[target]"), owner = by && by.hasAttribute("formtarget") ? by : form;
  const name = (owner === by ? by.formTarget : form.target) || base && base.target || "";
  const frames = Array.from(document.querySelectorAll("iframe[name], frame[name]"));
  if (!name || /^_(self|parent|top)$/i.test(name) || frames.some(one => one.name === name && !opened.has(one))) return;
  if (owner === by) by.formTarget = "_self"; else form.target = "_self";
}
const opened = new Map();
function watch(own) {
  if (own.__hyWatched) return;
  own.__hyWatched = true;
  own.addEventListener("submit", event => {
    if (strange(actionOf(event.target, event.submitter))) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);
  own.addEventListener("submit", event => {  // after the page's own handlers: only now it is known that the form will leave
    const form = event.target, by = event.submitter;
    if (event.defaultPrevented || !changing(form.getAttribute("method"))) return;
    if (again(actionOf(form, by), bodyOf(form, by))) { event.preventDefault(); return; }
    left(actionOf(form, by));
    inThisWindow(form, by);
  });
  const submit = own.HTMLFormElement.prototype.submit;
  own.HTMLFormElement.prototype.submit = function () {
    const action = this.getAttribute("action"), letter = changing(this.getAttribute("method"));
    if (strange(action) || (letter && again(action, bodyOf(this)))) return;
    if (letter) inThisWindow(this);
    submit.call(this);  // first: in a page that came by POST this is afterwards.js' own, which stops what is noted as having left
    if (letter) left(action);
  };
  const request = own.XMLHttpRequest.prototype, open = request.open, send = request.send;
  request.open = function (method, url) {
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
  request.send = function (body) {
    if (this.__hyTo !== null && this.__hyTo !== undefined && again(this.__hyTo, body)) return;
    return send.apply(this, arguments);
  };
  if (own.fetch) {
    const fetch = own.fetch;
    own.fetch = function (what, how) {
      const request = what instanceof own.Request ? what : null;
      const method = how && how.method || request && request.method, to = request ? request.url : what;
      if (changing(method) && (strange(to) || again(to, how && how.body))) return Promise.reject(new TypeError("refused"));
      return fetch.apply(own, arguments).then(answer => {
        const type = answer.headers.get("content-type") || "";
        if (!/json|text\/(plain|html|xml)/i.test(type)) return answer;
        return answer.clone().text().then(text => { keep(answer.url, method || "GET", answer.status, text); return answer; }, () => answer);
      });
    };
  }
  const window_ = own.open;
  own.open = function (url, name) {
    const place = String(url === undefined ? "" : url), called = String(name || "");
    let to = null;
    try { to = new URL(place || "about:blank", document.baseURI); } catch (e) { /* the browser says so itself */ }
    const here = to && (to.href === "about:blank" || guard.hosts.has(to.host.toLowerCase()));
    const taken = Array.from(document.querySelectorAll("iframe[name], frame[name]")).some(one => one.name === called && !opened.has(one));
    if (!here || taken || /^_(self|parent|top)$/i.test(called)) return window_.apply(own, arguments);
    return frameFor(place, /^_/.test(called) ? "" : called, own);
  };
}
function frameFor(place, name, opener) {
  let frame = Array.from(opened.keys()).find(one => name && one.name === name && one.isConnected);
  if (!frame) {
    frame = document.createElement("iframe");
    frame.name = name;
    frame.style.cssText = "display:block;width:100%;height:600px";
    frame.hyGuard = inside => { watch(inside); inside.opener = opener; };  // afterwards.js calls it in each document that comes
    opened.set(frame, true);
    (document.body || document.documentElement).append(frame);
    frame.hyGuard(frame.contentWindow);
  }
  if (place) frame.contentWindow.location.replace(new URL(place, document.baseURI).href);
  return frame.contentWindow;
}
watch(window);

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
