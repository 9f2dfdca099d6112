// On the page for what is not there: goes on where only the case of an id is wrong, and else
// looks for what the address ends with.
(async function () {
  "use strict";

  const LONGEST = 60; // letters that are repeated
  const lost = document.querySelector(".pm-lost");
  const link = document.getElementById("pm-lost-search");
  const [, before, last, after] = /^(.*\/)([^/]+?)((?:\.html)?\/?)$/.exec(location.pathname) || [];
  if (!lost || !last) return;

  let words = last;
  try {
    words = decodeURIComponent(last);
  } catch { /* as it was typed */ }
  const find = new URL(link.href);
  find.searchParams.set("words", words);
  link.href = find;
  link.textContent = `Search the postmortems for “${words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words}”`;

  const incidents = new URL(lost.dataset.pmIncidents, location.href).pathname.replace(/(index)?\.html$/, "");
  if (before !== incidents || last === last.toUpperCase()) return;
  const there = before + last.toUpperCase() + after;
  const answer = await fetch(there, { method: "HEAD" }).catch(() => null);
  if (answer && answer.ok) location.replace(there + location.hash);
})();
