/**
 * Whether two modules are the same program: reads `[[source, delivered], …]` as JSON from standard
 * input and prints the numbers of the pairs whose syntax trees differ. Needs `--expose-internals`,
 * for the parser that Node brings along.
 */

const { readFileSync } = require("node:fs");
const acorn = require("internal/deps/acorn/acorn/dist/acorn");

const treeOf = (text) => JSON.stringify(
  acorn.parse(text, { ecmaVersion: "latest", sourceType: "module", allowAwaitOutsideFunction: true }),
  (key, value) => (key === "start" || key === "end" ? undefined
    : typeof value === "bigint" || value instanceof RegExp ? String(value) : value),
);

const pairs = JSON.parse(readFileSync(0, "utf8"));
const different = pairs.flatMap(([a, b], number) => (treeOf(a) === treeOf(b) ? [] : [number]));
process.stdout.write(JSON.stringify(different));
