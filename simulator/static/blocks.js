// Slack messages as Slack draws them, near enough: Block Kit and mrkdwn.
// https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/messaging/formatting-message-text
import { make } from "./elements.js";
import { t } from "./texts.js";

const EMOJI = {
  bell: "🔔", warning: "⚠️", white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", rotating_light: "🚨", camera: "📷",
  link: "🔗", question: "❓", grey_question: "❔", no_entry: "⛔", hourglass: "⌛", information_source: "ℹ️", octagonal_sign: "🛑",
  lock: "🔒", eyes: "👀", memo: "📝", speech_balloon: "💬", mag: "🔍", mega: "📣", loudspeaker: "📢", clock1: "🕐", ok: "🆗",
  raised_hand: "✋", exclamation: "❗", large_blue_circle: "🔵", red_circle: "🔴", large_green_circle: "🟢", stop_sign: "🛑",
};
const UNESCAPED = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const MARKS = /<([^>|\s]+)(?:\|([^>]*))?>|(?<![\p{L}\p{N}])(?:\*([^*\n]+)\*|_([^_\n]+)_|~([^~\n]+)~|`([^`\n]+)`)(?![\p{L}\p{N}])|:([a-z0-9_+-]+):/gu;

const unescape = (text) => text.replace(/&(lt|gt|amp);/g, (found) => UNESCAPED[found]);
const emoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);

export function slackMessage(raw, press) {
  if (!raw.blocks?.length) return make("div", { className: "slack-text" }, ...mrkdwn(raw.text ?? ""));
  return make("div", { className: "blocks" }, ...raw.blocks.map((block) => drawBlock(block, press)));
}

export function drawBlock(block, press) {
  const draw = { header, section, divider, context, actions, rich_text: rich }[block.type];
  return draw ? draw(block, press) : make("div");
}

export function textOf(text) {
  if (!text) return [];
  return text.type === "mrkdwn" ? mrkdwn(text.text) : [unescape(emoji(text.text))];
}

function mrkdwn(text) {
  return text.split("\n").flatMap((line, number) => {
    const quoted = /^(&gt;|>) ?/.test(line);
    const inner = marked(line.replace(/^(&gt;|>) ?/, ""));
    const shown = quoted ? [make("blockquote", {}, ...inner)] : inner;
    return number && !quoted ? [make("br"), ...shown] : shown;
  });
}

function marked(line) {
  const parts = [];
  let end = 0;
  for (const found of line.matchAll(MARKS)) {
    parts.push(unescape(line.slice(end, found.index)), mark(found));
    end = found.index + found[0].length;
  }
  parts.push(unescape(line.slice(end)));
  return parts.filter((part) => part !== "");
}

function mark([whole, target, label, bold, italic, struck, code, name]) {
  if (target?.startsWith("http")) return make("a", { href: target, target: "_blank", rel: "noopener noreferrer" }, unescape(label ?? target));
  if (target) return unescape(label ?? target);
  if (bold) return make("strong", {}, ...marked(bold));
  if (italic) return make("em", {}, ...marked(italic));
  if (struck) return make("s", {}, struck);
  if (code) return make("code", {}, unescape(code));
  return EMOJI[name] ?? whole;
}

const header = (block) => make("h2", { className: "slack-header" }, ...textOf(block.text));
const divider = () => make("hr");

function section(block, press) {
  const body = make("div", { className: "slack-text" }, ...textOf(block.text));
  const row = make("div", { className: "slack-section" }, make("div", {}, body));
  if (block.fields) row.firstChild.append(make("div", { className: "fields" }, ...block.fields.map((f) => make("div", {}, ...textOf(f)))));
  if (block.accessory) row.append(element(block.accessory, block, press));
  return row;
}

function context(block) {
  const parts = block.elements.filter((part) => part.text).map((part) => make("span", {}, ...textOf(part)));
  return make("div", { className: "slack-context" }, ...parts);
}

const actions = (block, press) =>
  make("div", { className: "slack-actions" }, ...block.elements.map((part) => element(part, block, press)));

function element(part, block, press) {
  const key = `${block.block_id}/${part.action_id}`;
  if (part.type === "button") {
    const asked = part.confirm && `${part.confirm.title.text}\n\n${part.confirm.text.text}`;
    const go = () => (!asked || window.confirm(asked)) && press({ label: part.text.text, key, url: part.url });
    return make("button", { type: "button", className: `slack-button ${part.style ?? ""}`, onclick: go }, ...textOf(part.text));
  }
  if (part.options && part.type !== "checkboxes") {
    const first = make("option", { value: "" }, part.placeholder?.text ?? t("choose"));
    const options = part.options.map((o) => make("option", { value: o.value }, o.text.text));
    const chosen = (event) => event.target.value && press({ label: event.target.selectedOptions[0].text, key: `${key}/${event.target.value}` });
    return make("select", { className: "slack-select", onchange: chosen }, first, ...options);
  }
  return make("span");
}

function rich(block) {
  const inner = (part) => (part.elements ?? []).map((child) => (child.elements ? make("div", {}, ...inner(child)) : child.text ?? ""));
  return make("div", { className: "slack-text" }, ...inner(block));
}
