/** What is proposed for cup and stem, and how it is put on the film. */

import { createHipFamilies } from "./hip-families.js";

export function createHipProposals(context, { hips, onChange }) {
  const families = createHipFamilies(context, { hips, onChange });
  return {
    ...families,
    told: () => null,
    stepsOf: () => null,
    label: () => "",
    takeBest: () => false,
  };
}
