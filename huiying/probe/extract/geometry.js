// ---- what the page shows, by its geometry -----------------------------------------------------------------------------------
// "被举报人（单位）信息", "写信人资料": the heading of a part of a form, however it is marked up.
const SECTION = /^[\s【[(（※★•●■◆\d一二三四五六七八九十、.]{0,6}被?[\u4e00-\u9fa5]{2,6}(人|者|单位|对象|方|企业)\s*([（(][^）)]{0,8}[）)])?\s*的?(基本|个人|相关|详细)?(信息|情况|资料|内容)/;
const EVERY_ITEM = /(以[上下]|所有|全部|各|每).{0,16}(必填|填写|为空)/;
function scanTexts(root) {
  root.sections = [];
  const texts = [];
  const walker = root.document.createTreeWalker(root.scope === root.document ? root.document.body || root.document.documentElement : root.scope, NodeFilter.SHOW_TEXT);
  let seen = 0;
  for (let node = walker.nextNode(); node && seen++ < 60000 && !(seen % 500 === 0 && late()); node = walker.nextNode()) {
    const raw = node.data;
    if (!raw || (raw.length < 40 && !raw.trim())) continue;
    const parent = getParent.call(node);
    if (!isElement(parent) || /^(script|style|noscript|option|textarea|template|title)$/.test(tagOf(parent))) continue;
    const text = clean(raw, 400);
    if (!text) continue;
    if (((/\d/.test(text) ? /字/ : /[二两三四五六七八九十百千]\s*个?\s*(汉字|字)/).test(text) || EVERY_ITEM.test(text)) && result.notes.length < MAX_NOTES) {
      const block = closest(parent, "p,li,td,dd,div,label,span");
      const whole = block ? clean(getText.call(block), 300) : text;
      result.notes.push(whole.length <= 280 && whole.includes(text.slice(0, 20)) ? whole : text.slice(0, 300));
    }
    if (/(请先|需先|须先|尚未|您还未|您还没有|未)\s*登[录陆]|登[录陆]后(才|方|即|再|可|进行|提交|留言|咨询|写信|发表)|统一身份认证|实名认证后/.test(text) && result.login_texts.length < 10)
      result.login_texts.push({ text: text.slice(0, 160), visible: hiding(parent, root)[0] === "" });
    if (/(拖动|滑动|拖拽|按住|向右).{0,6}(滑块|滑动|拖动|拼图|完成验证|验证)|滑动验证|点击按钮进行验证|智能验证/.test(text) && result.slider_texts.length < 10)
      result.slider_texts.push({ text: text.slice(0, 80), visible: hiding(parent, root)[0] === "" });
    if (text.length <= 40 && root.sections.length < 60 && SECTION.test(text)) root.sections.push([node, text]);
    if (texts.length < MAX_TEXTS && text.length <= 40) texts.push([node, text]);
  }
  return texts;
}
function placeTexts(root, texts) {
  const placed = [];
  const range = root.document.createRange();
  for (const [node, text] of texts) {
    if (placed.length % 200 === 0 && late()) break;
    range.selectNodeContents(node);
    const rect = range.getBoundingClientRect();
    if (rect.width > 1 && rect.height > 1) placed.push([rect, text, node]);
  }
  return placed;
}
function seenBeside(el, root) {
  // The nearest text to the left on the same line, else right above: what a person would read as the label.
  const box = getRect.call(el);
  if (box.width < 2) return ["", ""];
  const middle = box.top + Math.min(box.height / 2, 24);
  let left = "", above = "", nearest = 320, nearestAbove = 34;
  for (const [rect, text, node] of root.placed) {
    const gap = box.left - rect.right;
    if (gap >= -4 && gap < nearest && rect.top - 4 <= middle && rect.bottom + 4 >= box.top && Math.abs((rect.top + rect.bottom) / 2 - middle) < 20 && !inControl(node)) { left = text; nearest = gap; }
    const rise = box.top - rect.bottom;
    if (rise >= -4 && rise < nearestAbove && rect.left < box.left + Math.min(box.width, 160) && rect.right > box.left - 20 && !inControl(node)) { above = text; nearestAbove = rise; }
  }
  return [left, above];
}
const inControl = (node) => { const parent = getParent.call(node); return isElement(parent) && /^(button|a|option|select)$/.test(tagOf(parent)); };
