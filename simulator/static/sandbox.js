// The page: phones side by side (one with tabs on a small screen), the town's clock, polling.
import { Phone } from "./phone.js";
import { ask, make, tell } from "./elements.js";
import { current, setLanguage, t, translatePage } from "./texts.js";

const EVERY = 700; // milliseconds between two looks; the simulator is on the same machine
const HOUR = 3600;
const DAY = 24 * HOUR;
const CLOCK = () => new Intl.DateTimeFormat(current() === "ja" ? "ja-JP" : "en-GB", {
  month: "short", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", timeZone: "Asia/Tokyo",
});

const phones = [];
let shown = 0;
let revision = -1;

const $ = (id) => document.getElementById(id);
const part = (featured) => (current() === "ja" ? featured.part : featured.part_en);

function trouble(sentence) {
  $("trouble").textContent = sentence;
  $("trouble").hidden = !sentence;
}

function select(number) {
  shown = number;
  phones.forEach((phone, place) => {
    phone.element.classList.toggle("chosen", place === number);
    if (place !== number) return;
    phone.unread = 0;
    phone.toTheEnd();
  });
  drawTabs();
  $("tabs").children[number]?.scrollIntoView({ inline: "center", block: "nearest" });
}

function drawTabs() {
  $("tabs").replaceChildren(...phones.map((phone, place) => {
    const badge = phone.unread && place !== shown ? make("span", { className: "badge" }, String(phone.unread)) : null;
    const attributes = { type: "button", role: "tab", ariaSelected: place === shown ? "true" : "false", onclick: () => select(place) };
    return make("button", attributes, part(phone.featured), badge);
  }));
  for (const phone of phones) phone.chip.hidden = !phone.unread;
}

function ahead(seconds) {
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor((seconds % DAY) / HOUR);
  const minutes = Math.round((seconds % HOUR) / 60);
  return [days && t("days", days), hours && t("hours", hours), minutes && t("minutes", minutes)].filter(Boolean).join(" ");
}

async function showClock() {
  const clock = await ask("/_sim/clock");
  $("now").textContent = CLOCK().format(new Date(clock.now * 1000));
  $("ahead").hidden = clock.ahead < 60;
  $("ahead").textContent = t("ahead", ahead(clock.ahead));
}

async function look() {
  try {
    const state = await ask("/_sim/revision");
    if (state.revision !== revision) {
      revision = state.revision;
      await Promise.all(phones.map((phone) => phone.refresh()));
      drawTabs();
    }
    await showClock();
    if ($("trouble").textContent === t("offline")) trouble("");
  } catch {
    trouble(t("offline"));
  }
  setTimeout(look, EVERY);
}

function speak() {
  translatePage();
  $("language").textContent = current() === "ja" ? "English" : "日本語";
  phones.forEach((phone) => phone.belongTo(phone.userId));
  drawTabs();
}

async function start() {
  const [people, featured] = await Promise.all([ask("/_sim/people"), ask("/sandbox/featured")]);
  for (const one of featured) {
    const phone = new Phone(one, part, people, trouble);
    phone.element.addEventListener("pointerdown", () => { phone.unread = 0; drawTabs(); });
    phones.push(phone);
    $("phones").append(phone.element);
  }
  select(0);
  look();
}

$("language").addEventListener("click", () => { setLanguage(current() === "ja" ? "en" : "ja"); speak(); });
$("forward").addEventListener("click", async () => { await tell("/_sim/clock", { seconds: HOUR }); showClock(); });
speak();
start();
