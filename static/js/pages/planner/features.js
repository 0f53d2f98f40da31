/**
 * Features of the planner, put together: what each brings, and how the page asks all of them.
 *
 * A feature is `create<Feature>(context)` in a module of its own, with one line in `planner.js`.
 * It returns an object, every part of which may be missing:
 *
 * - `tools`: tools of the contract in `tools/view-tools.js`; besides, `edits: true` where it
 *   changes the plan (it is then refused, with the reason, where the plan may not be changed), and
 *   `prompt`, the words above the film while it is in hand.
 * - `layer`: `{handles(), select?(key), grab?(screenPoint, pointerType)}`. `grab` gives a handle for
 *   what is larger than a point, such as an implant's body; handles of points come first.
 * - `commands`: functions by name; `keys`: command by key (`{n: "note"}`); `holds`: command by key,
 *   called with true and false while the key is held; `sheet`: `[title, [[keys, words]…]]` for the
 *   sheet of keys.
 * - `buttons`: `[{name, key?, kind?: "tool" | "switch", label, help}]`, after the tools of the page;
 *   the icon is `.icon-<name>` in `planner-icons.css`.
 * - `onKey(event)`: true if it took the key, asked before all others; `onKeyUp(event)`.
 * - `setFrame(frame)`: another frame is shown, `store.viewId` has changed.
 * - `sayMoved(handle)`: say the new value after a point was moved by keyboard.
 * - `describe`: `{words(collection, item, document), marks(collection, item, document, role)}`, both
 *   null where the item is not the feature's: how an item is named and drawn when two versions of a
 *   plan are compared.
 */

/**
 * @param {object[]} features
 * @returns {object} All of them as one.
 */
export function createFeatures(features) {
  const all = (part) => features.flatMap((feature) => feature[part] ?? []);
  const merged = (part) => Object.assign({}, ...all(part));
  const first = (ask) => {
    for (const feature of features) {
      const answer = ask(feature);
      if (answer) return answer;
    }
    return null;
  };
  return {
    tools: all("tools"),
    layers: all("layer"),
    commands: merged("commands"),
    keys: merged("keys"),
    holds: merged("holds"),
    sheet: features.map(({ sheet }) => sheet).filter(Boolean),
    buttons: all("buttons"),
    onKey: (event) => Boolean(first((feature) => feature.onKey?.(event))),
    onKeyUp: (event) => features.forEach((feature) => feature.onKeyUp?.(event)),
    setFrame: (frame) => features.forEach((feature) => feature.setFrame?.(frame)),
    sayMoved: (handle) => features.forEach((feature) => feature.sayMoved?.(handle)),
    wordsOf: (...item) => first((feature) => feature.describe?.words(...item)),
    marksOf: (...item) => first((feature) => feature.describe?.marks(...item)) ?? [],
  };
}
