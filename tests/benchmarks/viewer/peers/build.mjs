/**
 * Bundle the pages of dwv and Cornerstone3D: `node build.mjs OUT`, in a folder with node_modules.
 *
 * Workers and WebAssembly are named by `new URL("…", import.meta.url)`, which esbuild leaves as
 * it is: each is built or copied beside the bundle and named by where it went.
 */

import { cpSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { build } from "esbuild";

const out = resolve(process.argv[2]);
const here = process.cwd();
const resolveFrom = (file, name) => createRequire(file).resolve(name);
const workers = new Map();
// `events` is asked for a class to extend.
const ABSENT = "class Absent {} Absent.EventEmitter = Absent; module.exports = Absent;";

const besideTheBundle = {
  name: "beside-the-bundle",
  setup(builder) {
    builder.onLoad({ filter: /@cornerstonejs\/.*\.js$/ }, ({ path }) => {
      const code = readFileSync(path, "utf8");
      if (!code.includes("import.meta.url")) return null;
      const contents = code.replace(
        /new URL\((['"])(.+?)\1, import\.meta\.url\)/g,
        (_, quote, name) => `new URL("./${place(path, name)}", import.meta.url)`,
      );
      return { contents, loader: "js" };
    });
    // Node's own modules, asked for by code that never runs in a browser.
    builder.onResolve({ filter: /^(crypto|events|fs|path|url|util)$/ }, ({ path }) => (
      { path, namespace: "absent" }
    ));
    builder.onLoad({ filter: /.*/, namespace: "absent" }, () => (
      { contents: ABSENT, loader: "js" }
    ));
  },
};

/** @returns {string} The file's name beside the bundle. */
function place(from, name) {
  if (!name.startsWith(".")) {
    const file = resolveFrom(from, name);
    copyFileSync(file, join(out, basename(file)));
    return basename(file);
  }
  const file = join(dirname(from), name);
  const called = `worker-${basename(file)}`;
  workers.set(called, file);
  return called;
}

async function bundle(entryPoints) {
  await build({
    entryPoints, outdir: out, bundle: true, minify: true, format: "esm", target: "es2022",
    plugins: [besideTheBundle], define: { global: "globalThis" }, logLevel: "error",
    absWorkingDir: here,
  });
}

mkdirSync(out, { recursive: true });
await bundle(["cornerstone.js", "dwv.js"].map((name) => ({
  in: join(here, name), out: basename(name, ".js"),
})));
for (const [called, file] of workers) await bundle([{ in: file, out: basename(called, ".js") }]);
cpSync(join(here, "node_modules/dwv/dist/assets"), join(out, "assets"), { recursive: true });
for (const name of ["cornerstone", "dwv"]) {
  writeFileSync(join(out, `${name}.html`), readFileSync(join(here, "page.html"), "utf8")
    .replaceAll("NAME", name));
}
