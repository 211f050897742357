/* Runs before the first paint (a blocking script in the head), so that a page never flashes in the
   wrong theme, density or size. */

(() => {
  const root = document.documentElement;
  try {
    for (const choice of ["theme", "density"]) {
      const chosen = localStorage.getItem(choice);
      if (chosen) root.dataset[choice] = chosen;
    }
  } catch {
    // Storage may be forbidden; the device's own theme is then right.
  }
  if (new URLSearchParams(location.search).has("wall")) root.dataset["wall"] = "";
})();
