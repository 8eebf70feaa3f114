// Asks the server where the reader stands; when that changed, loads the page anew. A picture whose link died vanishes.
(() => {
  "use strict";
  const { dataset } = document.body;
  const { state, every } = dataset;
  let timer = 0;

  const look = async () => {
    clearTimeout(timer);
    try {
      const answer = await fetch(state, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (answer.status === 404 || answer.status === 410) return location.reload();
      const { shown } = answer.ok ? await answer.json() : dataset;
      // None stands there while the page is being answered (answer.js).
      if (dataset.shown && shown !== dataset.shown) return location.reload();
    } catch {
      // No network just now: look again later.
    }
    timer = setTimeout(look, Number(every));
  };

  timer = setTimeout(look, Number(every));
  // Back from the background or out of the browser's page memory, the page may be long out of date.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
})();
