// Function body, arguments[0] = the site's own hosts. Stops anything that would carry data to another host from this document,
// and keeps the text of script requests' answers, in the session storage too: a page that leaves at once takes them away else.
const KEY = "hy-answers", MAX_ANSWERS = 20, MAX_CHARS = 20000;
if (window.__hyGuard) { window.__hyGuard.hosts = new Set(arguments[0]); return true; }
const guard = window.__hyGuard = {hosts: new Set(arguments[0]), refused: [], answers: []};
try { sessionStorage.removeItem(KEY); } catch (e) { /* a sandboxed frame has none */ }
function keep(url, method, status, text) {
  if (guard.answers.length >= MAX_ANSWERS) return;
  guard.answers.push({url: String(url).slice(0, 1000), method: String(method), status: status, text: String(text).slice(0, MAX_CHARS)});
  try { sessionStorage.setItem(KEY, JSON.stringify(guard.answers)); } catch (e) { /* full or forbidden: the memory still has it */ }
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
window.addEventListener("submit", event => {
  const form = event.target, by = event.submitter;
  const action = by && by.hasAttribute("formaction") ? by.formAction : form.getAttribute("action");
  if (strange(action)) { event.preventDefault(); event.stopImmediatePropagation(); }
}, true);
const submit = HTMLFormElement.prototype.submit;
HTMLFormElement.prototype.submit = function () { if (!strange(this.getAttribute("action"))) return submit.call(this); };
const open = XMLHttpRequest.prototype.open;
XMLHttpRequest.prototype.open = function (method, url) {
  if (changing(method) && strange(url)) throw new DOMException("refused", "SecurityError");
  this.addEventListener("readystatechange", () => {
    if (this.readyState !== 4) return;
    let text = "";
    try { text = /^(|text)$/.test(this.responseType) ? this.responseText : JSON.stringify(this.response); } catch (e) { text = ""; }
    keep(url, method, this.status, text || "");
  });
  return open.apply(this, arguments);
};
if (window.fetch) {
  const fetch = window.fetch;
  window.fetch = function (what, how) {
    const request = what instanceof Request ? what : null;
    const method = how && how.method || request && request.method;
    if (changing(method) && strange(request ? request.url : what)) return Promise.reject(new TypeError("refused"));
    return fetch.apply(this, arguments).then(answer => {
      const type = answer.headers.get("content-type") || "";
      if (!/json|text\/(plain|html|xml)/i.test(type)) return answer;
      return answer.clone().text().then(text => { keep(answer.url, method || "GET", answer.status, text); return answer; }, () => answer);
    });
  };
}
return true;
