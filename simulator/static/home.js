// Slack's Home tab beside the chat: two tabs, and the blocks that the bot published.
import { make } from "./elements.js";
import { drawBlock } from "./blocks.js";
import { t } from "./texts.js";

export class Home {
  constructor(phone) {
    this.phone = phone;
    this.drawn = "";
    this.page = make("div", { className: "home", hidden: true, tabIndex: 0 });
    this.toHome = make("button", { type: "button", onclick: () => this.choose(true) }, t("homeTab"));
    this.toChat = make("button", { type: "button", onclick: () => this.choose(false) }, t("chatTab"));
    this.tabs = make("div", { className: "home-tabs" }, this.toHome, this.toChat);
    this.mark(false);
  }

  choose(home) {
    this.page.hidden = !home;
    this.mark(home);
    if (home) this.phone.act("home", {});
  }

  mark(home) {
    this.toHome.setAttribute("aria-pressed", String(home));
    this.toChat.setAttribute("aria-pressed", String(!home));
  }

  show(view) {
    if (!view || view.hash === this.drawn) return;
    this.drawn = view.hash;
    const press = (button) => {
      if (button.url) window.open(button.url, `viewer-${this.phone.userId}`, "popup,width=420,height=860,noopener");
      this.phone.act("press_home", { label: button.label });
      if (!button.url) this.choose(false); // the answer comes in the chat
    };
    this.page.replaceChildren(...view.blocks.map((block) => drawBlock(block, press)));
  }
}
