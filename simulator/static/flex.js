// LINE Flex messages as LINE draws them, near enough: bubbles, boxes, text, buttons, separators.
// https://developers.line.biz/en/docs/messaging-api/flex-message-elements/
import { make } from "./elements.js";

const TEXT = { xxs: 10, xs: 11, sm: 12, md: 14, lg: 16, xl: 18, xxl: 22, "3xl": 26, "4xl": 32, "5xl": 38 };
const SPACE = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const BORDER = { none: 0, light: 0.5, normal: 1, "semi-bold": 2, medium: 3, bold: 4 };
const CORNER = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const ALIGN = { start: "left", end: "right", center: "center" };
const PADDINGS = { paddingTop: "paddingTop", paddingBottom: "paddingBottom", paddingStart: "paddingLeft", paddingEnd: "paddingRight" };

const length = (value, names) => (value in names ? `${names[value]}px` : value);

export function flexMessage(contents, press) {
  if (contents.type === "carousel") {
    return make("div", { className: "carousel" }, ...contents.contents.map((bubble) => flexBubble(bubble, press)));
  }
  return flexBubble(contents, press);
}

function flexBubble(bubble, press) {
  const card = make("div", { className: "flex-bubble" });
  for (const part of ["header", "hero", "body", "footer"]) {
    if (!bubble[part]) continue;
    const block = component(bubble[part], press, "vertical");
    block.classList.add(`flex-${part}`);
    const style = bubble.styles?.[part] ?? {};
    if (style.backgroundColor) block.style.backgroundColor = style.backgroundColor;
    if (style.separator) block.style.borderTop = `1px solid ${style.separatorColor ?? "#e4e6ea"}`;
    card.append(block);
  }
  return card;
}

function component(part, press, around) {
  const draw = { box, text, button, separator, filler, image, icon: image }[part.type] ?? filler;
  const element = draw(part, press, around);
  place(element, part, around);
  return element;
}

function place(element, part, around) {
  const grows = around !== "vertical" && (part.type === "text" || part.type === "box" || part.type === "button" || part.type === "filler");
  const flex = part.flex ?? (grows ? 1 : 0);
  element.style.flex = flex ? `${flex} ${flex} 0` : "0 0 auto";
  if (part.margin) element.style[around === "vertical" ? "marginTop" : "marginLeft"] = length(part.margin, SPACE);
  if (part.gravity) element.style.alignSelf = { top: "flex-start", center: "center", bottom: "flex-end" }[part.gravity];
  if (part.action && part.type !== "button") clickable(element, part.action, press);
}

function box(part, press) {
  const element = make("div", { className: `flex-box ${part.layout}` });
  const style = element.style;
  if (part.spacing) style.gap = length(part.spacing, SPACE);
  if (part.paddingAll) style.padding = length(part.paddingAll, SPACE);
  for (const [name, css] of Object.entries(PADDINGS)) if (part[name]) style[css] = length(part[name], SPACE);
  if (part.backgroundColor) style.backgroundColor = part.backgroundColor;
  if (part.cornerRadius) style.borderRadius = length(part.cornerRadius, CORNER);
  if (part.borderWidth || part.borderColor) {
    style.border = `${length(part.borderWidth ?? "normal", BORDER)} solid ${part.borderColor ?? "transparent"}`;
  }
  for (const name of ["width", "height", "maxWidth", "maxHeight", "justifyContent", "alignItems"]) {
    if (part[name]) style[name] = part[name];
  }
  element.append(...part.contents.map((child) => component(child, press, part.layout)));
  return element;
}

function text(part) {
  const element = make("div", { className: part.wrap ? "flex-text" : "flex-text one-line" });
  write(element, part);
  if (part.align) element.style.textAlign = ALIGN[part.align];
  if (part.lineSpacing) element.style.lineHeight = `calc(1.3em + ${part.lineSpacing})`;
  if (part.maxLines) {
    element.classList.add("clamped");
    element.style.webkitLineClamp = part.maxLines;
  }
  for (const span of part.contents ?? []) element.append(write(make("span"), span));
  return element;
}

function write(element, part) {
  if (part.text) element.textContent = part.text;
  if (part.size) element.style.fontSize = length(part.size, TEXT);
  if (part.color) element.style.color = part.color;
  if (part.weight === "bold") element.style.fontWeight = "700";
  if (part.style === "italic") element.style.fontStyle = "italic";
  if (part.decoration && part.decoration !== "none") element.style.textDecoration = part.decoration;
  return element;
}

function button(part, press) {
  const element = make("button", { type: "button", className: `flex-button ${part.style ?? "link"} ${part.height ?? "md"}` });
  element.textContent = part.action.label;
  if (part.color) element.style[part.style && part.style !== "link" ? "backgroundColor" : "color"] = part.color;
  clickable(element, part.action, press);
  return element;
}

function separator(part) {
  const element = make("div", { className: "flex-separator" });
  if (part.color) element.style.backgroundColor = part.color;
  return element;
}

const filler = () => make("div");
const image = () => make("div", { className: "flex-image" });

export const keyOf = (action) => action.data || action.uri || action.text || action.type;

function clickable(element, action, press) {
  element.classList.add("pressable");
  element.addEventListener("click", () => press({ label: action.label ?? "", key: keyOf(action), url: action.uri }));
}
