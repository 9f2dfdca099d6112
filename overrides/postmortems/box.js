// Above what the theme's search box finds, a way to the search that knows every word.
(function () {
  "use strict";

  const root = new URL("../", document.currentScript.src);
  const LONGEST = 60; // letters that are repeated

  function start() {
    const field = document.querySelector("[data-md-component='search-query']");
    const meta = document.querySelector(".md-search-result__meta");
    if (!field || !meta) return;
    const line = document.createElement("p");
    const link = document.createElement("a");
    line.className = "pm-search-all";
    line.hidden = true;
    line.append(link);
    meta.after(line);

    function follow() {
      const words = field.value.trim();
      line.hidden = !words;
      const find = new URL("find/", root);
      find.searchParams.set("words", words);
      link.href = find;
      link.textContent = `Search all postmortems for “${words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words}”`;
    }

    for (const sign of ["input", "focus", "keyup"]) field.addEventListener(sign, follow);
    follow();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
