// Which part of the picture is on the screen: `scale` screen pixels for one of the picture's, and where its corner lies.
const CLOSEST = 12;

export class View {
  constructor(width, height) {
    this.picture = [width, height];
    this.size = [1, 1];
    this.scale = 1;
    this.left = this.top = 0;
  }

  // Show a box of the picture with some room around it.
  fit([x0, y0, x1, y1]) {
    const [width, height] = this.size;
    const room = 0.06 * Math.max(x1 - x0, y1 - y0);
    this.scale = Math.min(CLOSEST, Math.max(this.#least(), Math.min(width / (x1 - x0 + 2 * room), height / (y1 - y0 + 2 * room))));
    this.left = width / 2 - (this.scale * (x0 + x1)) / 2;
    this.top = height / 2 - (this.scale * (y0 + y1)) / 2;
    this.#hold();
  }

  all() {
    this.fit([0, 0, ...this.picture]);
  }

  // The place under the finger stays under the finger.
  zoom(factor, x, y) {
    const scale = Math.min(CLOSEST, Math.max(this.#least(), this.scale * factor));
    this.left = x - ((x - this.left) * scale) / this.scale;
    this.top = y - ((y - this.top) * scale) / this.scale;
    this.scale = scale;
    this.#hold();
  }

  pan(dx, dy) {
    this.left += dx;
    this.top += dy;
    this.#hold();
  }

  toPicture(x, y) {
    return [(x - this.left) / this.scale, (y - this.top) / this.scale];
  }

  toScreen(x, y) {
    return [x * this.scale + this.left, y * this.scale + this.top];
  }

  // The whole picture on the screen.
  #least() {
    return Math.min(this.size[0] / this.picture[0], this.size[1] / this.picture[1]);
  }

  // No edge of the picture comes nearer than the middle of the screen, and a small picture stays in the middle.
  #hold() {
    const held = (at, length, screen) => (length <= screen ? (screen - length) / 2 : Math.min(screen / 2, Math.max(screen / 2 - length, at)));
    this.left = held(this.left, this.picture[0] * this.scale, this.size[0]);
    this.top = held(this.top, this.picture[1] * this.scale, this.size[1]);
  }
}
