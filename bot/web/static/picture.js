// Pictures are for looking at here: no menu, no dragging, no long press; and a clear word when one can't be shown.
(() => {
  "use strict";
  for (const figure of document.querySelectorAll("[data-picture]")) {
    for (const kind of ["contextmenu", "dragstart", "selectstart"]) {
      figure.addEventListener(kind, (event) => event.preventDefault());
    }
    const image = figure.querySelector("img");
    const fail = () => {
      figure.classList.add("broken");
      figure.querySelector(".failed").hidden = false;
    };
    image.addEventListener("error", fail);
    if (image.complete && image.naturalWidth === 0 && image.loading !== "lazy") fail();
  }
})();
