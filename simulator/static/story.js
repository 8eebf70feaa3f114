// The story, told sentence by sentence above the phones in which it happens.
import { make } from "./elements.js";
import { t } from "./texts.js";

const $ = (id) => document.getElementById(id);

let told = 0;
let shut = false;

export function showStory(story, follow) {
  if (!story.lines.length) return;
  $("story").hidden = shut;
  const ended = story.trouble ? t("storyBroke") : story.playing ? "" : ` ${t("storyEnded")}`;
  const last = story.lines.at(-1);
  const sentence = story.trouble ? ended : `${last.text}${ended}`;
  if ($("line").textContent !== sentence) $("line").textContent = sentence;
  if (told === story.lines.length) return;
  told = story.lines.length;
  $("lines").replaceChildren(...story.lines.map((line) => make("li", {}, line.text)));
  if (story.playing && last.who) follow(last.who);
}

$("shut").addEventListener("click", () => { shut = true; $("story").hidden = true; });
