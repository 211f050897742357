import { existsSync, readdirSync } from "node:fs";
import { defineConfig } from "vite";

// Chromium 107 is the oldest browser of the phones that communes have (docs/look.md).
const oldest = "chrome107";

// src/islands/ holds what single pages load besides main.ts: each file there is an entry.
const folder = "src/islands";
const islands = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .map((name) => `${folder}/${name}`);

export default defineConfig({
  base: "/static/",
  build: {
    outDir: "dist",
    manifest: true,
    target: [oldest, "firefox115", "safari16"],
    cssTarget: [oldest, "firefox115", "safari16"],
    // Inlined assets would be fetched again with every page that has its own style sheet.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ["src/main.ts", "src/theme.ts", ...islands],
      // htmx can evaluate text; src/shared/requests.ts forbids it, as does the security policy.
      checks: { eval: false },
    },
  },
});
