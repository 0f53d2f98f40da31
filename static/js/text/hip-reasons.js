/** Why something of a planned hip is not done, by code: the sentences of `planning/wording/hip.py`. */

import { reasonWords as ofImplants } from "./implants.js";

const SIDES = { R: "right", L: "left" };

export const SENTENCES = {
  second_procedure: "This plan has a guide already. Change its kind of case instead.",
  no_procedure: "Say first what kind of case this is.",
  last_variant: "This is the only plan. Begin another one before you take it away.",
  already_cut: "The {side} femur is cut free on this film already.",
  unknown_body: "This piece of bone is not in the plan any more.",
  no_stem_in_bone: "This femur holds no stem. Place the stem in it first.",
  no_cup: "There is no cup on this side. Place it first, then X reduces.",
};

/** @param {{code: string, params?: object}} reason @returns {string} */
export function reasonWords(reason) {
  const { code, params = {} } = reason;
  const said = SENTENCES[code];
  if (!said) return ofImplants(reason);
  return said.replaceAll(/\{(\w+)\}/g, (whole, name) => (
    name === "side" ? SIDES[params.side] ?? "" : String(params[name] ?? whole)));
}
