// Function body, two JSON lists of selectors: which element of the second list each of the first is (-1: none, -2: it is not there).
const find = selector => {
  let root = document, node = null;
  for (const part of selector.split(" >>> ")) {
    node = root ? root.querySelector(part) : null;
    if (!node) return null;
    root = node.shadowRoot;
  }
  return node;
};
const known = JSON.parse(arguments[1]).map(find);
const same = (one, node) =>
  one && (one === node || (one.type === "radio" && one.name && one.type === node.type && one.name === node.name && one.form === node.form));
return JSON.stringify(JSON.parse(arguments[0]).map(selector => {
  const node = find(selector);
  if (!node) return {index: -2};
  const options = node.localName === "select" ? Array.from(node.options).slice(0, 600) : [];
  return {shown: node.getClientRects().length > 0, index: known.findIndex(one => same(one, node)), tag: node.localName, type: String(node.type || ""), ticked: !!node.checked,
    options: options.map(one => ({text: one.text, value: one.value, selected: one.selected}))};
}));
