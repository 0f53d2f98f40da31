/** Keys of a selected implant: what each of them asks for. Pure. */

const TURN_DEG = 1;
const FINE_TURN_DEG = 0.2;
const ALONG_MM = 1;
const ACROSS_MM = 0.5;

const PLAIN = {
  "+": { do: "size", steps: 1 },
  "=": { do: "size", steps: 1 },
  "-": { do: "size", steps: -1 },
  _: { do: "size", steps: -1 },
  o: { do: "option", kind: "stem", option: "offset", steps: 1, turns: true },
  "]": { do: "option", kind: "head", option: "increment", steps: 1, turns: false },
  "[": { do: "option", kind: "head", option: "increment", steps: -1, turns: false },
  d: { do: "option", kind: "cup", option: "liner", steps: 1, turns: true },
  arrowup: { do: "along", mm: -ALONG_MM },
  arrowdown: { do: "along", mm: ALONG_MM },
  y: { do: "across", mm: -ACROSS_MM },
  u: { do: "across", mm: ACROSS_MM },
};
const SHIFTED = {
  y: { do: "upright", mm: ACROSS_MM },
  u: { do: "upright", mm: -ACROSS_MM },
};
const TURNS = { arrowleft: -1, arrowright: 1 };

/**
 * @param {{key: string, shiftKey: boolean}} event
 * @returns {object | null} `{do: "size", steps}`; `{do: "option", kind, option, steps, turns}` of
 *   the member of the set (`turns`: after the last value comes the first); `{do: "turn", deg}`
 *   clockwise as seen; `{do: "along", mm}` its axis; `{do: "across", mm}` it, to the right as
 *   seen; `{do: "upright", mm}` upwards as seen
 */
export function askedBy({ key, shiftKey }) {
  const name = key.toLowerCase();
  if (TURNS[name]) {
    return { do: "turn", deg: TURNS[name] * (shiftKey ? FINE_TURN_DEG : TURN_DEG) };
  }
  return (shiftKey ? SHIFTED[name] : null) ?? PLAIN[name] ?? null;
}

/**
 * Numbers in their order: as names of an object's parts, those without a sign would come first.
 * @param {Record<string, object>} values of an option
 * @returns {string[]}
 */
export function valuesOf(values) {
  const names = Object.keys(values);
  return names.some((name) => Number.isNaN(Number(name)))
    ? names : names.sort((a, b) => Number(a) - Number(b));
}

/**
 * @param {readonly string[]} values in the family's order
 * @param {string} value
 * @param {{steps: number, turns: boolean}} asked
 * @returns {string | null} the value some steps on; null at an end that does not turn over
 */
export function optionAfter(values, value, { steps, turns }) {
  const at = values.indexOf(value) + steps;
  if (turns) return values[(at + values.length) % values.length];
  return values[at] ?? null;
}
