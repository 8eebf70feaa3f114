// Tap anywhere in the picture or choose a number; the point goes to the server in pixels of the upright picture.
// A tap that can mean one person alone is the choice: the next page shows it, with the way back.
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

  // The boxes that hold the point, and how far out in them it is: 0 in the middle, 1 on the frame. The innermost first.
  const holding = (x, y) => boxes.map((box) => {
    const rect = box.querySelector("rect");
    const [left, top, width, height] = ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)));
    const out = Math.max(Math.abs(x - left - width / 2) / (width / 2), Math.abs(y - top - height / 2) / (height / 2));
    return { person: box.dataset.person, out };
  }).filter(({ out }) => out <= 1).sort((one, other) => one.out - other.out);

  // At a frame's edge there is more pavement than person: whoever taps there means the person inside it.
  const RIM = 0.6;
  const tapped = (x, y) => {
    const [innermost, other] = holding(x, y);
    if (innermost && !other && innermost.out > RIM) chooseNumber(radios.find((each) => each.value === innermost.person));
    else choose(x, y, innermost ? innermost.person : "");
    if (innermost && !other) form.requestSubmit(go);
  };

  frame.addEventListener("click", (event) => {
    if (!image.naturalWidth || form.dataset.sent) return;
    const seen = image.getBoundingClientRect();
    const scale = (at, length, natural) => Math.min(natural - 1, Math.max(0, Math.floor((at / length) * natural)));
    const x = scale(event.clientX - seen.left, seen.width, image.naturalWidth);
    const y = scale(event.clientY - seen.top, seen.height, image.naturalHeight);
    tapped(x, y);
  });
  const chooseNumber = (radio) => choose(Number(radio.dataset.x), Number(radio.dataset.y), radio.value);
  for (const radio of radios) {
    radio.addEventListener("change", () => chooseNumber(radio));
    // Chosen before this script came, or kept by the browser.
    if (radio.checked) chooseNumber(radio);
  }
  form.addEventListener("submit", () => {
    form.dataset.sent = "yes";
    go.disabled = true;
  });
})();
