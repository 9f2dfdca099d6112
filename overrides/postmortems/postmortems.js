// What every page may need: tables that sort by a click, or Enter, on a column's head,
// and the scripts of parts that few pages have. Without scripts tables stand in the order
// that their caption says.
(function () {
  "use strict";

  const own = document.currentScript.src;
  const loaded = new Map(); // by name, the promise of a script that has run

  // Scripts beside this one, once each, run in the order in which they are asked for.
  function load(name) {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = new URL(`${name}.js`, own);
        script.async = false;
        script.addEventListener("load", resolve);
        script.addEventListener("error", () => loaded.delete(name)); // the next one asks again
        document.body.append(script);
      }));
    }
    return loaded.get(name);
  }

  // A preview is of no use before the pointer or the focus comes to a link that has one.
  async function comeToLink(event) {
    const { target, pointerType } = event;
    const link = target instanceof Element && target.closest("a[href]");
    const holds = () => target.matches(event.type === "focusin" ? ":focus-visible" : ":hover");
    if (!link || pointerType === "touch" || !holds()) return;
    if (!link.matches(".pm-reference") && !link.pathname.includes("/incidents/")) return;
    await load("preview");
    for (const sign of ["pointerover", "focusin"]) document.removeEventListener(sign, comeToLink);
    // What the script has missed, if it still holds.
    if (holds()) target.dispatchEvent(new event.constructor(event.type, event));
  }

  for (const sign of ["pointerover", "focusin"]) document.addEventListener(sign, comeToLink);

  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

  function valueOf(row, column) {
    const cell = row.cells[column];
    if (!cell) return "";
    return cell.dataset.value !== undefined ? cell.dataset.value : cell.textContent.trim();
  }

  function compare(a, b, numeric) {
    if (a === "" || b === "") return (a === "") - (b === ""); // what is unknown stays last
    return numeric ? Number(a) - Number(b) : collator.compare(a, b);
  }

  function sortBy(table, head) {
    const numeric = head.dataset.sort === "number";
    const first = numeric ? "descending" : "ascending";
    const second = numeric ? "ascending" : "descending";
    const direction = head.getAttribute("aria-sort") === first ? second : first;
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", direction);
    const sign = direction === "ascending" ? 1 : -1;
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, (row) => ({ row, value: valueOf(row, head.cellIndex) }));
    rows.sort((a, b) => {
      const unknown = (a.value === "") - (b.value === "");
      return unknown || sign * compare(a.value, b.value, numeric);
    });
    body.append(...rows.map((entry) => entry.row));
  }

  function prepare(table) {
    if (table.dataset.sortable === "ready" || table.tBodies[0].rows.length < 2) return;
    table.dataset.sortable = "ready";
    for (const head of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sortBy(table, head));
      head.append(button);
    }
  }

  // What scrolls sideways must be within reach of the keyboard; what does not is
  // no stop on its way.
  const AREAS = ".pm-table-wrap, .md-typeset__scrollwrap";
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) reach(target.closest(AREAS));
  });

  function reach(area) {
    const scrolls = area.scrollWidth > area.clientWidth && getComputedStyle(area).overflowX !== "visible";
    if (scrolls === area.hasAttribute("tabindex")) return;
    if (scrolls) {
      const caption = area.querySelector("caption");
      area.tabIndex = 0;
      area.setAttribute("role", "region");
      area.setAttribute("aria-label", caption ? caption.textContent : "Table");
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) area.removeAttribute(name);
    }
  }

  function watch() {
    for (const area of document.querySelectorAll(AREAS)) {
      watcher.observe(area);
      const table = area.querySelector("table");
      if (table) watcher.observe(table);
    }
  }

  function prepareAll() {
    for (const part of document.querySelectorAll("[data-pm-scripts]")) part.dataset.pmScripts.split(" ").forEach(load);
    document.querySelectorAll("table[data-sortable]").forEach(prepare);
    watcher.disconnect();
    setTimeout(watch); // once Material has put tables of prose into areas of their own
  }

  document.addEventListener("pm:added", watch);

  // Material swaps pages without loading them anew and says so through document$.
  if (typeof document$ !== "undefined") document$.subscribe(prepareAll);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", prepareAll);
  else prepareAll();
})();
