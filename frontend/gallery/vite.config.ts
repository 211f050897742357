import { defineConfig } from "vite";

// The gallery is for our own eyes and tests: it is never part of what the product serves.
export default defineConfig({
  base: "./",
  build: { outDir: "dist", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  preview: { port: 4173, strictPort: true },
});
