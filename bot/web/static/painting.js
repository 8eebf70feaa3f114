// What the strokes make of the masked picture, as the server will make it: covering is free, revealing has its room.
export class Painting {
  constructor(masked, width, height, room, fill) {
    this.masked = masked;
    this.original = null;
    this.fill = fill;
    this.sheet = document.createElement("canvas");
    this.sheet.width = width;
    this.sheet.height = height;
    this.pen = this.sheet.getContext("2d");
    this.edges = room.length;
    this.room = new Path2D();
    for (const edge of room) {
      edge.forEach((x, i) => i % 2 || (i ? this.room.lineTo(x, edge[i + 1]) : this.room.moveTo(x, edge[i + 1])));
      this.room.closePath();
    }
  }

  again(strokes) {
    this.pen.drawImage(this.masked, 0, 0, this.sheet.width, this.sheet.height);
    for (const stroke of strokes) this.draw(stroke, 0);
  }

  // From the point numbered `from` on.
  draw(stroke, from) {
    const { pen } = this;
    if (stroke.kind === "reveal" && !this.original) return;
    pen.save();
    if (stroke.kind === "reveal") pen.clip(this.room, "evenodd");
    pen.strokeStyle = stroke.kind === "reveal" ? this.#pattern() : this.fill;
    pen.lineWidth = 2 * stroke.radius + 1;
    pen.lineCap = pen.lineJoin = "round";
    pen.beginPath();
    const points = stroke.points.slice(from);
    pen.moveTo(points[0][0], points[0][1]);
    for (const [x, y] of points.length > 1 ? points.slice(1) : points) pen.lineTo(x, y);
    pen.stroke();
    pen.restore();
  }

  // Whether a brush at any of the points reaches the room.
  reaches({ radius, points }) {
    const ring = [[0, 0], ...Array.from({ length: 8 }, (_, i) => [radius * Math.cos(i * 0.785), radius * Math.sin(i * 0.785)])];
    return points.some(([x, y]) => ring.some(([dx, dy]) => this.pen.isPointInPath(this.room, x + dx, y + dy, "evenodd")));
  }

  #pattern() {
    const pattern = this.pen.createPattern(this.original, "no-repeat");
    const { width, height } = this.sheet;
    pattern.setTransform(new DOMMatrix().scale(width / this.original.naturalWidth, height / this.original.naturalHeight));
    return pattern;
  }
}
