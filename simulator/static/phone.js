// One phone: its chat, composer, menu and (Slack) modal.
import { ask, hand, make, sample, tell } from "./elements.js";
import { flexMessage, keyOf } from "./flex.js";
import { slackMessage } from "./blocks.js";
import { drawModal } from "./modal.js";
import { Home } from "./home.js";
import { Shelf } from "./shelf.js";
import { t } from "./texts.js";

const TIME = new Intl.DateTimeFormat("ja-JP", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Tokyo" });

const MARGIN = 10; // pixels left free above the newest message

export class Phone {
  constructor(featured, part, people, codes, onTrouble) {
    this.part = part;
    this.featured = featured;
    this.people = people;
    this.codes = codes;
    this.onTrouble = onTrouble;
    this.unread = 0;
    this.seen = 0;
    this.element = make("section", { className: "phone", role: "tabpanel" });
    document.addEventListener("pointerdown", (event) => {
      if (!this.menu.parentElement.contains(event.target)) this.menu.hidden = true;
    });
    this.belongTo(featured.user_id);
  }

  belongTo(userId) {
    this.userId = userId;
    this.platform = this.people.find((p) => p.user_id === userId).platform;
    this.drawn = "";
    this.modalDrawn = "";
    this.draw();
    return this.refresh();
  }

  draw() {
    const me = this.people.find((p) => p.user_id === this.userId);
    this.chat = make("div", { className: "chat", tabIndex: 0 });
    this.quick = make("div", { className: "quick", onwheel: (event) => (this.quick.scrollLeft += event.deltaY) });
    this.sheet = make("div", { className: "sheet-place", hidden: true });
    this.chip = make("span", { className: "dot", hidden: true });
    this.home = new Home(this);
    this.shelf = new Shelf(this, () => this.own.click());
    this.element.classList.remove("line", "slack"); // but not whether it is the one chosen on a small screen
    this.element.classList.add("phone", this.platform);
    this.element.dataset.person = me.code;
    this.element.replaceChildren(
      make("div", { className: "part" }, make("span", {}, this.part(this.featured)), this.chip),
      this.owner(),
      make("div", { className: "screen" }, this.bar(), ...(this.platform === "slack" ? [this.home.tabs, this.home.page] : []), this.chat, this.quick, this.composer(), this.shelf.element, this.sheet),
    );
  }

  owner() {
    const options = this.people.map((p) =>
      make("option", { value: p.user_id, selected: p.user_id === this.userId }, `${p.name} · ${p.about}${this.which(p)}`));
    return make("select", { className: "owner", ariaLabel: t("owner"), onchange: (e) => this.belongTo(e.target.value) }, ...options);
  }

  which(person) {
    const phones = this.people.filter((p) => p.code === person.code);
    if (phones.length === 1) return "";
    return person.platform === "line" ? " · LINE" : " · Slack";
  }

  bar() {
    const app = this.platform === "line" ? "LINE" : "Slack";
    const name = make("strong", {}, this.platform === "line" ? t("bot") : "hansho");
    return make("div", { className: "bar" }, make("span", { className: "avatar" }), name, make("span", { className: "app" }, app));
  }

  composer() {
    const input = this.input = make("input", { className: "write", placeholder: t("write"), ariaLabel: t("write"), autocomplete: "off" });
    const send = make("button", { className: "send", ariaLabel: t("send") }, "➤");
    const more = make("button", { type: "button", className: "more", ariaLabel: t("more"), onclick: () => (this.menu.hidden = !this.menu.hidden) }, "＋");
    this.menu = this.drawMenu();
    const form = make("form", { className: "composer" }, this.menu, more, input, send);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = input.value.trim();
      if (!text) return;
      input.value = "";
      const [, command, words] = (this.platform === "slack" && text.match(/^(\/\w+)\s*(.*)$/s)) || [];
      if (command) this.act("command", { command, text: words });
      else this.act("say", { text });
    });
    return form;
  }

  write(text) {
    this.input.value = text;
    this.input.focus();
  }

  drawMenu() {
    const item = (label, go) => make("button", { type: "button", onclick: () => { this.menu.hidden = true; go(); } }, label);
    const own = this.own = make("input", { type: "file", accept: "image/*,video/*", className: "unseen", ariaLabel: t("own"), onchange: (e) => this.sendPhoto(e.target.files[0]) });
    const note = make("p", { className: "hint" }, t("sampleNote"));
    const items = [
      item(t("sample"), async () => this.sendPhoto(await sample("photo"))),
      item(t("sampleFilm"), async () => this.sendPhoto(await sample("film"))),
      note, item(t("own"), () => own.click()), own,
    ];
    if (this.platform === "slack") {
      items.push(item(t("command"), () => this.act("command", { command: "/hansho" })));
      items.push(item(t("shortcut"), () => this.act("shortcut", { callback_id: "report" })));
      items.push(item(t("reportPhoto"), () => this.act("report_photo", {})));
    }
    items.push(item(t("unsend"), () => this.act("unsend", {})));
    if (this.platform === "line") {
      this.blockItem = item(t("block"), () => this.act(this.blocked ? "follow" : "block", {}));
      items.push(this.blockItem);
    }
    return make("div", { className: "menu", hidden: true }, ...items);
  }

  async act(action, body) {
    await this.through(tell(`/_sim/phones/${this.userId}/do/${action}`, body));
  }

  async sendPhoto(file) {
    await this.through(hand(`/_sim/phones/${this.userId}/photo`, file));
  }

  async through(deed) {
    this.element.classList.add("busy");
    try {
      const done = await deed;
      this.onTrouble(done.status === 0 && !done.held ? t("notAnswered") : "");
    } catch (error) {
      this.onTrouble(error.message);
    }
    this.element.classList.remove("busy");
    await this.refresh();
  }

  press(bubble, button) {
    if (button.key === "camera" || button.key === "cameraRoll") {
      this.own.click();
      return;
    }
    if (button.url) window.open(button.url, `viewer-${this.userId}`, "popup,width=420,height=860,noopener");
    if (button.url && this.platform === "line") return;
    this.act("press", { label: button.label, message_id: bubble.id, key: button.key });
  }

  async refresh() {
    const whose = this.userId;
    const state = await ask(`/_sim/phones/${whose}`);
    if (whose !== this.userId) return; // somebody else has the phone by now
    this.showChat(state);
    this.showModal(state.modal);
    this.shelf.show(state.menu);
    this.home.show(state.home);
    this.blocked = state.account.blocked;
    if (this.blockItem) this.blockItem.textContent = t(this.blocked ? "unblock" : "block");
  }

  showChat(state) {
    const last = state.bubbles.at(-1);
    this.heard = state.bubbles.some((bubble) => !bubble.mine);
    const print = JSON.stringify([state.account.blocked, last?.id, state.bubbles.map((b) => b.revision)]);
    if (print === this.drawn) return;
    const first = this.drawn === "";
    this.drawn = print;
    const news = state.bubbles.filter((b) => !b.mine && b.revision > this.seen).length;
    this.seen = Math.max(this.seen, state.revision);
    if (!first && news) this.unread += news;
    this.chat.replaceChildren(...this.rows(state));
    this.quick.replaceChildren(...this.quickReplies(last));
    this.toTheEnd();
  }

  toTheEnd() {
    // A card taller than the screen is read from its top.
    requestAnimationFrame(() => {
      const top = this.chat.lastElementChild?.offsetTop ?? 0;
      this.chat.scrollTop = top - this.chat.offsetTop - MARGIN;
    });
  }

  rows(state) {
    if (!state.bubbles.length) {
      const code = this.codes[state.account.code];
      const hint = code ? t("emptyNewcomer", code) : this.featured.part_en === "Reporter" ? t("emptyReporter") : "";
      return [make("p", { className: "nothing" }, t("empty"), make("br"), hint)];
    }
    const rows = state.bubbles.map((bubble) => this.row(bubble));
    if (state.account.blocked) rows.push(make("p", { className: "nothing" }, t("blocked")));
    return rows;
  }

  row(bubble) {
    const time = make("time", {}, TIME.format(new Date(bubble.at * 1000)));
    const notes = [bubble.raw.ephemeral || bubble.raw.response_type === "ephemeral" ? t("onlyYou") : "", bubble.raw.edited ? t("edited") : ""];
    const face = !bubble.mine || this.platform === "slack" ? make("span", { className: bubble.mine ? "avatar mine" : "avatar" }) : null;
    const kind = bubble.raw.type === "flex" ? " card" : "";
    return make("div", { className: `row${bubble.mine ? " mine" : ""}${kind}` }, face, this.content(bubble), make("span", { className: "when" }, notes.join(""), time));
  }

  content(bubble) {
    const raw = bubble.raw;
    const media = raw.files?.[0]?.id ?? (raw.media ? bubble.id : null);
    const kind = raw.files?.[0]?.mimetype ?? raw.media ?? "";
    if (media && kind.startsWith("video/")) {
      return make("video", { className: "photo", src: `/_sim/media/${media}`, controls: true, muted: true, playsInline: true, onloadedmetadata: () => this.toTheEnd() });
    }
    if (media) return make("img", { className: "photo", src: `/_sim/media/${media}`, onload: () => this.toTheEnd(), alt: t("sentPhoto") });
    const press = (button) => this.press(bubble, button);
    if (this.platform === "slack") return make("div", { className: "slack-message" }, slackMessage(raw, press));
    if (raw.type === "flex") return flexMessage(raw.contents, press);
    return make("div", { className: "balloon" }, raw.text ?? "");
  }

  quickReplies(last) {
    const items = (!last?.mine && last?.raw.quickReply?.items) || [];
    return items.map(({ action }) => {
      const button = { label: action.label, key: keyOf(action), url: action.uri };
      return make("button", { type: "button", onclick: () => this.press(last, button) }, action.label);
    });
  }

  showModal(view) {
    const print = view ? `${view.id} ${view.hash}` : "";
    if (print === this.modalDrawn) return;
    this.modalDrawn = print;
    this.sheet.hidden = !view;
    this.sheet.replaceChildren(...(view ? [drawModal(view, this)] : []));
  }
}
