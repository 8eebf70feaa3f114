// The reporter corrects the mask: strokes on top of it here, drawn onto the original and verified on the server.
import { ask, take, waiting } from "./answer.js";
import { listen } from "./gestures.js";
import { marks } from "./marks.js";
import { Painting } from "./painting.js";
import { Strokes } from "./strokes.js";
import { View } from "./view.js";

const editor = document.querySelector("[data-edit]");
const compare = document.querySelector("[data-compare]");
const find = (name) => document.querySelector(`[data-${name}]`);
const [stage, hint, size, undo, redo, look] = ["stage", "hint", "size", "undo", "redo", "look"].map(find);
const [sending, confirming, agree, tapping] = ["sending", "confirming", "agree", "tapping"].map(find);
const kinds = [...tapping.querySelectorAll('[name="kind"]')];
const tools = [...editor.querySelectorAll("[data-tool]")];
const canvas = stage.querySelector("canvas");
const pen = canvas.getContext("2d");
const people = JSON.parse(editor.dataset.people);
const masked = compare.querySelector(".after img");
const original = compare.querySelector(".before img");
const width = Number(masked.getAttribute("width"));
const height = Number(masked.getAttribute("height"));
const view = new View(width, height);
const { circle, outlined, numbers } = marks(pen, view, people);
const STEP = 10; // screen pixels by which an arrow key moves the brush

const AIM = 9; // screen pixels around the point of a tap

let strokes = null;
let painting = null;
let turn = Promise.resolve(); // corrections that were sent, one after the other
let sent = []; // where they were tapped
let tool = "";
let brush = null; // where the brush is, in the picture
let comparing = false;
let asked = 0;

const kind = () => kinds.find((radio) => radio.checked)?.value ?? "";
const radius = () => Number(size.value) / view.scale;
const say = (what) => { hint.textContent = hint.dataset[what]; };

// --- drawing the screen ---

const reach = () => {
  const outside = new Path2D();
  outside.rect(0, 0, width, height);
  outside.addPath(painting.room);
  pen.fillStyle = "rgb(0 0 0 / 40%)";
  pen.fill(outside, "evenodd");
  pen.setLineDash([7 / view.scale, 5 / view.scale]);
  outlined(painting.room, 2, "#10151c", "#f3c56b");
  pen.setLineDash([]);
};

// What is hidden shows faintly, so that a tap finds it.
const ghost = () => {
  pen.globalAlpha = 0.45;
  pen.drawImage(original, 0, 0, width, height);
  pen.globalAlpha = 1;
};

const draw = () => {
  asked = 0;
  const sharp = Math.min(2, devicePixelRatio); // finer than that nobody sees it, and old phones crawl
  const [wide, high] = view.size;
  if (canvas.width !== Math.round(wide * sharp) || canvas.height !== Math.round(high * sharp)) {
    [canvas.width, canvas.height] = [Math.round(wide * sharp), Math.round(high * sharp)];
  }
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.setTransform(sharp * view.scale, 0, 0, sharp * view.scale, sharp * view.left, sharp * view.top);
  pen.drawImage(comparing ? original : painting.sheet, 0, 0, width, height);
  if (comparing) return numbers();
  if (kind() && original.naturalWidth) ghost();
  if (tool === "reveal") reach();
  for (const place of sent) {
    circle(place, AIM / view.scale);
    outlined(null, 3, "#10151c", "#f3c56b");
  }
  if ((tool || kind()) && brush) {
    circle(brush, strokes.open ? strokes.open.radius : tool ? radius() : AIM / view.scale);
    outlined(null, 1.5, "#10151c", "#ffffff");
  }
};

const redraw = () => { asked ||= requestAnimationFrame(draw); };

const show = () => {
  const changed = strokes.made.length > 0;
  undo.disabled = !changed;
  redo.disabled = !strokes.undone.length;
  sending.hidden = !changed;
  confirming.hidden = changed;
  redraw();
};

// --- what hands do ---

const choose = (name) => {
  tool = tool === name ? "" : name;
  for (const radio of kinds) radio.checked = false;
  chosen();
};

const chosen = () => {
  for (const button of tools) button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
  stage.classList.toggle("drawing", Boolean(tool || kind()));
  say(tool || kind() || "rest");
  redraw();
};

const begin = (x, y) => {
  if (strokes.full) return say("full");
  brush = view.toPicture(x, y);
  painting.draw(strokes.begin(tool, radius(), brush), 0);
  redraw();
};

const extend = (x, y) => {
  brush = view.toPicture(x, y);
  if (strokes.open && strokes.extend(brush)) painting.draw(strokes.open, strokes.open.points.length - 2);
  redraw();
};

const drop = () => {
  strokes.drop();
  painting.again(strokes.made);
  redraw();
};

const end = () => {
  if (!strokes.open) return;
  if (tool === "reveal" && !painting.reaches(strokes.open)) {
    say("closed");
    return drop();
  }
  strokes.end();
  say(strokes.full ? "full" : tool);
  show();
};

// A tap goes to the server at once; what a brush has drawn and not sent would be lost.
const tap = (x, y) => {
  if (!kind()) return;
  const [across, down] = view.toPicture(x, y).map(Math.floor);
  if (strokes.made.length) return say("unsent");
  if (across < 0 || down < 0 || across >= width || down >= height) return say("outside");
  const keep = kind() === "keep";
  brush = [across, down]; // keys go on from there
  correct(tapping, { kind: kind(), x: across, y: down }, keep ? "kept" : "hidden", [across, down]);
};

