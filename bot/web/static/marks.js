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
    pen.font = `700 ${badge * 1.4}px sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (const [number, x, y, wide, high, ...feet] of people) {
      pen.beginPath();
      pen.rect(x, y, wide, high);
      outlined(null, 1.5, "#10151c", "#ffffff");
      circle(feet, badge);
      pen.fillStyle = "#10151c";
      pen.fill();
      pen.fillStyle = "#ffffff";
      pen.fillText(number, ...feet);
    }
  };

  return { circle, outlined, numbers };
};
