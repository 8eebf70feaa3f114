// A correction without leaving the page: its form is sent, and what the answered page says takes the old words' place.
const { dataset } = document.body;

// The page that answers; its new picture is not there yet. Any other page but the one that waits is gone to instead.
export const ask = async (form, fields) => {
  const body = new URLSearchParams([...new FormData(form)].filter(([name]) => !(name in fields)));
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  let answer = await fetch(form.action, { method: "POST", body });
  for (;;) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector("[data-edit]")) return page;
    const here = answer.redirected ? answer.url : location.href;
    if (!page.querySelector("[role=progressbar]")) {
      location.assign(here);
      return new Promise(() => {});
    }
    await new Promise((later) => setTimeout(later, Number(page.body.dataset.every)));
    answer = await fetch(here, { cache: "no-store" });
  }
};

// Nobody is to find the page out of date while it is being answered (watch.js).
export const waiting = (on) => {
  if (on) dataset.shown = "";
  document.querySelector("[data-edit]").setAttribute("aria-busy", String(on));
};

// Words, hashes and the editor's own data as the answered page has them; whether it says that something went wrong.
export const take = (page) => {
  const both = (selector) => [document, page].map((at) => at.querySelector(selector));
  for (const selector of [".left", ".note.again", "[data-undo-tap]"]) {
    const [old, made] = both(selector);
    old.textContent = made.textContent;
    old.hidden = old.disabled = made.hidden;
  }
  const [oldFlaws, flaws] = both(".flaws");
  // What was typed there stays, unless it is about something else.
  if (oldFlaws.innerHTML !== flaws.innerHTML) oldFlaws.replaceWith(document.adoptNode(flaws));
  const [oldProblem, problem] = both(".problem");
  oldProblem?.remove();
  if (problem) document.querySelector("main").prepend(document.adoptNode(problem));
  for (const field of document.querySelectorAll('[name="sha256"]')) field.value = both('[name="sha256"]')[1].value;
  const [editor, made] = both("[data-edit]");
  Object.assign(editor.dataset, { edit: made.dataset.edit, fill: made.dataset.fill });
  dataset.shown = page.body.dataset.shown;
  return Boolean(problem);
};
