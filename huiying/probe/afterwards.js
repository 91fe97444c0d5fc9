// Put into every document of the browser before its own scripts; it does something only where guard.js noted that a letter left by a
// form. A page that came by POST and reloads itself sends the letter again, without asking anybody; so does one that sends the
// same form on by itself. Both are stopped, until the next press or for five minutes.
(() => {
  const KEY = "hy-left", LONG = 300000;
  const places = () => {
    try { return JSON.parse(sessionStorage.getItem(KEY) || "[]").filter(one => Date.now() - one.at < LONG).map(one => one.place); }
    catch (e) { return []; }
  };
  if (!places().length) return;
  if (window.navigation) window.navigation.addEventListener("navigate", event => {
    if (event.navigationType === "reload" && event.cancelable && places().length) event.preventDefault();
  });
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
