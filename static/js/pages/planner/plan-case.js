/** The plan as a case, for features that do not draw: what it is now, and news of it. */

import { get } from "../../api.js";

/**
 * @param {object} context Of the planner.
 * @returns {{exists: boolean, id: string|null, state: string|null, summary: object|null,
 *   onChange: (listener: () => void) => () => void, take: (plan: object) => void,
 *   refresh: () => Promise<void>}} `summary` is the plan of the API, null before there is one;
 *   `take` a newer one.
 */
export function planCase({ plan, setPlan, onPlan }) {
  return {
    get exists() { return plan() !== null; },
    get id() { return plan()?.id ?? null; },
    get state() { return plan()?.state ?? null; },
    get summary() { return plan(); },
    onChange: onPlan,
    take: setPlan,
    async refresh() { setPlan(await get(`plans/${plan().id}`)); },
  };
}
