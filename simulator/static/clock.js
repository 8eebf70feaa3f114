// The town's clock: what it shows, and what arrives after it was moved.
import { ask, make, tell } from "./elements.js";
import { current, t } from "./texts.js";

const HOUR = 3600;
const DAY = 24 * HOUR;
const LOOKS = 15; // one a second: the bot looks every few seconds for what is due, and one thing brings another

const $ = (id) => document.getElementById(id);
const form = () => new Intl.DateTimeFormat(current() === "ja" ? "ja-JP" : "en-GB", {
  month: current() === "ja" ? "numeric" : "short", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", timeZone: "Asia/Tokyo",
});

let names = new Map();
let moves = 0;

// Whose messages are counted.
export function listen(people) {
  names = new Map(people.map((person) => [person.user_id, person.name]));
}

function ahead(seconds) {
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor((seconds % DAY) / HOUR);
  const minutes = Math.round((seconds % HOUR) / 60);
  return [days && t("days", days), hours && t("hours", hours), minutes && t("minutes", minutes)].filter(Boolean).join(" ");
}

export async function showClock() {
  const clock = await ask("/_sim/clock");
  $("now").textContent = form().format(new Date(clock.now * 1000));
  $("ahead").hidden = clock.ahead < 60;
  $("ahead").textContent = t("ahead", ahead(clock.ahead));
}

// Let time pass, then tell whom something reached, person by person; a later move takes the place of an earlier one.
export async function moveClock(period, takeUp) {
  const move = ++moves;
  const { revision } = await ask("/_sim/revision");
  await tell("/_sim/clock", period);
  await showClock();
  $("arrived").hidden = false;
  $("whom").replaceChildren();
  for (let turn = 0; turn < LOOKS && move === moves; turn += 1) {
    const reached = await ask(`/_sim/arrived?since=${revision}`);
    if (move !== moves) return;
    const waits = turn < LOOKS - 3; // then there is time to read that nothing came
    $("arrivals").textContent = t(reached.length ? "arrived" : waits ? "awaiting" : "nothingArrived");
    $("whom").replaceChildren(...reached.map(({ user_id: who, count }) =>
      make("button", { type: "button", onclick: () => takeUp(who) }, `${names.get(who)} ${count}`)));
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  if (move === moves && !$("whom").children.length) $("arrived").hidden = true;
}
