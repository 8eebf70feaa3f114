// The page: phones side by side (one with tabs on a small screen), and what is asked of the town as a whole.
import { Phone } from "./phone.js";
import { ask, make, tell } from "./elements.js";
import { current, setLanguage, t, translatePage } from "./texts.js";
import { listen, moveClock, showClock } from "./clock.js";
import { showStory } from "./story.js";

const EVERY = 700; // milliseconds between two looks; the simulator is on the same machine
const NEIGHBOUR = 3; // whose phone somebody is played on who has none on the page
const REACHED = [3, 2]; // phones whose first message shows that the third step is reached, or the second

const phones = [];
let shown = 0;
let revision = -1;
let happened = false;
let run;

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
  phones[number].element.scrollIntoView({ inline: "nearest", block: "nearest" });
  drawTabs();
  $("tabs").children[number]?.scrollIntoView({ inline: "center", block: "nearest" });
}

// The phone of somebody, who is given the neighbour's if nobody plays them.
function takeUp(userId) {
  const place = phones.findIndex((phone) => phone.userId === userId);
  if (place < 0) phones[NEIGHBOUR].belongTo(userId);
  select(place < 0 ? NEIGHBOUR : place);
}

function drawTabs() {
  $("tabs").replaceChildren(...phones.map((phone, place) => {
    const badge = phone.unread && place !== shown ? make("span", { className: "badge" }, String(phone.unread)) : null;
    const attributes = { type: "button", role: "tab", ariaSelected: place === shown ? "true" : "false", onclick: () => select(place) };
    return make("button", attributes, part(phone.featured), badge);
  }));
  for (const phone of phones) phone.chip.hidden = !phone.unread;
}

function showStep() {
  const reached = REACHED.findIndex((place) => phones[place].heard);
  const step = reached < 0 ? 0 : REACHED.length - reached;
  [...$("steps").children].forEach((item, place) => {
    if (place === step) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
}

async function look() {
  try {
    const town = await ask("/sandbox/town");
    if (town.run !== run) location.reload();
    happened = town.happened;
    const working = town.trouble || (town.ready ? "" : t("preparing"));
    $("phones").inert = !town.ready; // nobody would answer
    if (working || $("trouble").textContent === t("preparing")) trouble(working);
    showStory(town.told, (who) => phones.some((phone) => phone.userId === who) && takeUp(who));
    const state = await ask("/_sim/revision");
    if (state.revision !== revision) {
      revision = state.revision;
      await Promise.all(phones.map((phone) => phone.refresh()));
      drawTabs();
      showStep();
    }
    await showClock();
    if ($("trouble").textContent === t("offline")) trouble("");
  } catch {
    trouble(t("offline"));
  }
  setTimeout(look, EVERY);
}

async function direct(path, body) {
  try {
    await tell(path, body);
    trouble(t("preparing"));
  } catch (error) {
    trouble(error.message);
  }
}

const agreed = (question) => !happened || window.confirm(t(question));

$("language").addEventListener("click", () => {
  if (agreed("askLanguage")) direct("/sandbox/town", { language: current() === "ja" ? "en" : "ja" });
});
$("anew").addEventListener("click", () => { if (agreed("askAnew")) direct("/sandbox/town", { language: current() }); });
$("sample").addEventListener("click", () => tell("/sandbox/sample/year", {}).then(() => trouble(t("sampleDone")), (error) => trouble(error.message)));
$("desk").addEventListener("click", async () => {
  const beside = window.open("", "hansho-desk"); // at once, or the browser takes it for an advertisement
  try {
    const opened = await tell("/sandbox/desk", {});
    beside.location = opened.address;
  } catch (error) {
    beside?.close();
    trouble(error.message);
  }
});
$("play").addEventListener("click", () => { if (agreed("askPlay")) direct("/sandbox/story", { acts: "whole" }); });
$("fourth").addEventListener("click", () => { if (agreed("askPlay")) direct("/sandbox/story", { acts: "objection" }); });
$("poster").addEventListener("click", () => window.open("/sandbox/poster", "hansho-poster"));
for (const button of document.querySelectorAll(".clock button")) {
  const period = button.dataset.until ? { until: button.dataset.until } : { seconds: Number(button.dataset.seconds) };
  button.addEventListener("click", () => moveClock(period, takeUp).catch((error) => trouble(error.message)));
}
for (const button of document.querySelectorAll(".steps [data-phone]")) {
  button.addEventListener("click", () => select(Number(button.dataset.phone)));
}

async function start() {
  const [people, featured, town] = await Promise.all([ask("/_sim/people"), ask("/sandbox/featured"), ask("/sandbox/town")]);
  run = town.run;
  setLanguage(town.language);
  translatePage();
  for (const one of featured) {
    const phone = new Phone(one, part, people, town.codes, trouble);
    phone.element.addEventListener("pointerdown", () => { phone.unread = 0; drawTabs(); });
    phones.push(phone);
    $("phones").append(phone.element);
  }
  listen(people);
  select(0);
  look();
}

start();
