// ---- components -------------------------------------------------------------------------------------------------------------
// Elements that no browser knows: what the server sends before a framework has drawn its controls, or a template's own source
// (<el-input v-model=…>). They are read as what they would become; where the framework has drawn, the real control inside counts.
const COMPONENTS = [
  [/-(upload|uploader|file-picker)$/, "file"], [/-textarea$/, "textarea"], [/-(input|field|easyinput|input-number|autocomplete|search-input)$/, "text"],
  [/-(select|tree-?select|data-select|cascader|picker|data-picker|rate)$/, "select"], [/(^|-)radio-group$|-radio$/, "radio"],
  [/(^|-)checkbox-group$|-checkbox$|-switch$/, "checkbox"],
];
const components = new WeakMap();
function componentKind(el) {
  if (components.has(el)) return components.get(el);
  const tag = tagOf(el);
  const known = tag.includes("-") && tag.length < 60 && !el.shadowRoot && !customElements.get(tag) && COMPONENTS.find(([shape]) => shape.test(tag));
  let kind = known ? known[1] : "";
  if (kind === "text" && attr(el, "type") === "textarea") kind = "textarea";
  if (kind && findOne.call(el, "input,textarea,select,[contenteditable],[role=combobox]")) kind = "";
  for (let node = getParent.call(el), i = 0; kind && isElement(node) && i < 6; node = getParent.call(node), i++)
    if (/-(select|cascader|picker|upload|uploader|file-picker)$|(^|-)(radio|checkbox)-group$/.test(tagOf(node))) kind = "";
  components.set(el, kind);
  return kind;
}
function componentOptions(el) {
  return inside(el, "*", MAX_OPTIONS).filter((one) => /-(option|radio-button)$|(^|-)(radio|checkbox)$/.test(tagOf(one))).map((one) => ({
    text: clean(getText.call(one) || attr(one, "label"), 120), value: clean(attr(one, "value") || attr(one, "label"), 160), selected: false, disabled: false, selector: "", press: "" }));
}
function formItem(el) {
  // The component that gives a control its label: <el-form-item label="标题" required>.
  for (let node = el, i = 0; isElement(node) && i < 7; node = getParent.call(node), i++)
    if (tagOf(node).includes("-") && (hasAttr.call(node, "label") || /-(form|forms|form-model|field|cell)-?item$/.test(tagOf(node)))) return node;
  return null;
}
function withProp(kept, el) {
  // A form item names the field whose rules hold for its control: <el-form-item prop="title">.
  // Drawn, its label says it: <label for="title"> where no control of the page has that id.
  const item = formItem(el), drawn = item ? null : closest(el, ".el-form-item,.ivu-form-item,.arco-form-item,.t-form__item,.n-form-item");
  const label = drawn && !attr(el, "id") && findOne.call(drawn, "label[for]");
  const prop = clean((item && attr(item, "prop")) || (label && !label.control && attr(label, "for")) || "", 80);
  return prop && !kept.prop ? { ...kept, prop } : kept;
}
function requiredComponent(item) {
  // Why the component around a control says that it must be filled; "" where it does not.
  if (!item) return "";
  if ((hasAttr.call(item, "required") && attr(item, "required") !== "false") || attr(item, ":required") === "true") return "item required";
  return REQUIRED_VALUES.test(attr(item, ":rules") + attr(item, "v-decorator") + attr(item, "rules")) ? "item rules" : "";
}
function slotTexts(el) {
  // What is written into a component's own box: <el-input><template slot="prepend">标题</template></el-input>.
  if (!componentKind(el)) return [];
  return inside(el, "[slot=prepend],[slot=label],[\\#prepend],[\\#label],[v-slot\\:prepend],[v-slot\\:label]", 2).map((one) => clean(getText.call(tagOf(one) === "template" ? one.content : one), 60)).filter(Boolean);
}
