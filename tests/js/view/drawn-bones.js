/** Films of a femoral head or a shaft, drawn from formulas; twin of `calibration/drawn_bones.py`. */

const EDGE_PX = 1.1;

const step = (value) => 1 / (1 + Math.exp(-Math.max(Math.min(value / EDGE_PX, 60), -60)));

function noise(x, y, much) {
  const wave = Math.sin(12.9898 * x + 78.233 * y) * 43758.5453;
  return much * 2 * (wave - Math.floor(wave) - 0.5);
}

export function head(film, size) {
  const [cx, cy] = film.centre;
  const { radius, space } = film;
  return drawn((x, y) => {
    const off = Math.hypot(x - cx, y - cy);
    const turn = Math.abs((Math.atan2(x - cx, cy - y) * 180) / Math.PI);
    if (turn < (film.wiped_deg ?? 0) / 2) return 800;
    const roof = turn < film.arc_deg / 2 ? 1100 * step(off - radius - space) : 0;
    return 800 + 900 * step(radius - off) + roof;
  }, film, size);
}

export function shaft(film, size) {
  const [ax, ay] = film.axis;
  const tilt = (film.tilt_deg * Math.PI) / 180;
  return drawn((x, y) => {
    const off = Math.abs((x - ax) * Math.cos(tilt) - (y - ay) * Math.sin(tilt));
    return 800 + 1100 * step(film.half_width - off)
      - 500 * step(film.half_width - film.cortex - off);
  }, film, size);
}

function drawn(density, film, size) {
  const values = new Uint16Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const value = Math.floor(
        density(column + 0.5, row + 0.5) + noise(column, row, film.noise) + 0.5,
      );
      values[row * size + column] = film.inverted ? 4095 - value : value;
    }
  }
  return { values, columns: size, rows: size, denseIsLow: Boolean(film.inverted) };
}
