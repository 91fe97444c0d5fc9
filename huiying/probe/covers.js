// Function body, arguments[0] = a button that can't be reached. What lies over it (a cookie bar, a notice) is closed as a person would:
// returns the word to be clicked for that, or null. What asks for something is left alone, and so is what leads elsewhere or says no.
const CLOSES = [/^([×✕✖x]|关闭|我?(已经?)?(知道|明白|了解)了?|不再提[示醒]|仅.{0,4}必[要需].{0,8}|close|got it|necessary only)$/i,
  /^(好的?|确[定认]|继续(浏览|访问)?|(全部|我)?(同意|接受|允许)(全部|所有)?(并(继续|关闭))?(cookies?)?|ok|(i )?(accept|agree)( all)?)$/i];
const node = arguments[0];
node.scrollIntoView({behavior: "instant", block: "center", inline: "center"});
const box = node.getClientRects()[0];
if (!box) return null;
let cover = null;
for (let up = node.getRootNode().elementFromPoint(box.left + box.width / 2, box.top + box.height / 2); up && !up.contains(node); up = up.parentElement)
  if (/fixed|sticky|absolute/.test(getComputedStyle(up).position)) cover = up;
const size = cover && cover.getBoundingClientRect();
if (!cover || size.width * size.height < 10000 || cover.querySelector("textarea, select, [contenteditable=true], input:not([type=hidden]):not([type=checkbox]):not([type=button]):not([type=submit])")) return null;
const words = one => String(one.localName === "input" ? one.value : one.innerText || one.getAttribute("aria-label") || one.title || "").replace(/[\s\u00a0\u3000]+/g, "");
const leads = one => { const link = one.closest("a[href]"); return !!link && !/^(#|javascript:)/i.test(link.getAttribute("href")); };
const all = Array.from(cover.querySelectorAll("a, button, input[type=button], input[type=submit], [role=button], [onclick], span, i, div, img"))
  .filter(one => one.getClientRects().length && !leads(one) && words(one).length <= 14);
for (const pattern of CLOSES) {
  const found = all.filter(one => pattern.test(words(one)) || pattern.test(String(one.getAttribute("aria-label") || one.title || "").trim()));
  if (found.length) return found.find(one => !found.some(other => other !== one && one.contains(other))) || found[0];
}
return null;
