/**
 * A definition's construction, made ready to run: every input looked up once. The server has
 * checked the definition; what this program does not know is refused all the same. The twin is
 * `planning/measuring/construction.py`.
 */

import { Degenerate, Reason } from "../geometry/reasons.js";
import { SIDE_UNKNOWN } from "./primitive_points.js";
import { BY_SIDE, FIRST_OF, Kind, PRIMITIVES } from "./primitives.js";

export const MISSING_LANDMARK = "missing_landmark";

// A circle stands for its centre and a line for its direction, where those are wanted.
const STANDS_FOR = { "circle>point": "centre", "line>vector": "direction" };

/**
 * One named value and how it comes from earlier ones; values lie in a list by slot. `compute` gives
 * the value, or the Reason that stops it.
 * @typedef {{slot: number, dependsOn: Set<string>,
 *   compute: (values: unknown[], side: string | null) => unknown}} Step
 */
/**
 * @typedef {{steps: Step[], after: Map<string, Step[]>, slots: Map<string, number>,
 *   kinds: Map<string, string>}} Construction
 */

/**
 * @param {object[]} steps as the definition writes them
 * @param {[string, string][]} inputs name and kind of roles and parameters
 * @returns {Construction}
 * @throws {RangeError} naming what is unknown
 */
export function compileConstruction(steps, inputs) {
  const known = { slots: new Map(), kinds: new Map(), dependsOn: new Map() };
  for (const [name, kind] of inputs) enter(known, name, kind, new Set([name]));
  const compiled = steps.map((step) => compileStep(step, known));
  const after = new Map(inputs.map(([name]) => [
    name, compiled.filter((step) => step.dependsOn.has(name)),
  ]));
  return { steps: compiled, after, slots: known.slots, kinds: known.kinds };
}

/**
 * Compute steps in order, a Reason where a step has no value.
 * @param {Step[]} steps
 * @param {unknown[]} values by slot; filled in
 * @param {string | null} side
 */
export function runSteps(steps, values, side) {
  for (const step of steps) {
    const value = step.compute(values, side);
    values[step.slot] = typeof value === "number" && !Number.isFinite(value)
      ? new Reason(Degenerate.NOT_FINITE)
      : value;
  }
}

/** How a step gets its value: written out for few inputs, since it runs for every pointer move. */
function computation(name, { run, side: needsSide, optional }, getters) {
  const [first, second] = getters;
  if (name === BY_SIDE) {
    return (values, side) => {
      if (side !== "R" && side !== "L") return new Reason(SIDE_UNKNOWN);
      return (side === "R" ? first : second)(values);
    };
  }
  if (name === FIRST_OF) return (values) => firstPresent(getters, values);
  if (needsSide !== true && getters.length === 1) {
    return (values) => {
      const a = first(values);
      return a instanceof Reason ? a : run(a);
    };
  }
  if (needsSide !== true && getters.length === 2) {
    // What may be left out is judged by the primitive itself.
    if (optional !== undefined) {
      return (values) => {
        const a = first(values);
        return a instanceof Reason ? a : run(a, second(values));
      };
    }
    return (values) => {
      const a = first(values);
      if (a instanceof Reason) return a;
      const b = second(values);
      return b instanceof Reason ? b : run(a, b);
    };
  }
  return (values, side) => {
    const inputs = getters.map((getter) => getter(values));
    return inputs.find((input) => input instanceof Reason) ?? run(...inputs, side);
  };
}

/** The first value that waits for no landmark; only those may be passed over. */
function firstPresent(getters, values) {
  let value = null;
  for (const getter of getters) {
    value = getter(values);
    if (!(value instanceof Reason && value.code === MISSING_LANDMARK)) return value;
  }
  return value;
}

function enter(known, name, kind, dependsOn) {
  if (known.slots.has(name)) throw new RangeError(`two things are called ${name}`);
  known.slots.set(name, known.slots.size);
  known.kinds.set(name, kind);
  known.dependsOn.set(name, dependsOn);
}

function compileStep(step, known) {
  const primitive = Object.hasOwn(PRIMITIVES, step.do) ? PRIMITIVES[step.do] : null;
  if (primitive === null) throw new RangeError(`no primitive is called ${step.do}`);
  const getters = [];
  const kinds = [];
  const dependsOn = new Set();
  for (const [key, wanted] of Object.entries(primitive.takes)) {
    if (!Object.hasOwn(step, key)) continue;
    const each = wanted === Kind.SAMES ? Kind.SAME : wanted;
    for (const given of wanted === Kind.SAMES ? step[key] : [step[key]]) {
      const input = inputFor(given, each, known);
      getters.push(input.get);
      kinds.push(input.kind);
      for (const name of input.dependsOn) dependsOn.add(name);
    }
  }
  const gives = primitive.gives === Kind.SAME ? kinds[0] : primitive.gives;
  enter(known, step.name, gives, dependsOn);
  const compute = computation(step.do, primitive, getters);
  return { slot: known.slots.get(step.name), compute, dependsOn };
}

function inputFor(given, wanted, known) {
  if (wanted === Kind.AXIS || wanted === Kind.LIMITS) return constant(given);
  if (Array.isArray(given)) return listOf(given, wanted, known);
  if (typeof given === "number") return constant(given);
  return named(given, wanted, known);
}

function constant(value) {
  return { get: () => value, kind: Kind.NUMBER, dependsOn: [] };
}

function listOf(given, wanted, known) {
  const each = wanted === Kind.POINTS ? Kind.POINT : Kind.NUMBER;
  const parts = given.map((item) => inputFor(item, each, known));
  const get = (values) => {
    const found = parts.map((part) => part.get(values));
    return found.find((value) => value instanceof Reason) ?? found;
  };
  return { get, kind: wanted, dependsOn: parts.flatMap((part) => [...part.dependsOn]) };
}

function named(name, wanted, known) {
  const slot = known.slots.get(name);
  if (slot === undefined) throw new RangeError(`nothing before this step is called ${name}`);
  const kind = known.kinds.get(name);
  const dependsOn = known.dependsOn.get(name);
  if (kind === wanted || wanted === Kind.SAME) {
    return { get: (values) => values[slot], kind, dependsOn };
  }
  const attribute = STANDS_FOR[`${kind}>${wanted}`];
  if (attribute === undefined) throw new RangeError(`${name} is a ${kind}, not a ${wanted}`);
  const get = (values) => {
    const value = values[slot];
    return value instanceof Reason ? value : value[attribute];
  };
  return { get, kind: wanted, dependsOn };
}
