// A Slack modal as a sheet inside the phone. Redrawn only when Slack's view changes, so typed text stays.
import { hand, make, sample, tell } from "./elements.js";
import { drawBlock, textOf } from "./blocks.js";
import { t } from "./texts.js";

// What Slack itself says, in the reader's language.
const SLACKS_OWN = {
  "Please complete this required field.": "required",
  "We had some trouble connecting. Try again?": "trouble",
};

let filled = { view: "", fields: new Map() };

export function drawModal(view, phone) {
  // The same modal with other questions: what was filled in stays, as in Slack's client.
  const before = filled.view === view.id ? answered(filled.fields) : {};
  const fields = new Map();
  filled = { view: view.id, fields };
  const body = view.blocks.map((block) => {
    if (block.type !== "input") return drawBlock(block, () => {});
    const field = drawField(block, phone, before[block.block_id]);
    fields.set(block.block_id, field);
    if (block.dispatch_action) field.row.addEventListener("change", () => choose(block.block_id, fields, phone));
    return field.row;
  });
  const form = make("form", { className: "sheet", onsubmit: (event) => submit(event, fields, phone) });
  const close = make("button", { type: "button", className: "quiet", onclick: () => phone.act("close", {}) }, view.close?.text ?? t("close"));
  const send = view.submit ? make("button", { className: "primary" }, view.submit.text) : null;
  form.noValidate = true;
  form.append(
    make("header", {}, make("strong", {}, ...textOf(view.title))),
    make("div", { className: "sheet-body" }, ...body),
    make("p", { className: "complaint general", hidden: true }),
    make("footer", {}, close, send),
  );
  return form;
}

async function submit(event, fields, phone) {
  event.preventDefault();
  const form = event.currentTarget;
  const answers = answered(fields);
  const send = form.querySelector(".primary");
  send.disabled = true;
  const { problems } = await tell(`/_sim/phones/${phone.userId}/do/submit`, { answers });
  send.disabled = false;
  for (const [id, field] of fields) complain(field.row.querySelector(".complaint"), problems[id]);
  complain(form.querySelector(".general"), problems[""]);
  form.querySelector(".complaint:not([hidden])")?.scrollIntoView({ block: "nearest" });
  phone.refresh();
}

function answered(fields) {
  return Object.fromEntries([...fields].map(([id, field]) => [id, field.read()]).filter(([, value]) => value?.length));
}

async function choose(id, fields, phone) {
  await tell(`/_sim/phones/${phone.userId}/do/choose`, { answers: answered(fields), block_id: id });
  phone.refresh();
}

function complain(place, sentence) {
  place.hidden = !sentence;
  place.textContent = SLACKS_OWN[sentence] ? t(SLACKS_OWN[sentence]) : (sentence ?? "");
}

function drawField(block, phone, before) {
  const id = `${block.block_id}-${Math.random().toString(36).slice(2)}`;
  const control = drawControl(block.element, id, phone, before);
  const label = make("label", { htmlFor: id }, ...textOf(block.label), block.optional ? make("small", {}, t("optional")) : null);
  const hint = block.hint ? make("p", { className: "hint" }, ...textOf(block.hint)) : null;
  const row = make("div", { className: "field" }, label, control.shown, hint, make("p", { className: "complaint", hidden: true }));
  return { row, read: control.read };
}

function drawControl(element, id, phone, before) {
  if (element.type === "file_input") return fileControl(id, phone, before);
  if (element.type === "static_select") return selectControl(element, id, before);
  if (element.type === "radio_buttons") return choiceControl(element, id, "radio", before);
  if (element.type === "checkboxes" || element.type === "multi_static_select") return choiceControl(element, id, "checkbox", before);
  const kinds = { datepicker: "date", timepicker: "time", number_input: "number", email_text_input: "email", url_text_input: "url" };
  const value = before ?? element.initial_value ?? element.initial_date ?? element.initial_time ?? "";
  const shared = { id, value, placeholder: element.placeholder?.text ?? "" };
  const shown = element.multiline
    ? make("textarea", { ...shared, rows: 3 })
    : make("input", { ...shared, type: kinds[element.type] ?? "text" });
  return { shown, read: () => shown.value };
}

function selectControl(element, id, before = element.initial_option?.value) {
  const offered = element.options ?? element.option_groups.flatMap((group) => group.options);
  const options = offered.map((option) =>
    make("option", { value: option.value, selected: option.value === before }, option.text.text));
  const shown = make("select", { id }, make("option", { value: "" }, element.placeholder?.text ?? t("choose")), ...options);
  return { shown, read: () => shown.value };
}

function choiceControl(element, id, type, before) {
  const first = before ? [before].flat() : [element.initial_option, ...(element.initial_options ?? [])].map((option) => option?.value);
  const rows = element.options.map((option, number) => {
    const input = make("input", { type, name: id, value: option.value, id: number ? `${id}-${number}` : id, checked: first.includes(option.value) });
    return make("label", { className: "choice" }, input, make("span", {}, ...textOf(option.text)));
  });
  const shown = make("div", { className: "choices" }, ...rows);
  const picked = () => [...shown.querySelectorAll("input:checked")].map((input) => input.value);
  return { shown, read: () => (type === "radio" ? picked()[0] : picked()) };
}

function fileControl(id, phone, before = []) {
  const files = [...before];
  const note = make("span", { className: "hint" }, files.length ? t("attached", files.length) : "");
  const add = async (file) => {
    const { file_id: reference } = await hand(`/_sim/phones/${phone.userId}/upload`, file);
    files.splice(0, files.length, reference);
    note.textContent = t("attached", files.length);
  };
  const input = make("input", { id, type: "file", accept: "image/*,video/*", className: "unseen", onchange: (event) => add(event.target.files[0]) });
  const own = make("label", { className: "chip", htmlFor: id }, t("picture"));
  const ready = make("button", { type: "button", className: "chip", onclick: async () => add(await sample("photo")) }, t("useSample"));
  const about = make("p", { className: "hint" }, t("sampleNote"));
  return { shown: make("div", { className: "files" }, input, own, ready, note, about), read: () => [...files] };
}
