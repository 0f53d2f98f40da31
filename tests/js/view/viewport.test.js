import assert from "node:assert/strict";
import { test } from "node:test";

import {
  apply, fit, flipped, imageToScreen, inverseOf, panBy, rotateBy, screenToImage, snapToDevice,
  stay, zoomAt,
} from "../../../static/js/view/viewport.js";

const film = { columns: 3000, rows: 9000, aspect: 1 };
const oblong = { columns: 400, rows: 300, aspect: 2 };
const size = { width: 800, height: 600 };
const near = (actual, expected, tolerance = 1e-9) => {
  actual.forEach((value, i) => assert.ok(
    Math.abs(value - expected[i]) < tolerance, `${actual} is not ${expected}`,
  ));
};
const view = { centrePx: [120, 80], scale: 1.5, rotationRad: 0.4, flip: true };

test("screen to image undoes image to screen, whatever the turn, flip and pixel shape", () => {
  const there = imageToScreen(view, size, 2);
  near(apply(screenToImage(view, size, 2), apply(there, [17, 211])), [17, 211]);
  near(inverseOf(inverseOf(there)), there);
});

test("the centre of the view lies in the middle of the screen", () => {
  near(apply(imageToScreen(view, size, 2), [120, 80]), [400, 300]);
});

test("a pixel twice as high as wide is shown twice as high", () => {
  const upright = { centrePx: [0, 0], scale: 3, rotationRad: 0, flip: false };
  near(apply(imageToScreen(upright, size, 2), [10, 10]), [430, 360]);
});

test("a quarter turn goes clockwise and has no shear left", () => {
  const turned = { centrePx: [0, 0], scale: 2, rotationRad: Math.PI / 2, flip: false };
  const matrix = imageToScreen(turned, size, 1);
  assert.deepEqual([matrix[0], matrix[3]], [0, 0]);
  near(apply(matrix, [10, 0]), [400, 320]);
});

test("fit shows all of a long film, upright and turned", () => {
  const upright = fit(film, size);
  near([upright.scale], [600 / 9000]);
  const turned = fit(film, size, { rotationRad: Math.PI / 2, flip: false });
  near([turned.scale], [800 / 9000]);
  for (const corner of [[0, 0], [400, 0], [0, 300], [400, 300]]) {
    const [x, y] = apply(imageToScreen(fit(oblong, size), size, 2), corner);
    assert.ok(x > -1e-9 && x < 800 + 1e-9 && y > -1e-9 && y < 600 + 1e-9);
  }
});

test("zooming leaves the image point under the pointer where it is", () => {
  const before = apply(screenToImage(view, size, film.aspect), [200, 450]);
  const closer = zoomAt(view, film, size, [200, 450], 1.7);
  near(apply(screenToImage(closer, size, film.aspect), [200, 450]), before);
  near([closer.scale], [1.5 * 1.7]);
});

test("zoom ends at 32 screen pixels per film pixel and at a quarter of the whole film", () => {
  assert.equal(zoomAt(view, film, size, [0, 0], 1e9).scale, 32);
  near([zoomAt(view, film, size, [0, 0], 1e-9).scale], [fit(film, size, view).scale / 4]);
});

test("the film follows a pan pixel by pixel and cannot be lost", () => {
  const before = apply(imageToScreen(view, size, film.aspect), [100, 100]);
  const moved = panBy(view, film, size, [30, -12]);
  near(apply(imageToScreen(moved, size, film.aspect), [100, 100]), [before[0] + 30, before[1] - 12]);
  const far = panBy({ ...view, rotationRad: 0, flip: false }, film, size, [1e6, 1e6]);
  const corner = apply(imageToScreen(far, size, film.aspect), [0, 0]);
  assert.ok(corner[0] < size.width && corner[1] < size.height);
});

test("a flip mirrors what is on the screen, turned or not, and twice is none", () => {
  const at = (v) => apply(imageToScreen(v, size, 1), [150, 95]);
  const [x, y] = at(view);
  near(at(flipped(view)), [800 - x, y]);
  near(at(flipped(flipped(view))), [x, y]);
});

test("turns stay within half a turn, and four quarters are none", () => {
  let turned = { ...view, rotationRad: 0 };
  for (let i = 0; i < 4; i += 1) turned = rotateBy(turned, Math.PI / 2);
  assert.equal(turned.rotationRad, 0);
  near([rotateBy({ ...view, rotationRad: 3 }, 0.5).rotationRad], [3.5 - 2 * Math.PI]);
});

test("1:1 views fall on whole device pixels; oblique ones are left alone", () => {
  const upright = imageToScreen({ ...view, scale: 0.5, rotationRad: 0, flip: false }, size, 1);
  const snapped = snapToDevice([...upright.slice(0, 4), 10.3, 7.8], 2);
  assert.deepEqual(snapped.slice(4), [10.5, 8]);
  const oblique = imageToScreen(view, size, 1);
  assert.deepEqual(snapToDevice(oblique, 2), oblique);
});

test("a line that comes or goes above or below the film moves no point of it on the screen", () => {
  const before = { left: 40, top: 96, width: 800, height: 600 };
  for (const after of [
    { ...before, top: 128, height: 568 }, { ...before, height: 500 }, { ...before, top: 60, height: 636 },
  ]) {
    for (const point of [[120, 80], [0, 0], [399, 12]]) {
      const onPage = (one, region) => {
        const [x, y] = apply(imageToScreen(one, region, oblong.aspect), point);
        return [x + region.left, y + region.top];
      };
      near(onPage(stay(view, oblong, before, after), after), onPage(view, before), 1e-6);
    }
  }
});
