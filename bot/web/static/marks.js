// What is drawn over the picture on the screen: rings, lines that show on any ground, and people's numbers.
export const marks = (pen, view, people) => {
  const circle = ([x, y], reach) => {
    pen.beginPath();
    pen.arc(x, y, reach, 0, 7);
  };

  const outlined = (path, wide, dark, light) => {
    pen.lineWidth = wide * 2 / view.scale;
    pen.strokeStyle = dark;
    path ? pen.stroke(path) : pen.stroke();
    pen.lineWidth = wide / view.scale;
    pen.strokeStyle = light;
    path ? pen.stroke(path) : pen.stroke();
  };

  const numbers = () => {
    const badge = 13 / view.scale;
    const [left, top] = view.toPicture(4, 4);
    const inView = (from, length, edge) => Math.min(from + length - 2 * badge, Math.max(from, edge));
    pen.font = `700 ${badge * 1.4}px sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (const [number, x, y, wide, high] of people) {
      pen.beginPath();
      pen.rect(x, y, wide, high);
      outlined(null, 1.5, "#10151c", "#ffffff");
      // In the corner of the box, or of that part of it which is on the screen.
      circle([inView(x, wide, left) + badge, inView(y, high, top) + badge], badge);
      pen.fillStyle = "#10151c";
      pen.fill();
      pen.fillStyle = "#ffffff";
      pen.fillText(number, inView(x, wide, left) + badge, inView(y, high, top) + badge);
    }
  };

  return { circle, outlined, numbers };
};
