// Put into every page before its own scripts: says when a large picture appears and changes.
(() => {
  if (globalThis.top !== globalThis) return;
  const SIDE_PX = 24;
  const EVERY_MS = 40;
  const SMALLEST_PX = 300;
  // Standard deviation of grey below which there is no film: black, or a line of text.
  const FLAT = 12;

  const scratch = new OffscreenCanvas(SIDE_PX, SIDE_PX);
  const context = scratch.getContext("2d", { willReadFrequently: true });
  const seen = new WeakMap();
  const bench = { changes: [], loaded: {}, frames: [], watching: true, start, stop, sample, watchFrames };
  let framesLeft = false;

  function large() {
    return [...document.querySelectorAll("canvas, img")].filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      return width >= SMALLEST_PX && height >= SMALLEST_PX
        && (element.naturalWidth ?? element.width) > 0;
    });
  }

  function greysOf(element) {
    context.clearRect(0, 0, SIDE_PX, SIDE_PX);
    context.drawImage(element, 0, 0, SIDE_PX, SIDE_PX);
    const { data } = context.getImageData(0, 0, SIDE_PX, SIDE_PX);
    return Array.from({ length: SIDE_PX * SIDE_PX }, (_, i) => data[4 * i + 1]);
  }

  function deviation(greys) {
    const mean = greys.reduce((sum, grey) => sum + grey, 0) / greys.length;
    return Math.sqrt(greys.reduce((sum, grey) => sum + (grey - mean) ** 2, 0) / greys.length);
  }

  /** The greys of every large picture, one list each. */
  function sample() {
    return large().map(greysOf).filter((greys) => deviation(greys) >= FLAT);
  }

  function look() {
    if (!bench.watching) return;
    const now = performance.now();
    for (const element of large()) {
      const greys = greysOf(element);
      const key = greys.join();
      if (deviation(greys) >= FLAT && seen.get(element) !== key) {
        seen.set(element, key);
        bench.changes.push(now);
      }
    }
    setTimeout(look, EVERY_MS);
  }

  // Ours says when it has which level; the picture is on the screen one frame later.
  function watchLevels() {
    const note = () => {
      const level = document.querySelector("[data-loaded]")?.dataset.loaded;
      if (!level || level in bench.loaded) return;
      bench.loaded[level] = null;
      requestAnimationFrame(() => requestAnimationFrame(() => {
        bench.loaded[level] = performance.now();
      }));
    };
    new MutationObserver(note).observe(document, {
      subtree: true, childList: true, attributes: true, attributeFilter: ["data-loaded"],
    });
  }

  function start() {
    bench.watching = true;
    look();
  }

  function stop() {
    bench.watching = false;
  }

  /** Note the time of every frame until called with false. */
  function watchFrames(on) {
    framesLeft = on;
    if (!on) return bench.frames.splice(0);
    const note = (now) => {
      bench.frames.push(now);
      if (framesLeft) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    return [];
  }

  globalThis.bench = bench;
  watchLevels();
  look();
})();
