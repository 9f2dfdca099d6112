// The list of open action items: filters that live in the page's address, and
// further rows as they are needed. Without scripts the page has the first items.
(function () {
  "use strict";

  const STEP = 50; // rows that are added at a time
  const AT_ONCE = 4; // files that are fetched at a time
  const NONE = "-"; // in the address, for what has no value
  const PLACEHOLDER = /\{(\w+)\}/g;
  let list = null; // of the page that is shown

  // A row is the template's, with a record's values in the place of the names in
  // braces. What has no value goes: the text of a cell, the link around a text,
  // any other element whole.
  function makeRow(specimen, valueOf) {
    const row = specimen.cloneNode(true);
    for (let element of [row, ...row.querySelectorAll("*")]) {
      for (const attribute of [...element.attributes]) {
        if (!attribute.value.includes("{")) continue;
        const names = Array.from(attribute.value.matchAll(PLACEHOLDER), (found) => found[1]);
        if (attribute.name === "href" && names.some((name) => !valueOf(name))) {
          const plain = document.createElement("span");
          if (element.className) plain.className = element.className;
          plain.append(...element.childNodes);
          element.replaceWith(plain);
          element = plain;
        } else {
          attribute.value = attribute.value.replace(PLACEHOLDER, (_, name) => valueOf(name));
        }
      }
      for (const text of [...element.childNodes]) {
        if (text.nodeType === Node.TEXT_NODE && text.data.includes("{")) fillText(text, valueOf);
      }
    }
    return row;
  }

  function fillText(text, valueOf) {
    const names = Array.from(text.data.matchAll(PLACEHOLDER), (found) => found[1]);
    if (names.includes("item")) {
      const html = document.createElement("template"); // the build made it of inline Markdown
      html.innerHTML = valueOf("item");
      text.replaceWith(html.content, " ");
    } else if (names.some((name) => valueOf(name)) || text.parentElement.localName === "td") {
      text.data = text.data.replace(PLACEHOLDER, (_, name) => valueOf(name));
    } else {
      text.parentElement.remove();
    }
  }

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
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.textContent;
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

  // Filters: several values of one facet mean any of them, several facets all of them

  function readAddress() {
    const params = new URLSearchParams(location.search);
    // Not `q`: with that Material opens its own search.
    const words = (params.get("words") || "").toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = list.facets.map((facet) => new Set(params.getAll(facet.name)));
    return { params, words, chosen, isAny: words.length > 0 || chosen.some((values) => values.size > 0) };
  }

  function showInForm(wanted) {
    list.text.value = wanted.params.get("words") || "";
    list.facets.forEach((facet, index) => {
      const chosen = wanted.chosen[index];
      for (const [value, box] of facet.boxes) box.input.checked = chosen.has(value);
      if (chosen.size) facet.details.open = true;
    });
  }

  function writeAddress(how) {
    const params = new URLSearchParams(location.search);
    params.delete("words");
    for (const facet of list.facets) {
      params.delete(facet.name);
      for (const [value, box] of facet.boxes) if (box.input.checked) params.append(facet.name, value);
    }
    if (list.text.value.trim()) params.set("words", list.text.value.trim());
    goTo(params.toString(), how);
  }

  function goTo(query, how) {
    history[how](history.state, "", location.pathname + (query && `?${query}`));
    apply();
  }

  // One pass gives the matches and, for each value, how many there would be with it.
  function sift(wanted) {
    const fields = list.facets.map((facet) => list.at[facet.name]);
    const counts = list.facets.map(() => new Map());
    const matches = [];
    for (const record of list.records) {
      if (!wanted.words.every((word) => wordsOf(record).includes(word))) continue;
      let missed = -1;
      let misses = 0;
      for (let index = 0; index < fields.length && misses < 2; index += 1) {
        const chosen = wanted.chosen[index];
        if (chosen.size && !chosen.has(record.values[fields[index]] || NONE)) {
          misses += 1;
          missed = index;
        }
      }
      if (misses > 1) continue;
      if (!misses) matches.push(record);
      for (let index = misses ? missed : 0; index < (misses ? missed + 1 : fields.length); index += 1) {
        const value = record.values[fields[index]] || NONE;
        counts[index].set(value, (counts[index].get(value) || 0) + 1);
      }
    }
    return { matches, counts };
  }

  async function apply() {
    const own = list;
    const turn = (own.turn += 1);
    const wanted = readAddress();
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
    showCounts(wanted, found.counts);
    showMatches(wanted.isAny);
  }

  function showCounts(wanted, counts) {
    list.facets.forEach((facet, index) => {
      const size = wanted.chosen[index].size;
      facet.chosen.textContent = size ? ` ${size} chosen` : "";
      for (const [value, box] of facet.boxes) box.count.textContent = written(counts[index].get(value) || 0);
    });
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
      rows.get(group).push(makeRow(list.specimen, (name) => record.values[list.at[name]] || ""));
      list.shown += 1;
    }
    for (const [name, added] of rows) addTable(list.groups.get(name), added);
    watchTheEnd();
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

  function written(number) {
    return number.toLocaleString("en");
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

  function findFacets(form) {
    return Array.from(form.querySelectorAll("details"), (details) => {
      const chosen = details.querySelector("[data-chosen]");
      const boxes = Array.from(details.querySelectorAll("input"), (input) => [
        input.value,
        { input, count: input.closest("label").querySelector(".pm-count") },
      ]);
      return { name: chosen.dataset.chosen, details, chosen, boxes };
    });
  }

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
    goTo(link.dataset.filter.slice(1), "pushState");
    showInForm(readAddress());
    list.form.scrollIntoView();
    list.text.focus({ preventScroll: true });
  }

  function listen(form, text) {
    let wait = 0;
    let isTyping = false; // one entry in the history for all letters of a text
    form.hidden = false;
    // Whoever turns to the filters will want the items that are not in the page yet.
    for (const sign of ["focusin", "pointerenter"]) {
      form.addEventListener(sign, () => loadAll().catch(fail), { once: true });
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => {
      if (event.target === text) return;
      isTyping = false;
      writeAddress("pushState");
    });
    text.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(() => {
        writeAddress(isTyping ? "replaceState" : "pushState");
        isTyping = true;
      }, 120);
    });
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      clearTimeout(wait);
      isTyping = false;
      text.value = "";
      for (const facet of list.facets) for (const [, box] of facet.boxes) box.input.checked = false;
      writeAddress("pushState");
    });
    for (const link of document.querySelectorAll("a[data-filter]")) {
      link.href = link.dataset.filter;
      link.addEventListener("click", followFilters);
    }
  }

  function start() {
    const form = document.getElementById("pm-filter");
    const template = document.getElementById("pm-row");
    if (list && list.form === form) return;
    if (list) list.observer.disconnect();
    list = null;
    if (!form || !template) return;
    const { total, shown, file, files, fileSize } = template.dataset;
    const more = document.getElementById("pm-more");
    const inPage = document.getElementById("pm-records");
    list = {
      form, more, file, base: location.href, files: [], records: [], at: {}, matches: null, turn: 0,
      isBroken: false, // whether a file could not be read
      isChanged: false, // whether the rows are others than the page came with
      total: Number(total), shown: Number(shown), fileCount: Number(files), fileSize: Number(fileSize),
      text: form.elements.words,
      status: document.getElementById("pm-status"),
      specimen: template.content.querySelector("tr"),
      facets: findFacets(form),
      groups: findGroups(),
      observer: new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && showMore(), {
        rootMargin: "0px 0px 800px",
      }),
    };
    if (inPage) take(0, JSON.parse(inPage.content.textContent));
    listen(form, list.text);
    more.querySelector("button").addEventListener("click", showMore);
    const wanted = readAddress();
    showInForm(wanted);
    watchTheEnd();
    apply();
    // Who follows a link with filters wants to see what they give, who goes back the place they left.
    const [arrival] = performance.getEntriesByType("navigation");
    if (wanted.isAny && arrival && arrival.type === "navigate") form.scrollIntoView();
  }

  window.addEventListener("popstate", () => {
    if (!list || !document.contains(list.form)) return;
    showInForm(readAddress());
    apply();
  });

  // Material swaps pages without loading them anew and says so through document$.
  if (typeof document$ !== "undefined") document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
