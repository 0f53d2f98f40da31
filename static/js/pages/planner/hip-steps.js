/**
 * How far a guided hip is: for every step whether it is done, and in a sentence what is missing.
 * Pure; it reads facts that others have worked out and knows no geometry.
 *
 * @typedef {"done" | "amber" | "needed" | "open"} State
 * @typedef {{key: string, number: number, name: string, kind: string, state: State,
 *   sentence: string}} StepState
 */

import { steps as words } from "../../text/hip.js";

/**
 * @param {object} procedure of the API
 * @param {object} facts
 *   `film`: `{off: string[], straight: string}` what was read of how the film was taken;
 *   `scale`: `{ok, text, waits}`; `missing`: by step the names of landmarks that are still to be
 *   placed, the next one first; `line`: the pelvic line in words; `cup`, `stem`:
 *   `{placed, proposed}` with words; `reduction`: `{on, text, lacks}`; `chosen`: the name of the
 *   plan that was chosen; `sign`: `{by, left}`
 * @returns {StepState[]}
 */
export function stepStates(procedure, facts) {
  return procedure.steps.map((step, at) => ({
    key: step.key,
    number: at + 1,
    name: step.name,
    kind: step.kind,
    ...(OF_KIND[step.kind](facts, step)),
  }));
}

/**
 * @param {StepState[]} states
 * @returns {string} the first step that still needs something, else the last
 */
export function firstOpen(states) {
  return (states.find(({ state }) => state === "needed") ?? states.at(-1)).key;
}

/** @returns {string | null} the step some steps on; null at an end */
export function stepAfter(states, key, by) {
  return states[states.findIndex((one) => one.key === key) + by]?.key ?? null;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const told = (state, sentence) => ({ state, sentence });

const OF_KIND = {
  film({ film }) {
    if (film.off.length) return told("amber", words.film.amber(film.off.join(", ")));
    return film.straight ? told("done", words.film.done(film.straight))
      : told("open", words.film.open);
  },
  scale({ scale }) {
    if (scale.ok) return told("done", words.scale.done(scale.text));
    return told("needed", scale.waits ? words.scale.confirm : words.scale.needed);
  },
  landmarks({ missing, line }, { key }) {
    const left = missing[key] ?? [];
    if (left.length) return told("needed", words.landmarks.next(left[0], left.length));
    return told("done", key === "pelvic_line" && line
      ? words.landmarks.line(line) : words.landmarks.done);
  },
  implant(facts, { implant }) {
    const { placed, proposed } = facts[implant];
    if (placed) return told("done", words[implant].done(...placed));
    return told("needed", proposed ? words[implant].proposed(proposed) : words[implant].needed);
  },
  reduction({ reduction }) {
    if (reduction.lacks) return told("needed", words.reduce.before(reduction.lacks));
    return reduction.on ? told("done", words.reduce.done(capital(reduction.text)))
      : told("needed", words.reduce.needed);
  },
  compare: ({ chosen }) => (chosen
    ? told("done", words.compare.done(chosen)) : told("open", words.compare.open)),
  sign: ({ sign }) => (sign.by
    ? told("done", words.sign.done(sign.by)) : told("needed", words.sign.needed(sign.left))),
};
