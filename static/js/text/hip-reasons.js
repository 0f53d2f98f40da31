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
  no_stem: "There is no stem on this side. Place it first.",
  no_head: "There is no head on this stem. Choose one from the ladder.",
  no_length_aim: "Nothing is proposed. Type the leg length change that you want.",
  no_candidates: "No head of this size fits this stem. Choose another head or liner.",
  no_size_fits: "Even the smallest size is too large ({level}). Choose another family, or place it "
    + "by hand.",
  canal_not_read: "The walls of the canal could not be read on this film. Choose the stem by hand.",
  sides_contradict: "Points and sides contradict each other: this film may lie upside down, or the "
    + "patient's right is on its other side. Put that right before implants are placed.",
  not_the_same_kind: "{family} is another kind of implant. Choose one of the same kind.",
};

/** @param {{code: string, params?: object}} reason @returns {string} */
export function reasonWords(reason) {
  const { code, params = {} } = reason;
  const said = SENTENCES[code];
  if (!said) return ofImplants(reason);
  return said.replaceAll(/\{(\w+)\}/g, (whole, name) => (
    name === "side" ? SIDES[params.side] ?? "" : String(params[name] ?? whole)));
}
