// The first answer takes the report, so that the others stop while it is written; without this the last one does.
(() => {
  "use strict";
  const form = document.querySelector("[data-take]");

  const take = async () => {
    // It is ours now, and nobody is to find the page out of date for that (watch.js).
    document.body.dataset.shown = "";
    try {
      const body = new URLSearchParams({ form_token: form.elements.form_token.value });
      const answer = await fetch(form.dataset.take, { method: "POST", body, redirect: "manual" });
      if (answer.type !== "opaqueredirect") location.reload();
    } catch {
      // No network just now: sending the answers takes it.
    }
  };

  document.addEventListener("change", take, { once: true });
})();
