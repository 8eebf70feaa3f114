// The reporter draws a line around the suspect: in one go, or corner by corner with finger, mouse or keys.
import { listen } from "./gestures.js";
import { marks } from "./marks.js";
import { View } from "./view.js";

const editor = document.querySelector("[data-surround]");
const form = document.querySelector("[data-around]");
const find = (name) => document.querySelector(`[data-${name}]`);
const [stage, hint, undo, clear, done] = ["stage", "hint", "undo", "clear", "done"].map(find);
const canvas = stage.querySelector("canvas");
const pen = canvas.getContext("2d");
const photo = stage.querySelector("img");
const [width, height] = [Number(photo.getAttribute("width")), Number(photo.getAttribute("height"))];
const view = new View(width, height);
const { circle, outlined } = marks(pen, view, []);
const STEP = 10; // screen pixels by which an arrow key moves the mark
const APART = 4; // screen pixels between two places of a line that is drawn
const DOT = 6; // screen pixels: radius of a corner

let corners = form.elements.corners.value.split(" ").filter(Boolean).map((pair) => pair.split(",").map(Number));
let drawn = false; // in one go, so that its places are no corners to be shown or taken back one by one
let drawing = null; // the line that a finger draws
let mark = null; // where the next corner goes by the keyboard
let asked = 0;

const say = (what, values = {}) => {
  hint.textContent = Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), hint.dataset[what]);
};

const draw = () => {
  asked = 0;
  const sharp = Math.min(2, devicePixelRatio);
  const [wide, high] = view.size.map((side) => Math.round(side * sharp));
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, wide, high);
  pen.setTransform(sharp * view.scale, 0, 0, sharp * view.scale, sharp * view.left, sharp * view.top);
  if (photo.naturalWidth) pen.drawImage(photo, 0, 0, width, height);
  const line = new Path2D();
  for (const [x, y] of drawing ?? corners) line.lineTo(x, y);
  if (!drawing) line.closePath();
  outlined(line, 3, "#10151c", "#f3c56b");
  for (const corner of drawn ? [] : corners) {
    circle(corner, DOT / view.scale);
    outlined(null, 2, "#10151c", "#f3c56b");
  }
  if (mark) {
    circle(mark, 1.5 * DOT / view.scale);
    outlined(null, 1.5, "#10151c", "#ffffff");
  }
};

const redraw = () => { asked ||= requestAnimationFrame(draw); };

const show = () => {
  undo.disabled = clear.disabled = !corners.length;
  done.disabled = corners.length < 3;
  redraw();
};

const inside = ([x, y]) => [[x, width], [y, height]].map(([at, side]) => Math.min(side - 1, Math.max(0, Math.round(at))));

const begin = (x, y) => { drawing = [inside(view.toPicture(x, y))]; };

const extend = (x, y) => {
  if (!drawing) return;
  const next = inside(view.toPicture(x, y));
  const [lastX, lastY] = drawing.at(-1);
  if (Math.hypot(next[0] - lastX, next[1] - lastY) * view.scale < APART) return;
  drawing.push(next);
  redraw();
};

const drop = () => {
  drawing = null;
  redraw();
};

// A dab is a corner; a line that was drawn is the whole line.
const end = () => {
  if (!drawing) return;
  const line = drawing;
  drawing = null;
  if (line.length < 3) return add(line[0]);
  [corners, drawn] = [line, true];
  say("closed");
  show();
};

const add = (corner) => {
  if (drawn) [corners, drawn] = [[], false];
  corners.push(corner);
  say("corner", { number: corners.length });
  show();
};

const back = () => {
  drawn ? (corners = []) : corners.pop();
  corners.length ? say("corner", { number: corners.length }) : say("none");
  show();
};

const walk = (dx, dy) => {
  const [x, y] = mark ? view.toScreen(...mark) : view.size.map((side) => side / 2);
  mark = inside(view.toPicture(x + dx, y + dy));
  say("at", { x: Math.round((100 * mark[0]) / width), y: Math.round((100 * mark[1]) / height) });
  redraw();
};

const moving = (move) => (...where) => {
  move(...where);
  redraw();
};
const zoom = moving((factor, x = view.size[0] / 2, y = view.size[1] / 2) => view.zoom(factor, x, y));
const pan = moving((dx, dy) => view.pan(dx, dy));
const keys = {
  ArrowLeft: () => walk(-STEP, 0),
  ArrowRight: () => walk(STEP, 0),
  ArrowUp: () => walk(0, -STEP),
  ArrowDown: () => walk(0, STEP),
  Enter: () => (mark ? add([...mark]) : walk(0, 0)),
  " ": () => keys.Enter(),
  Backspace: () => back(),
  "+": () => zoom(1.25),
  "-": () => zoom(0.8),
};

undo.addEventListener("click", back);
clear.addEventListener("click", () => {
  corners = [];
  say("none");
  show();
});
find("closer").addEventListener("click", () => zoom(1.5));
find("farther").addEventListener("click", () => zoom(1 / 1.5));
find("all").addEventListener("click", moving(() => view.all()));
stage.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
editor.addEventListener("contextmenu", (event) => event.preventDefault());
form.addEventListener("submit", () => {
  form.elements.corners.value = corners.map((corner) => corner.join(",")).join(" ");
});
listen(stage, { drawing: () => true, begin, extend, end, drop, pan, zoom, hover: () => {}, tap: () => {} });
editor.hidden = false;
new ResizeObserver(() => {
  const first = view.size[0] === 1;
  view.size = [stage.clientWidth, stage.clientHeight];
  first ? view.all() : view.pan(0, 0);
  redraw();
}).observe(stage);
photo.addEventListener("load", redraw);
show();
