// What lists that are filtered in the page have in common: facets in a form, what
// is wanted in the page's address, rows made of the page's own template.
window.pmLists = (function () {
  "use strict";

  const NONE = "-"; // in the address, for what has no value
  const TYPING = 120; // milliseconds that somebody who types is waited for
  const PLACEHOLDER = /\{(\w+)\}/g;

  // A row is the template's, with values in the place of the names in braces: texts,
  // or a node. What has no value goes: the text of a cell, the link around a text,
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
    const values = Array.from(text.data.matchAll(PLACEHOLDER), (found) => valueOf(found[1]));
    const node = values.find((value) => value instanceof Node);
    if (node) {
      text.replaceWith(node, " ");
    } else if (values.some(Boolean) || text.parentElement.localName === "td") {
      text.data = text.data.replace(PLACEHOLDER, (_, name) => valueOf(name));
    } else {
      text.parentElement.remove();
    }
  }

  function written(number) {
    return number.toLocaleString("en");
  }

  function findFacets(form) {
    return Array.from(form.querySelectorAll(".pm-facet"), (details) => {
      const chosen = details.querySelector("[data-chosen]");
      const boxes = Array.from(details.querySelectorAll("input"), (input) => [
        input.value,
        { input, count: input.closest("label").querySelector(".pm-count") },
      ]);
      return { name: chosen.dataset.chosen, details, chosen, boxes };
    });
  }

  // The form above a list. Several values of one facet mean any of them, several
  // facets all of them. `apply` is called when something else is wanted.
  class Filter {
    constructor(form, apply) {
      this.form = form;
      this.apply = apply;
      this.text = form.elements.words;
      this.selects = Array.from(form.querySelectorAll("select"));
      this.facets = findFacets(form);
      this.wait = 0;
      this.isTyping = false; // one entry in the history for all letters of a text
    }

    readAddress() {
      const params = new URLSearchParams(location.search);
      // Not `q`: with that Material opens its own search.
      const text = (params.get("words") || "").trim();
      const chosen = this.facets.map((facet) => new Set(params.getAll(facet.name).filter(Boolean)));
      const isSorted = this.selects.some((select) => params.get(select.name));
      return { params, text, chosen, isAny: text !== "" || isSorted || chosen.some((values) => values.size > 0) };
    }

    showInForm(wanted) {
      this.text.value = wanted.params.get("words") || "";
      for (const select of this.selects) select.value = wanted.params.get(select.name) || "";
      this.facets.forEach((facet, index) => {
        const chosen = wanted.chosen[index];
        for (const [value, box] of facet.boxes) box.input.checked = chosen.has(value);
        if (chosen.size) facet.details.open = true;
      });
    }

    writeAddress(how) {
      clearTimeout(this.wait);
      const params = new URLSearchParams(location.search);
      for (const { name } of [this.text, ...this.selects, ...this.facets]) params.delete(name);
      for (const facet of this.facets) {
        for (const [value, box] of facet.boxes) if (box.input.checked) params.append(facet.name, value);
      }
      for (const { name, value } of [this.text, ...this.selects]) if (value.trim()) params.set(name, value.trim());
      this.goTo(params.toString(), how);
    }

    goTo(query, how) {
      const address = location.pathname + (query && `?${query}`);
      if (address === location.pathname + location.search) how = "replaceState";
      history[how](history.state, "", address);
      this.apply();
    }

    writeText() {
      this.writeAddress(this.isTyping ? "replaceState" : "pushState");
      this.isTyping = true;
    }

    clear() {
      this.isTyping = false;
      this.text.value = "";
      for (const select of this.selects) select.selectedIndex = 0;
      for (const facet of this.facets) for (const [, box] of facet.boxes) box.input.checked = false;
      this.writeAddress("pushState");
    }

    listen() {
      this.form.hidden = false;
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("change", (event) => {
        if (event.target === this.text) return;
        this.isTyping = false;
        this.writeAddress("pushState");
      });
      this.text.addEventListener("input", () => {
        clearTimeout(this.wait);
        this.wait = setTimeout(() => this.writeText(), TYPING);
      });
      this.form.addEventListener("reset", (event) => {
        event.preventDefault();
        this.clear();
      });
    }

    // One pass gives what matches; for each value, how many there would be with it;
    // and for each facet, how many more there would be without it.
    sift(records, valuesOf, wanted) {
      const { chosen } = wanted;
      const counts = chosen.map(() => new Map());
      const without = chosen.map(() => 0);
      const matches = [];
      for (const record of records) {
        let missed = -1;
        let misses = 0;
        for (let index = 0; index < chosen.length && misses < 2; index += 1) {
          if (chosen[index].size && !valuesOf(record, index).some((value) => chosen[index].has(value))) {
            misses += 1;
            missed = index;
          }
        }
        if (misses > 1) continue;
        if (misses) without[missed] += 1;
        else matches.push(record);
        for (let index = misses ? missed : 0; index < (misses ? missed + 1 : chosen.length); index += 1) {
          for (const value of valuesOf(record, index)) counts[index].set(value, (counts[index].get(value) || 0) + 1);
        }
      }
      return { matches, counts, without };
    }

    showCounts(wanted, counts) {
      this.facets.forEach((facet, index) => {
        const { size } = wanted.chosen[index];
        facet.chosen.textContent = size ? ` ${size} chosen` : "";
        for (const [value, box] of facet.boxes) box.count.textContent = written(counts[index].get(value) || 0);
      });
    }
  }

  // Material swaps pages without loading them anew and says so through document$.
  function onEachPage(start) {
    if (typeof document$ !== "undefined") document$.subscribe(start);
    else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
    else start();
  }

  return { NONE, Filter, makeRow, onEachPage, written };
})();
