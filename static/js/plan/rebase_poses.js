/**
 * Laying the poses of two versions together, body by body: a variant holds the poses of all bodies,
 * so taken whole it would undo what somebody else moved.
 */

import { find, same } from "./items.js";
import { merged } from "./rebase_procedure.js";

/** @typedef {{base: object, theirs: object, mine: object}} Versions documents of the plan */

/**
 * @param {object} base
 * @param {object} mine
 * @returns {string[]} Bodies of mine that lie elsewhere than in the document before.
 */
export function bodiesPosed(base, mine) {
  return mine.bodies.map(({ id }) => id)
    .filter((id) => mine.variants.some((variant) => isPosed(base, variant, id)));
}

const isPosed = (base, { id, poses }, bodyId) => Boolean(poses[bodyId])
  && !same(poses[bodyId], find(base, "variants", id)?.poses[bodyId] ?? null);

/**
 * Theirs, with the poses that I changed on top.
 * @param {Versions} versions
 * @param {{bodies: object[], implants: object[]}} there what there is once all other changes are
 *   laid on theirs
 * @returns {object[]} changes of variants that apply to theirs
 */
export function variantChanges({ base, theirs, mine }, there) {
  const pairs = paired(theirs, mine);
  const bodies = there.bodies.map(({ id }) => id);
  const laid = theirs.variants.flatMap((their) => {
    const my = pairs.get(their.id) ?? null;
    const poses = posesOf(bodies, (id) => poseOf(id, { base, theirs, their, my }));
    const isGone = !my && find(base, "variants", their.id) && !Object.keys(poses).length;
    if (isGone) return [{ op: "delete", collection: "variants", id: their.id }];
    const changed = fieldsChanged(find(base, "variants", their.id), their, my);
    const item = existing({ ...their, ...changed, poses }, there);
    return same(item, their) ? [] : [put(item)];
  });
  const onlyMine = mine.variants.filter((variant) => ![...pairs.values()].includes(variant))
    .map((variant) => existing(
      { ...variant, poses: posesOf(bodies, (id) => variant.poses[id]) }, there,
    ))
    // What they took away comes back for what still lies in it.
    .filter(({ id, poses }) => !find(base, "variants", id) || Object.keys(poses).length);
  return [...laid, ...onlyMine.map(put)];
}

const put = (item) => ({ op: "upsert", collection: "variants", item });

/** My variant by the id of theirs: the same, or the first of each where neither has the other's. */
function paired(theirs, mine) {
  const pairs = new Map(mine.variants.filter(({ id }) => find(theirs, "variants", id))
    .map((variant) => [variant.id, variant]));
  const [their] = theirs.variants;
  const [my] = mine.variants;
  if (their && my && !pairs.has(their.id) && !pairs.has(my.id)) pairs.set(their.id, my);
  return pairs;
}

function poseOf(bodyId, { base, theirs, their, my }) {
  const isMine = my && (isPosed(base, my, bodyId) || !find(theirs, "bodies", bodyId));
  return (isMine ? my : their).poses[bodyId];
}

const posesOf = (bodies, poseOfBody) => Object.fromEntries(
  bodies.map((id) => [id, poseOfBody(id)]).filter(([, pose]) => pose));

/** What else I changed of it: its name, the size of one of its implants, what is reduced. */
function fieldsChanged(before, their, my) {
  if (!before || my?.id !== before.id) return {};
  const { poses: ours, ...rest } = my;
  const { poses: theirs, ...others } = their;
  const { poses: old, ...start } = before;
  const laid = merged(start, others, rest);
  return laid.reduced ? { ...laid, reduced: reducedBy(start, others, rest) } : laid;
}

/** What both left reduced, with what either reduced. */
function reducedBy(before, their, my) {
  const [was, theirs, mine] = [before, their, my].map(({ reduced = [] }) => reduced);
  const gone = was.filter((id) => !mine.includes(id));
  return [...new Set([...theirs, ...mine.filter((id) => !was.includes(id))])]
    .filter((id) => !gone.includes(id));
}

/** Without what it names and is not there any more. */
function existing(variant, { bodies, implants }) {
  const item = { ...variant };
  if (item.implants) {
    item.implants = Object.fromEntries(
      Object.entries(item.implants).filter(([id]) => implants.some((one) => one.id === id)),
    );
  }
  if (item.reduced) item.reduced = item.reduced.filter((id) => bodies.some((one) => one.id === id));
  return item;
}
