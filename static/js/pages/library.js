/** The implant library: a list that can be narrowed, one drawing, its sizes and its facts. */

import * as api from "../api.js";
import { createChoices } from "../panels/library/choices.js";
import { createDrawing } from "../panels/library/drawing.js";
import { createFamilyList, nameOf } from "../panels/library/family-list.js";
import { closest, fits } from "../panels/library/filtering.js";
import { createFilters } from "../panels/library/filters.js";
import { factsOf } from "../panels/library/facts.js";
import { createLadder } from "../panels/library/ladder.js";
import { createStanding } from "../panels/library/standing.js";
import { say } from "../panels/say.js";
import { words } from "../text/library.js";

const part = (name) => document.querySelector(`[data-${name}]`);
const geometries = new Map();

const state = {
  listing: [], chosen: null, family: null, size: "", options: {}, view: "AP", side: "R",
  neighbours: false,
};

const filters = createFilters(part("filters"), showList);
const list = createFamilyList(part("list"), (one) => choose(one));
const drawing = createDrawing(part("drawing"));
const ladder = createLadder(part("ladder"), (size) => show({ size }));
const standing = createStanding(api, {
  async onChanged(sentence) {
    await load();
    say(part("count"), sentence);
    showFacts();
  },
});
const options = createChoices(part("choices"), {
  onOption: (name, value) => show({ options: { ...state.options, [name]: value } }),
  onSide: (side) => show({ side }),
  onView: (view) => choose(state.chosen, { view }),
  onNeighbours: (neighbours) => show({ neighbours }),
});

function showList() {
  const shown = state.listing.filter((one) => fits(one, filters.read()));
  list.show(shown, state.chosen);
  say(part("count"), words.count(shown.length, state.listing.length));
}

async function geometry({ key, version, digest }, view) {
  const name = `${digest} ${view}`;
  if (!geometries.has(name)) {
    const path = `library/families/${encodeURIComponent(key)}/${version}?view=${view}`;
    const asked = api.get(path);
    geometries.set(name, asked);
    asked.catch(() => geometries.delete(name));
  }
  return geometries.get(name);
}

async function choose(one, { view = state.view, size = null } = {}) {
  const isOther = !state.chosen || nameOf(one) !== nameOf(state.chosen);
  const seen = one.views.includes(view) ? view : one.views[0];
  state.chosen = one;
  showList();
  const family = await geometry(one, seen);
  if (state.chosen !== one) return;
  const sizes = family.sizes.map((each) => each.size);
  const kept = size ?? (isOther ? one.placement.size : state.size);
  show({
    family, view: seen,
    size: sizes.includes(kept) ? kept : one.placement.size,
    options: isOther ? { ...one.defaults } : state.options,
  });
  if (isOther) standing.show(one).catch(() => trouble(words.failed));
}

function show(changes) {
  Object.assign(state, changes);
  const { family, chosen, view, side, options: wanted, neighbours } = state;
  const index = family.sizes.findIndex(({ size }) => size === state.size);
  const size = family.sizes[index];
  const { variant } = closest(size, wanted);
  const beside = neighbours ? [family.sizes[index - 1], family.sizes[index + 1]] : [];
  options.show({
    family, view, side, neighbours, views: chosen.views, options: variant.options,
  });
  ladder.show(family.sizes, state.size);
  drawing.show({
    family, size, variant, mirrored: side === "L",
    neighbours: beside.filter(Boolean).map((one) => closest(one, variant.options).variant),
  });
  showFacts();
  remember();
}

function showFacts() {
  const { family, options: wanted } = state;
  const listed = state.listing.find((one) => nameOf(one) === nameOf(state.chosen)) ?? state.chosen;
  const size = family.sizes.find((one) => one.size === state.size);
  const { variant, exact } = closest(size, wanted);
  part("facts").replaceChildren(
    ...factsOf({ listed, family, size, variant, exact }), standing.element);
}

function remember() {
  const { key, version } = state.chosen;
  const at = new URLSearchParams({ family: key, version, size: state.size, view: state.view });
  history.replaceState(null, "", `?${at}`);
}

function stepSize(by) {
  const index = state.family.sizes.findIndex(({ size }) => size === state.size) + by;
  if (state.family.sizes[index]) show({ size: state.family.sizes[index].size });
}

const KEYS = {
  ArrowUp: () => list.step(-1),
  ArrowDown: () => list.step(1),
  "+": () => stepSize(1),
  "=": () => stepSize(1),
  "-": () => stepSize(-1),
  v: () => choose(state.chosen, { view: state.view === "AP" ? "LAT" : "AP" }),
  s: () => show({ side: state.side === "R" ? "L" : "R" }),
  n: () => show({ neighbours: !state.neighbours }),
};

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, select, textarea, summary, aside");
  const run = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (isTyping || !run || !state.family || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  run();
});

function trouble(sentence) {
  const place = part("trouble");
  place.hidden = !sentence;
  say(place, sentence);
}

async function load() {
  state.listing = await api.get("library/families");
  filters.offer(state.listing);
  showList();
}

async function begin() {
  try {
    await load();
    const asked = new URLSearchParams(location.search);
    const wanted = `${asked.get("family")} ${asked.get("version")}`;
    const first = state.listing.find((one) => nameOf(one) === wanted) ?? state.listing[0];
    await choose(first, { view: asked.get("view") ?? "AP", size: asked.get("size") });
    trouble("");
  } catch {
    trouble(words.failed);
  }
}

begin();
