/** The definitions as the server hands them out: each role with its landmark's name and prompt. */

import { readFileSync, readdirSync } from "node:fs";

const FOLDER = new URL("../../../planning/measuring/definitions/", import.meta.url);
const LANDMARKS = "landmarks.json";

/** @param {URL} [folder] @returns {Map<string, object>} definitions by key */
export function readDefinitions(folder = FOLDER) {
  const read = (name) => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
  const { landmarks } = read(LANDMARKS);
  const names = readdirSync(folder).filter((name) => name.endsWith(".json") && name !== LANDMARKS);
  return new Map(names.sort().flatMap((name) => read(name).definitions).map((definition) => [
    definition.key,
    {
      ...definition,
      roles: definition.roles.map((role) => ({ ...landmarks[role.key], ...role })),
    },
  ]));
}
