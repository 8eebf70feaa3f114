// Tap anywhere in the picture or choose a number; the point goes to the server in pixels of the upright picture.
(() => {
  "use strict";
  const form = document.querySelector("[data-pick]");
  const image = form.querySelector("img");
  const frame = form.querySelector(".frame");
  const mark = form.querySelector(".mark");
  const line = form.querySelector("[data-chosen-line]");
  const go = form.querySelector("[data-go]");
  const radios = [...form.querySelectorAll('input[name="person"]')];
  const boxes = [...form.querySelectorAll(".box")];
  go.disabled = true;

  const choose = (x, y, person) => {
    form.elements.x.value = x;
    form.elements.y.value = y;
    mark.removeAttribute("hidden");
    mark.setAttribute("transform", `translate(${x} ${y})`);
    for (const box of boxes) box.classList.toggle("on", box.dataset.person === person);
    for (const radio of radios) radio.checked = radio.value === person;
    line.textContent = person ? form.dataset.chosen.replace("{number}", person) : form.dataset.pointed;
    line.classList.add("yes");
    go.disabled = false;
  };

  // Of several boxes around the point, the one whose middle is nearest.
  const personAt = (x, y) => {
    let best = "";
    let least = Infinity;
    for (const box of boxes) {
      const rect = box.querySelector("rect");
      const [left, top, width, height] = ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)));
      if (x < left || y < top || x > left + width || y > top + height) continue;
      const away = Math.hypot((x - left - width / 2) / width, (y - top - height / 2) / height);
      if (away < least) [best, least] = [box.dataset.person, away];
    }
    return best;
  };

  frame.addEventListener("click", (event) => {
    if (!image.naturalWidth) return;
    const seen = image.getBoundingClientRect();
    const scale = (at, length, natural) => Math.min(natural - 1, Math.max(0, Math.floor((at / length) * natural)));
    const x = scale(event.clientX - seen.left, seen.width, image.naturalWidth);
    const y = scale(event.clientY - seen.top, seen.height, image.naturalHeight);
    choose(x, y, personAt(x, y));
  });
  const chooseNumber = (radio) => choose(Number(radio.dataset.x), Number(radio.dataset.y), radio.value);
  for (const radio of radios) {
    radio.addEventListener("change", () => chooseNumber(radio));
    // Chosen before this script came, or kept by the browser.
    if (radio.checked) chooseNumber(radio);
  }
  form.addEventListener("submit", () => { go.disabled = true; });
})();
