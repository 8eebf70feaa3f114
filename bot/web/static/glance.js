// A page of the desk that looks again by itself while somebody has it before them. It says so to the server, so that a
// page left open keeps nobody signed in.
(() => {
  "use strict";
  const EVERY = 20000;
  const main = document.querySelector("main");
  let timer = 0;
  let typed = false;

  const busy = () => typed || document.hidden || main.contains(document.activeElement);

  const look = async () => {
    clearTimeout(timer);
    try {
      if (!busy()) {
        const answer = await fetch(location.href, { headers: { "X-Hansho-Glance": "1" }, cache: "no-store" });
        if (answer.status === 403 || answer.status === 404) return location.reload();
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        // Whoever began to type meanwhile keeps what they see.
        if (answer.ok && !busy()) main.replaceChildren(...page.querySelector("main").childNodes);
      }
    } catch {
      // No network just now: look again later.
    }
    timer = setTimeout(look, EVERY);
  };

  main.addEventListener("input", () => { typed = true; });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  timer = setTimeout(look, EVERY);
})();
