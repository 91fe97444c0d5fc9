// The body of a function: reads the document it runs in, with same-origin frames and open shadow roots, and returns plain data
// (the shape is read by huiying/probe/readers.py). It changes nothing in the page. Everything is bounded: a hostile page costs
// at most `BUDGET` milliseconds and the counts below.
const BUDGET = (arguments[0] && arguments[0].milliseconds) || 8000;
const MAX_ELEMENTS = 400000, MAX_CONTROLS = 2500, MAX_BUTTONS = 500, MAX_HEADINGS = 120, MAX_FRAMES = 40, MAX_DEPTH = 6;
const MAX_OPTIONS = 600, MAX_TEXTS = 6000, MAX_NOTES = 60, MAX_CLIMB = 60;
const started = Date.now();
const late = () => Date.now() - started > BUDGET;

// A page may name an input "parentNode" or "id": a form's own properties are then that input. Ask the prototype instead.
const getter = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
const getParent = getter(Node, "parentNode"), getPrevious = getter(Node, "previousSibling"), getNext = getter(Node, "nextSibling");
const getFirst = getter(Node, "firstChild"), getLast = getter(Node, "lastChild"), getText = getter(Node, "textContent");
const getAttr = Element.prototype.getAttribute, hasAttr = Element.prototype.hasAttribute, contains = Node.prototype.contains;
const getRect = Element.prototype.getBoundingClientRect, closestOf = Element.prototype.closest, matchesOf = Element.prototype.matches;
const findAll = Element.prototype.querySelectorAll, findOne = Element.prototype.querySelector;
const attr = (el, name) => getAttr.call(el, name) || "";
const tagOf = (el) => (typeof el.localName === "string" ? el.localName : "form");
const isElement = (node) => node && node.nodeType === 1;
const closest = (el, selector) => { try { return closestOf.call(el, selector); } catch { return null; } };
const matches = (el, selector) => { try { return matchesOf.call(el, selector); } catch { return false; } };
const inside = (el, selector, max) => { try { return Array.from(findAll.call(el, selector)).slice(0, max || 200); } catch { return []; } };

const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]/g;
const clean = (text, max) =>
  String(text == null ? "" : text).slice(0, max * 4).replace(CONTROL_CHARACTERS, " ").replace(/[\s\u00a0\u3000]+/g, " ").trim().slice(0, max);

const SKIPPED = new Set(["script", "style", "option", "select", "textarea", "button", "noscript", "template", "svg", "iframe", "datalist", "object", "video"]);
const BREAKS = new Set(["br", "hr", "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "tbody", "thead", "form", "fieldset", "legend",
  "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer", "nav", "td", "th"]);
const EDITOR_WRAPPER = ".edui-editor,.ke-container,.cke,.cke_chrome,.ck-editor,.tox-tinymce,.mce-tinymce,.mce-container.mce-panel,.w-e-container," +
  ".wangEditor-container,.ql-container,.simditor,.layui-layedit,.note-editor,.trumbowyg-box,.xheLayout,.jodit-container,.editor-wrapper";
const EDITOR_CHROME = ".edui-toolbar,.edui-dialog,.edui-popup,.ke-toolbar,.ke-dialog,.cke_top,.cke_dialog,.ck-toolbar,.mce-toolbar-grp,.mce-window,.tox-editor-header," +
  ".tox-dialog,.w-e-toolbar,.w-e-panel-container,.ql-toolbar,.ql-tooltip,.ql-clipboard,.note-toolbar,.note-modal,.layui-layedit-tool,.simditor-toolbar";
const SCRIPTED_SELECT = ".el-select,.el-cascader,.ant-select,.ant-cascader-picker,.ivu-select,.ivu-cascader,.n-select,.n-base-selection,.arco-select,.t-select,.v-select,.vs__dropdown-toggle," +
  ".van-dropdown-menu,.uni-select,.ui.dropdown,.selectize-control,.weui-cell_select,.mui-select,.dropdown-select,.custom-select-box,.combo,.easyui-combobox";
const REPLACEMENTS = [
  ["layui", ".layui-form-select", ".layui-select-title", "dd"],
  ["select2", ".select2-container,.select2", ".select2-selection,.select2-choice", ""],
  ["chosen", ".chosen-container,.chzn-container", "a,.chosen-choices", "li.active-result,li.group-option"],
  ["bootstrap", ".bootstrap-select,.btn-group.bootstrap-select", "button,.dropdown-toggle", "li a,.dropdown-item"],
  ["nice", ".nice-select", "", "li.option,li"],
  ["combobox", ".choices,[role=combobox]", ".choices__inner,.form-control", "[role=option]"],
  ["generic", "[class*=select],[class*=Select],[class*=dropdown]", "", "li,dd,a"],
];
const REPLACEMENT_INNARDS = ".layui-form-select,.select2-container,.select2-drop,.chosen-container,.nice-select,.choices__list,[role=combobox] [role=listbox],.bootstrap-select .bs-searchbox,.selectize-dropdown,.ui-datepicker,.layui-laydate,.el-picker-panel,.el-pagination";
const ACTION_WORDS = /提\s*交|发\s*送|留\s*言|写\s*信|发\s*表|确\s*[定认]|保\s*存|送\s*出|寄\s*出|寄\s*信|咨\s*询|登\s*录|登\s*陆|搜\s*索|查\s*询|检\s*索|订\s*阅|投\s*票|注\s*册|验证码|下一[步页项]|继\s*续|完\s*成|同\s*意|已阅读|重\s*置|清\s*空|重\s*填|取\s*消|返\s*回|换一[张个]|看不清|发\s*布|上\s*报|反\s*馈|回\s*复|添\s*加|(我\s*要|立\s*即|马\s*上|确\s*认)\s*(投\s*诉|举\s*报|建\s*议|反\s*映|求\s*助|申\s*诉)|获\s*取|submit|send/i;
const STEP_WORDS = /^[\s<>«»←→]*(上一[步页]|下一[步页项]|继\s*续|完\s*成|提\s*交|next|finish|submit)[\s<>«»←→]*$/i;
const CAPTCHA_WORDS = /captcha|verif|valid|vcode|checkcode|check_?code|authcode|auth_?code|yzm|yanzheng|seccode|rand(om)?(img|code|pic)|imgcode|codeimg|kaptcha|getcode|securimage|identif|vdimgck|codeimage|imagecode|safecode|piccode|验证|看不清|点击(更换|刷新|换)|换一/i;
const REQUIRED_ATTRIBUTES = ["required", "data-val-required", "data-rule-required", "data-bv-notempty", "ng-required", "data-required", "notnull", "isrequired", "must", "notempty", "need", "emptymsg", "requiredmsg", "data-parsley-required", "data-fv-notempty", "data-msg-required"];
const REQUIRED_VALUES = /\brequired?\b(?!\s*["']?\s*:\s*["']?(?:false|0|!1)\b)|validate\[[^\]]*required|必填|notnull|notempty|not-?empty|isNotNull|required:\s*true|allowBlank:\s*false/i;

let serial = 0;
const ids = new WeakMap();
const idOf = (node) => { let id = ids.get(node); if (!id) { id = ++serial; ids.set(node, id); } return id; };
const result = {
  url: clean(location.href, 2000), title: clean(document.title, 300), site_code: "", truncated: false, frame: [],
  controls: [], buttons: [], headings: [], forms: [], frames: [], notes: [], login_texts: [], slider_texts: [], script: "",
};
let frameCount = 0;
