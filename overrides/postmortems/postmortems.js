// Tables that sort by a click, or Enter, on a column's head. Without scripts
// they stand in the order that their caption says.
(function () {
  "use strict";

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
