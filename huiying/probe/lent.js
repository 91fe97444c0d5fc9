// Function body, arguments[0] = "lend" or "back", arguments[1] = sentences of the letter, arguments[2] = selector of the button that
// sends it ("" in a frame's parents). While a person has the window nothing that holds the letter leaves it: what he does there must
// go to the site (a code by SMS, a slider's track), the letter is pressed by the program alone (docs/decisions/0035).
const lent = window.__hyLent || (window.__hyLent = {on: false, watched: false, letter: [], button: null});
lent.on = arguments[0] === "lend";
lent.letter = (arguments[1] || []).map(bare);
lent.button = arguments[2] ? document.querySelector(arguments[2]) : null;
if (lent.watched) return true;
lent.watched = true;

function bare(text) { return String(text).replace(/\s+/g, ""); }
function readings(text) {
  const found = [text];
  try { found.push(decodeURIComponent(text.replace(/\+/g, " "))); } catch (e) { /* not encoded so */ }
  try { found.push(JSON.parse('"' + text.replace(/(^|[^\\])"/g, '$1\\"').replace(/[\r\n]/g, " ") + '"')); } catch (e) { /* nor so */ }
  return found.map(bare);
}
function textsOf(body) {
  const kind = Object.prototype.toString.call(body);
  if (typeof body === "string") return readings(body);
  if (/FormData|URLSearchParams/.test(kind)) return Array.from(body.values()).filter(one => typeof one === "string").map(bare);
  if (/ArrayBuffer|Array\]|DataView/.test(kind)) try { return readings(new TextDecoder().decode(body)); } catch (e) { return []; }
  return [];
}
const holds = body => lent.on && textsOf(body).some(text => lent.letter.some(sentence => text.includes(sentence)));
const formHolds = form => lent.on && holds(new FormData(form));

const stop = event => { event.preventDefault(); event.stopImmediatePropagation(); };
for (const kind of ["pointerdown", "pointerup", "mousedown", "mouseup", "touchstart", "touchend", "click"]) {
  window.addEventListener(kind, event => { if (lent.on && lent.button && lent.button.contains(event.target)) stop(event); }, true);
}
for (const kind of ["keydown", "keypress", "keyup"]) {
  window.addEventListener(kind, event => {
    const at = event.target, typed = at.localName === "input" && !/^(button|submit|image|reset)$/i.test(at.type);
    const pressed = (event.key === "Enter" && typed) || (/^(Enter| )$/.test(event.key) && lent.button && lent.button.contains(at));
    if (lent.on && pressed) stop(event);
  }, true);
}
window.addEventListener("submit", event => { if (formHolds(event.target)) event.preventDefault(); });  // after the page's own handlers
const submit = HTMLFormElement.prototype.submit;
HTMLFormElement.prototype.submit = function () { if (!formHolds(this)) submit.call(this); };
const send = XMLHttpRequest.prototype.send, beacon = navigator.sendBeacon, fetch = window.fetch;
const speak = WebSocket.prototype.send;
WebSocket.prototype.send = function (body) { if (!holds(body)) speak.call(this, body); };
XMLHttpRequest.prototype.send = function (body) { if (!holds(body)) send.call(this, body); };
navigator.sendBeacon = function (url, body) { return holds(body) ? true : beacon.call(navigator, url, body); };
window.fetch = function (what, how) {
  const refused = () => Promise.reject(new TypeError("refused"));
  if (holds(how && how.body)) return refused();
  if (!lent.on || !(what instanceof Request)) return fetch.apply(window, arguments);
  return what.clone().text().then(text => holds(text) ? refused() : fetch.call(window, what, how));
};
return true;
