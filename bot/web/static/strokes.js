// Strokes as the hand draws them, in whole pixels of the picture: made, taken back, made again.
export class Strokes {
  // `most`: how many strokes and points the server takes; `made`: those that are there already.
  constructor(most, width, height, made) {
    this.most = most;
    this.corner = [width - 1, height - 1];
    this.made = made.map(([kind, radius, points]) => ({ kind, radius, points }));
    this.undone = [];
    this.open = null;
  }

  begin(kind, radius, point) {
    this.open = { kind, radius: Math.min(this.most.radius, Math.max(1, Math.round(radius))), points: [this.#inside(point)] };
    return this.open;
  }

  // Whether the point was far enough from the last one to be kept.
  extend(point) {
    const next = this.#inside(point);
    const [x, y] = this.open.points.at(-1);
    if (Math.hypot(next[0] - x, next[1] - y) < Math.max(1, this.open.radius / 4)) return false;
    this.open.points.push(next);
    return true;
  }

  end() {
    this.made.push(this.open);
    this.open = null;
    this.undone = [];
  }

  drop() {
    this.open = null;
  }

  undo() {
    if (this.made.length) this.undone.push(this.made.pop());
  }

  redo() {
    if (this.undone.length) this.made.push(this.undone.pop());
  }

  // A tenth is left for the stroke that is being drawn.
  get full() {
    const points = this.made.reduce((sum, stroke) => sum + stroke.points.length, 0);
    return this.made.length >= this.most.strokes || points > this.most.points * 0.9;
  }

  toString() {
    return JSON.stringify(this.made.map(({ kind, radius, points }) => [kind, radius, points]));
  }

  #inside([x, y]) {
    const [right, bottom] = this.corner;
    return [Math.min(right, Math.max(0, Math.round(x))), Math.min(bottom, Math.max(0, Math.round(y)))];
  }
}