const correct = (form, fields, done, place) => {
  if (place) sent.push(place);
  agree.disabled = true;
  say("sent");
  redraw();
  turn = turn.then(() => answered(form, fields)).then((wrong) => {
    if (place) sent.shift();
    say(wrong ? tool || kind() || "rest" : done);
  }, () => {
    sent = [];
    say("offline");
  }).finally(() => {
    waiting(false);
    agree.disabled = false;
    redraw();
  });
};

const answered = async (form, fields) => {
  waiting(true);
  const page = await ask(form, fields);
  const source = page.querySelector(".after img").getAttribute("src");
  if (source !== masked.getAttribute("src")) {
    masked.src = source;
    await masked.decode();
  }
  const wrong = take(page);
  begun();
  return wrong;
};

const step = (act) => {
  act();
  painting.again(strokes.made);
  show();
};

const hover = (x, y) => {
  brush = x === undefined ? null : view.toPicture(x, y);
  redraw();
};

const moving = (move) => (...where) => {
  move(...where);
  redraw();
};
const zoom = moving((factor, x = view.size[0] / 2, y = view.size[1] / 2) => view.zoom(factor, x, y));
const pan = moving((dx, dy) => view.pan(dx, dy));

const hold = (on) => {
  if (on === comparing) return;
  comparing = on && original.naturalWidth > 0;
  say(comparing ? "held" : tool || kind() || "rest");
  look.setAttribute("aria-pressed", String(comparing));
  redraw();
};

const keys = {
  ArrowLeft: () => walk(-STEP, 0),
  ArrowRight: () => walk(STEP, 0),
  ArrowUp: () => walk(0, -STEP),
  ArrowDown: () => walk(0, STEP),
  " ": () => dab(),
  Enter: () => dab(),
  "+": () => zoom(1.25),
  "-": () => zoom(0.8),
};

// The brush by the keyboard: it walks on the screen and dabs.
const walk = (dx, dy) => {
  const [x, y] = brush ? view.toScreen(...brush) : [view.size[0] / 2, view.size[1] / 2];
  tool || kind() ? hover(x + dx, y + dy) : pan(-dx, -dy);
};
const dab = () => {
  const at = brush ? view.toScreen(...brush) : [view.size[0] / 2, view.size[1] / 2];
  if (!tool) return tap(...at);
  begin(...at);
  end();
};

// --- beginning ---

const plain = () => {
  agree.disabled = false;
  editor.hidden = true;
  compare.hidden = false;
};

// The mask that stands, and what of a hand was refused on it.
const begun = () => {
  const { room, strokes: tried, most } = JSON.parse(editor.dataset.edit);
  strokes = new Strokes(most, width, height, tried);
  painting = new Painting(masked, width, height, room, editor.dataset.fill);
  ready();
};

// What is opened and compared waits for the photo, what is covered doesn't.
const ready = () => {
  painting.original = original.naturalWidth ? original : null;
  look.disabled = !painting.original;
  tools.find((button) => button.dataset.tool === "reveal").disabled = !painting.original || !painting.edges;
  painting.again(strokes.made);
  show();
};

const start = () => {
  masked.removeEventListener("load", start);
  agree.disabled = false;
  const { shown } = JSON.parse(editor.dataset.edit);
  new ResizeObserver(() => {
    const first = view.size[0] === 1;
    view.size = [stage.clientWidth, stage.clientHeight];
    if (first) view.fit(shown ?? [0, 0, width, height]);
    else view.pan(0, 0);
    redraw();
  }).observe(stage);
  begun();
  original.loading = "eager";
  original.addEventListener("load", ready);
};

for (const radio of kinds) {
  radio.addEventListener("change", () => { tool = ""; chosen(); });
  // Enter would press the form's only button, which takes the last tap back.
  radio.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}
tapping.addEventListener("submit", (event) => {
  event.preventDefault();
  correct(tapping, { undo: 1 }, "undone");
});
for (const button of tools) button.addEventListener("click", () => choose(button.dataset.tool));
undo.addEventListener("click", () => step(() => strokes.undo()));
redo.addEventListener("click", () => step(() => strokes.redo()));
find("closer").addEventListener("click", () => zoom(1.5));
find("farther").addEventListener("click", () => zoom(1 / 1.5));
find("all").addEventListener("click", moving(() => view.all()));
for (const kind of ["pointerdown", "keydown"]) {
  look.addEventListener(kind, (event) => (kind === "pointerdown" || [" ", "Enter"].includes(event.key)) && hold(true));
}
for (const kind of ["pointerup", "pointercancel", "pointerleave", "keyup", "blur"]) look.addEventListener(kind, () => hold(false));
editor.addEventListener("contextmenu", (event) => event.preventDefault());
stage.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    return step(() => (event.shiftKey ? strokes.redo() : strokes.undo()));
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
sending.addEventListener("submit", (event) => {
  event.preventDefault();
  correct(sending, { strokes: String(strokes) }, "drawn");
});
listen(stage, { drawing: () => Boolean(tool), begin, extend, end, drop, pan, zoom, hover, tap });
masked.addEventListener("error", plain);
agree.disabled = true; // nobody agrees to a picture that isn't on the screen yet
editor.hidden = false;
compare.hidden = true;
if (masked.complete && masked.naturalWidth) start();
else if (masked.complete) plain();
else masked.addEventListener("load", start);
