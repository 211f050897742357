import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Plugin } from "vite";

/* The post's app is served at /checkpoint/ by lachan/checkpoints/views/app.py; its files lie with all others
   under /static/. The worker is written by hand (src/worker.ts): it gets the list of files, and a version. */

const root = import.meta.dirname;

function everyFile(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === "node_modules") return [];
    return entry.isDirectory() ? everyFile(path) : [path];
  });
}

function versionOfSources(): string {
  const digest = createHash("sha256");
  for (const folder of [root, join(root, "../src/shared")])
    for (const file of everyFile(folder).sort()) digest.update(readFileSync(file));
  digest.update(readFileSync(join(root, "../package-lock.json")));
  return digest.digest("hex").slice(0, 8);
}

const version = versionOfSources();

function filesIntoWorker(): Plugin {
  return {
    name: "files-into-worker",
    enforce: "post",
    generateBundle(_, bundle) {
      const names = Object.keys(bundle).filter((name) => name.startsWith("assets/"));
      const worker = bundle["worker.js"];
      if (worker?.type !== "chunk") throw new Error("the worker was not built");
      const [before, after] = worker.code.split(/["'`]__FILES__["'`]/);
      if (after === undefined) throw new Error("the worker has no place for its files");
      worker.code = before + JSON.stringify(names.sort()) + after;
    },
  };
}

export default defineConfig({
  root,
  base: "/static/checkpoint/",
  define: { __APP_VERSION__: JSON.stringify(version) },
  plugins: [filesIntoWorker()],
  build: {
    outDir: "../dist/checkpoint",
    emptyOutDir: true,
    target: "chrome107",
    cssTarget: "chrome107",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { app: join(root, "index.html"), worker: join(root, "src/worker.ts") },
      output: {
        entryFileNames: (chunk) =>
          chunk.name === "worker" ? "worker.js" : "assets/[name]-[hash].js",
      },
    },
  },
});
