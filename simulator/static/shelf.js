// LINE's menu below the chat: a bar that opens and closes it, the picture, and the areas that lie on it.
import { make } from "./elements.js";

const CAMERA = "https://line.me/R/nv/camera";

export class Shelf {
  constructor(phone, openCamera) {
    this.phone = phone;
    this.openCamera = openCamera;
    this.open = false;
    this.drawn = "";
    this.element = make("div", { className: "shelf", hidden: true });
  }

  show(menu) {
    const print = menu ? `${menu.picture} ${this.open}` : "";
    if (print === this.drawn) return;
    this.drawn = print;
    this.element.hidden = !menu;
    if (!menu) return;
    this.element.classList.toggle("alarm", menu.name.includes(":alarm:"));
    const bar = make("button", { type: "button", className: "shelf-bar", ariaExpanded: String(this.open), onclick: () => { this.open = !this.open; this.show(menu); this.phone.toTheEnd(); } },
      `${menu.chatBarText} ${this.open ? "▼" : "▲"}`);
    this.element.replaceChildren(...(this.open ? [this.picture(menu), bar] : [bar]));
  }

  picture(menu) {
    const { width, height } = menu.size;
    const percent = (part, whole) => `${(100 * part) / whole}%`;
    const areas = menu.areas.map(({ bounds, action }) => make("button", {
      type: "button", ariaLabel: action.label, onclick: () => this.tap(action),
      style: `left:${percent(bounds.x, width)};top:${percent(bounds.y, height)};width:${percent(bounds.width, width)};height:${percent(bounds.height, height)}`,
    }));
    return make("div", { className: "shelf-picture" }, make("img", { src: menu.picture, alt: "" }), ...areas);
  }

  tap(action) {
    if (action.uri?.startsWith(CAMERA)) this.openCamera();
    else this.phone.act("tap", { label: action.label });
    if (action.fillInText) this.phone.write(action.fillInText);
  }
}
