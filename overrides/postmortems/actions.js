// The list of open action items: filters that live in the page's address, and
// further rows as they are needed. Without scripts the page has the first items.
(function () {
  "use strict";

  const { NONE, Filter, makeRow, onEachPage, written } = window.pmLists;
  const STEP = 50; // rows that are added at a time
  const AT_ONCE = 4; // files that are fetched at a time
  let list = null; // of the page that is shown

  // Records

  function take(number, data) {
    const at = Object.fromEntries(data.fields.map((name, index) => [name, index]));
    list.at = at;
    data.rows.forEach((values, index) => {
      list.records[number * list.fileSize + index] = { values, text: null };
    });
  }

  // What words are looked for in; made when somebody first looks for any.
  function wordsOf(record) {
    if (record.text === null) {
      const said = ["id", "title", "owner", "team_title", "ticket"].map((name) => record.values[list.at[name]]);
      record.text = [...said, textOf(record.values[list.at.item])].join(" ").toLowerCase();
    }
    return record.text;
  }

  // What a reader sees of HTML; the other fields of a record are plain texts.
  function textOf(html) {
    if (!/[<&]/.test(html)) return html;
    return asNodes(html).textContent;
  }

  async function load(number) {
    list.files[number] ||= (async (own) => {
      const response = await fetch(new URL(own.file.replace("{number}", number), own.base), { cache: "no-cache" });
      if (!response.ok) throw new Error(`${response.status} ${response.url}`);
      const data = await response.json();
      if (own === list) take(number, data);
    })(list);
    return list.files[number];
  }

  async function loadAll() {
    const numbers = Array.from({ length: list.fileCount }, (_, number) => number);
    const total = numbers.length;
    let read = 0;
    const work = async () => {
      while (numbers.length) {
        await load(numbers.shift());
        read += 1;
        if (read < total && !list.isBroken) say(`Reading the items: ${read} of ${total} parts`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  async function loadUpTo(count) {
    for (let number = 0; number < list.fileCount && number * list.fileSize < count; number += 1) await load(number);
  }

  // Filters

  function sift(wanted) {
    const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
    const found = list.records.filter((record) => words.every((word) => wordsOf(record).includes(word)));
    const fields = list.filter.facets.map((facet) => list.at[facet.name]);
    return list.filter.sift(found, (record, index) => [record.values[fields[index]] || NONE], wanted);
  }

  async function apply() {
    const own = list;
    const turn = (own.turn += 1);
    const wanted = own.filter.readAddress();
    if (!wanted.isAny && !own.isChanged) return;
    own.isChanged = true;
    own.isBroken = false;
    try {
      await loadAll();
    } catch (error) {
      if (own === list) fail(error);
      return;
    }
    if (own !== list || turn !== own.turn) return; // somebody has chosen something else since
    const found = sift(wanted);
    own.matches = found.matches;
    own.filter.showCounts(wanted, found.counts);
    showMatches(wanted.isAny);
  }

  // Rows

  function showMatches(isFiltered) {
    const totals = new Map();
    for (const record of list.matches) {
      const group = record.values[list.at.due];
      totals.set(group, (totals.get(group) || 0) + 1);
    }
    for (const [name, group] of list.groups) {
      for (const part of group.section.querySelectorAll(".pm-table-wrap")) part.remove();
      group.section.hidden = true;
      group.total = totals.get(name) || 0;
      group.shown = 0;
    }
    list.shown = 0;
    addRows();
    const found = written(list.matches.length);
    say(isFiltered ? `${found} of ${written(list.total)} open items` : `All ${found} open items`);
  }

  function addRows() {
    const records = list.matches || list.records;
    const rows = new Map();
    for (const record of records.slice(list.shown, list.shown + STEP)) {
      const group = record.values[list.at.due];
      if (!rows.has(group)) rows.set(group, []);
      rows.get(group).push(makeRow(list.specimen, (name) => valueOf(record, name)));
      list.shown += 1;
    }
    for (const [name, added] of rows) addTable(list.groups.get(name), added);
    watchTheEnd();
  }

  function valueOf(record, name) {
    const value = record.values[list.at[name]] || "";
    return name === "item" ? asNodes(value) : value;
  }

  function asNodes(html) {
    const template = document.createElement("template"); // the build made it of inline Markdown
    template.innerHTML = html;
    return template.content;
  }

  // Each step is a table of its own: a browser lays a table out whole, so one that
  // grew would make every step slower than the one before.
  function addTable(group, rows) {
    const part = group.empty.cloneNode(true);
    const first = group.shown + 1;
    group.shown += rows.length;
    const isWhole = first === 1 && group.shown === group.total;
    const range = isWhole ? "" : `${written(first)} to ${written(group.shown)} of `;
    const items = `${written(group.total)} ${group.total === 1 ? "item" : "items"}`;
    part.querySelector("caption").textContent = range + items + group.order;
    group.count.textContent = written(group.total);
    part.querySelector("tbody").append(...rows);
    group.section.append(part);
    group.section.hidden = false;
    document.dispatchEvent(new Event("pm:added"));
  }

  function watchTheEnd() {
    list.more.hidden = list.shown >= (list.matches ? list.matches.length : list.total);
    list.observer.unobserve(list.more);
    if (!list.more.hidden) list.observer.observe(list.more);
  }

  async function showMore() {
    const own = list;
    const { turn, shown } = own;
    if (own.more.hidden) return;
    try {
      if (!own.matches) await loadUpTo(shown + STEP);
    } catch (error) {
      if (own === list) fail(error);
      return;
    }
    if (own === list && turn === own.turn && shown === own.shown) addRows();
  }

  function say(text) {
    list.status.textContent = text;
  }

  function fail(error) {
    list.files = [];
    list.isBroken = true;
    say("The other items could not be read. The pages of the teams have the first of each.");
    console.error(error);
  }

  // The page

  function findGroups() {
    return new Map(
      Array.from(document.querySelectorAll(".pm-group"), (section) => {
        const empty = section.querySelector(".pm-table-wrap").cloneNode(true);
        const body = empty.querySelector("tbody");
        const shown = body.rows.length;
        body.replaceChildren();
        if (!shown) section.querySelector(".pm-table-wrap").remove();
        section.hidden = !shown;
        const count = section.querySelector("h2 .pm-count");
        const order = section.dataset.group === "undated" ? "" : ", by due date";
        return [section.dataset.group, { section, count, order, empty, shown, total: Number(section.dataset.total) }];
      }),
    );
  }

  function followFilters(event) {
    const link = event.target.closest("a[data-filter]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    event.stopPropagation();
    const { filter } = list;
    filter.goTo(link.dataset.filter.slice(1), "pushState");
    filter.showInForm(filter.readAddress());
    filter.form.scrollIntoView();
    filter.text.focus({ preventScroll: true });
  }

  function listen(form) {
    // Whoever turns to the filters will want the items that are not in the page yet.
    for (const sign of ["focusin", "pointerenter"]) {
      form.addEventListener(sign, () => loadAll().catch(fail), { once: true });
    }
    list.filter.listen();
    for (const link of document.querySelectorAll("a[data-filter]")) {
      link.href = link.dataset.filter;
      link.addEventListener("click", followFilters);
    }
  }

  function start() {
    const form = document.getElementById("pm-filter");
    const template = document.getElementById("pm-row");
    if (list && list.filter.form === form) return;
    if (list) list.observer.disconnect();
    list = null;
    if (!form || !template) return;
    const { total, shown, file, files, fileSize } = template.dataset;
    const more = document.getElementById("pm-more");
    const inPage = document.getElementById("pm-records");
    list = {
      more, file, base: location.href, files: [], records: [], at: {}, matches: null, turn: 0,
      isBroken: false, // whether a file could not be read
      isChanged: false, // whether the rows are others than the page came with
      total: Number(total), shown: Number(shown), fileCount: Number(files), fileSize: Number(fileSize),
      filter: new Filter(form, apply),
      status: document.getElementById("pm-status"),
      specimen: template.content.querySelector("tr"),
      groups: findGroups(),
      observer: new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && showMore(), {
        rootMargin: "0px 0px 800px",
      }),
    };
    if (inPage) take(0, JSON.parse(inPage.content.textContent));
    listen(form);
    more.querySelector("button").addEventListener("click", showMore);
    const wanted = list.filter.readAddress();
    list.filter.showInForm(wanted);
    watchTheEnd();
    apply();
    // Who follows a link with filters wants to see what they give, who goes back the place they left.
    const [arrival] = performance.getEntriesByType("navigation");
    if (wanted.isAny && arrival && arrival.type === "navigate") form.scrollIntoView();
  }

  window.addEventListener("popstate", () => {
    if (!list || !document.contains(list.filter.form)) return;
    list.filter.showInForm(list.filter.readAddress());
    apply();
  });

  onEachPage(start);
})();
