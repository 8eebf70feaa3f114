// Fingers, mouse and wheel on the stage: one finger draws (or moves the picture, or taps it), two move and zoom it.
const SLIP = 12; // screen pixels up to which a stroke was only the first finger of two

export const listen = (stage, { drawing, begin, extend, end, drop, pan, zoom, hover, tap }) => {
  const fingers = new Map();
  let doing = ""; // draw, move, pinch, or nothing until every finger is up
  let came = 0;

  const place = (event) => {
    const box = stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const middle = ([[ax, ay], [bx, by]]) => [(ax + bx) / 2, (ay + by) / 2, Math.hypot(ax - bx, ay - by)];

  stage.addEventListener("pointerdown", (event) => {
    if (event.button > 1) return;
    event.preventDefault();
    stage.focus({ preventScroll: true });
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, place(event));
    if (fingers.size === 1) {
      doing = drawing() && event.button === 0 ? "draw" : "move";
      came = 0;
      if (doing === "draw") begin(...place(event));
    } else {
      if (doing === "draw") (came < SLIP ? drop : end)();
      doing = fingers.size === 2 ? "pinch" : "";
    }
  });

  stage.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return event.pointerType === "mouse" && hover(...place(event));
    const [x, y] = place(event);
    const [oldX, oldY] = fingers.get(event.pointerId);
    const before = [...fingers.values()];
    fingers.set(event.pointerId, [x, y]);
    came += Math.hypot(x - oldX, y - oldY);
    if (doing === "draw") {
      const steps = event.getCoalescedEvents?.() ?? [];
      for (const step of steps.length ? steps : [event]) extend(...place(step));
    } else if (doing === "move") {
      pan(x - oldX, y - oldY);
    } else if (doing === "pinch") {
      const [fromX, fromY, fromApart] = middle(before);
      const [toX, toY, apart] = middle([...fingers.values()]);
      pan(toX - fromX, toY - fromY);
      zoom(apart / Math.max(1, fromApart), toX, toY);
    }
  });

  const lift = (event) => {
    if (!fingers.delete(event.pointerId)) return;
    if (doing === "draw") (event.type === "pointerup" ? end : drop)();
    if (doing === "move" && event.type === "pointerup" && came < SLIP) tap(...place(event));
    doing = "";
  };
  stage.addEventListener("pointerup", lift);
  stage.addEventListener("pointercancel", lift);
  stage.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hover());
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / (event.deltaMode ? 20 : 500)), ...place(event));
  }, { passive: false });
  // Safari zooms the whole page unless it is told not to.
  for (const kind of ["gesturestart", "contextmenu"]) stage.addEventListener(kind, (event) => event.preventDefault());
};
