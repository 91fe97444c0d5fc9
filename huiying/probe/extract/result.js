const code = document.querySelector("meta[name='SiteIDCode' i]");
result.site_code = code ? clean(attr(code, "content"), 20) : "";
// The page's own script as text: checks.py reads what it refuses to send empty.
for (const script of Array.from(document.scripts).slice(0, 200)) {
  if (result.script.length > 200000) break;
  if (!attr(script, "src")) result.script += "\n" + getText.call(script).slice(0, 60000);
}
// What stands in a form's or a button's own handler: onsubmit="if (this.title.value == '') { alert('请填写标题'); return false; }".
for (const el of inside(document.documentElement, "form[onsubmit],input[onclick],button[onclick],a[onclick]", 60)) {
  const handler = attr(el, "onsubmit") + ";" + attr(el, "onclick");
  if (result.script.length < 200000 && /\bif\s*\(|validate/i.test(handler)) result.script += "\n;{" + handler.slice(0, 4000) + "}";
}
if (typeof Array.prototype.toJSON === "function") {  // Prototype.js breaks the driver's own serialisation
  const spoiler = Array.prototype.toJSON, ofString = String.prototype.toJSON;
  delete Array.prototype.toJSON; delete String.prototype.toJSON;
  try { return { json: JSON.stringify(result) }; } finally { Array.prototype.toJSON = spoiler; if (ofString) String.prototype.toJSON = ofString; }
}
return result;
