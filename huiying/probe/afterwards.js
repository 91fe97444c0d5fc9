// Put into every document of the browser before its own scripts; it does something only where guard.js noted that a letter left by a
// form. A page that came by POST and reloads itself sends the letter again, without asking anybody; so does one that sends the
// same form on by itself. Both are stopped, until the next press or for five minutes. What the page said is kept (answers.js): many
// show a sentence for a second and then go back to the form or on to a list.
// In a frame that guard.js opened in place of a window it first calls the guard.
(() => {
  try { if (window.frameElement && window.frameElement.hyGuard) window.frameElement.hyGuard(window); } catch (e) { /* another host's */ }
  const KEY = "hy-left", SHOWN = "hy-shown", LONG = 300000, MAX_SHOWN = 200, MAX_LINE = 300;
  const places = () => {
    try { return JSON.parse(sessionStorage.getItem(KEY) || "[]").filter(one => Date.now() - one.at < LONG).map(one => one.place); }
    catch (e) { return []; }
  };
  if (!places().length) return;
  if (window.navigation) window.navigation.addEventListener("navigate", event => {
    if (event.navigationType === "reload" && event.cancelable && places().length) event.preventDefault();
  });
  const keep = () => {
    if (window.__hyGuard) return;  // pressed anew from here: what stood here is no answer to that, and guard.js keeps what appears
    try {
      const kept = new Set(JSON.parse(sessionStorage.getItem(SHOWN) || "[]"));
      for (const line of String(document.body && document.body.innerText || "").split("\n").slice(0, 2000)) {
        const text = line.trim();
        if (text && text.length <= MAX_LINE && kept.size < MAX_SHOWN) kept.add(text);
      }
      sessionStorage.setItem(SHOWN, JSON.stringify(Array.from(kept)));
    } catch (e) { /* full or forbidden */ }
  };
  document.addEventListener("DOMContentLoaded", keep);
  window.addEventListener("pagehide", keep);
  const again = (form, by) => {
    try {
      if (!/^post$/i.test(form.getAttribute("method") || "")) return false;
      const action = by && by.hasAttribute("formaction") ? by.formAction : form.getAttribute("action");
      return places().includes(new URL(String(action || location.href), document.baseURI).href.split("#")[0]);
    } catch (e) { return false; }
  };
  window.addEventListener("submit", event => { if (again(event.target, event.submitter)) event.preventDefault(); }, true);
  const submit = HTMLFormElement.prototype.submit;
  HTMLFormElement.prototype.submit = function () { if (!again(this)) return submit.call(this); };
})();
