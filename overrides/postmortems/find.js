// The search page: words and facets in its address, results with their causes first.
(function () {
  "use strict";

  const { NONE, Filter, makeRow, onEachPage, written } = window.pmLists;
  const { Index, fold } = window.pmSearch;
  const STEP = 10; // results that are shown at a time
  const AT_FIRST = 4; // results that are shown without waiting for the others of their ten
  const PLACES = 2; // sections that are shown of a result
  const EXCERPT = 26; // words shown of a section
  const LABEL = 60; // letters shown of what was looked for
  const NO_ANCHOR = "pm-none-"; // what an anchor begins with that the postmortem's page has not
  const PLACE = "pm-find"; // where the session keeps how far somebody had come
  const indexes = new Map(); // by the site's root; what was loaded stays
  let find = null; // the page that is shown
  let isReturning = false; // whether the page is come back to

  // What is wanted, and what has it

  async function apply(count) {
    const own = find;
    const turn = (own.turn += 1);
    const { isEntered } = own;
    own.isEntered = false;
    const isCurrent = () => own === find && turn === own.turn;
    const wanted = own.filter.readAddress();
    showChosen(wanted);
    showOrders(wanted);
    if (!wanted.isAny) {
      showStart();
      return;
    }
    const number = count || (own.isRestored ? STEP : returnedTo().shown || STEP);
    try {
      await showFound(wanted, number, isEntered, isCurrent);
    } catch {
      // The site may have been built anew, and what the table names be gone.
      forget(own);
      if (isCurrent()) await showFound(wanted, number, isEntered, isCurrent, true).catch((error) => isCurrent() && fail(error));
    }
  }

  async function showFound(wanted, number, isEntered, isCurrent, isAgain) {
    const own = find;
    if (!own.table) say("Reading the index");
    const loading = wanted.text ? own.index.search(wanted.text, isCurrent) : null;
    if (!own.table) prepare(own, await own.index.loadTable());
    const found = await loading;
    if (!isCurrent()) return; // somebody has typed or chosen something else since
    const records = found ? found.records : own.all;
    const sifted = own.filter.sift(records, (record, facet) => own.columns[facet][record], wanted);
    const ordered = order(sifted.matches, found, wanted);
    const reading = startReading(ordered, found, 0, number);
    const first = await takeRead(reading.slice(0, AT_FIRST), isAgain);
    if (!isCurrent()) return;
    own.list = { ordered, found, shown: Math.min(number, ordered.length), isAdding: false };
    showHits(first);
    showCounts(wanted, sifted.counts);
    showAdvice(wanted, found, sifted, records.length);
    if (isEntered) focusHit(0);
    const others = await takeRead(reading.slice(AT_FIRST), isAgain);
    if (!isCurrent()) return;
    addHits(others);
    own.more.hidden = own.list.shown >= ordered.length;
    say(tellNumber(ordered, found, wanted));
    restore();
    if (found && found.known.length < found.terms.length) await helpOn(found, isCurrent);
  }

  // A word that nothing has may be new, or mistyped.
  async function helpOn(found, isCurrent) {
    const own = find;
    try {
      if (await own.index.isOld()) {
        forget(own);
        if (isCurrent()) await apply(own.list.shown);
      } else {
        await suggest(found, isCurrent);
      }
    } catch (error) {
      console.error(error); // the results are there
    }
  }

  function forget(own) {
    own.index.forget();
    own.table = null;
  }

  // The table's values as the form names them, a list for each record.
  function prepare(own, table) {
    own.table = table;
    own.all = Array.from({ length: own.index.size }, (_, record) => record);
    own.columns = own.filter.facets.map(({ name }) => {
      const { values, of } = table.facets[name];
      return of.map((places) => (places === null ? [NONE] : [places].flat().map((place) => values[place])));
    });
  }

  // Results with all words come first, whatever they are sorted by; what is unknown last.
  function order(records, found, wanted) {
    const { days, minutes, facets } = find.table;
    const ranks = facets.severity.of;
    const keys = {
      date: (record) => days[record],
      duration: (record) => minutes[record],
      severity: (record) => (ranks[record] === null ? null : -ranks[record]),
    };
    const keyOf = keys[wanted.params.get("sort")] || (found ? () => 0 : keys.date);
    const entries = records.map((record) => {
      const isWhole = !found || found.isWhole(record);
      return { record, isWhole, score: found ? found.scores[record] : 0, key: keyOf(record) ?? -Infinity };
    });
    entries.sort(
      (a, b) => b.isWhole - a.isWhole || compare(b.key, a.key) || b.score - a.score || a.record - b.record,
    );
    return entries.map((entry) => entry.record);
  }

  function compare(a, b) {
    return a === b ? 0 : a < b ? -1 : 1;
  }

  // Results

  function startReading(ordered, found, from, count) {
    const records = ordered.slice(from, from + count);
    return records.map((record) => find.index.loadFragment(record).then((fragment) => makeHit(fragment, found, record)));
  }

  // What cannot be read is left out where it has been tried again, if that is not all.
  async function takeRead(reading, isAgain) {
    const read = await Promise.allSettled(reading);
    const hits = read.filter((one) => one.status === "fulfilled").map((one) => one.value);
    if (hits.length < read.length && !(isAgain && hits.length)) throw read.find((one) => one.reason).reason;
    return hits;
  }

  function makeHit(fragment, found, record) {
    const { meta } = fragment;
    const words = fragment.content.split(/\s+/);
    const terms = found ? found.termsOf(record) : [];
    const places = placesOf(terms, record);
    const forms = new Set();
    for (const [place, hit] of places) if (!hit.isPhrase && words[place]) forms.add(fold(words[place]));
    const marked = (text) => text && markWords(text.split(/\s+/), (_, word) => forms.has(fold(word)));
    const address = new URL(fragment.url.replace(/^\/+/, "").replace(/\.html$/, find.table.page_ending), find.root).href;
    const isNear = meta.kind_id === "near-miss";
    const values = {
      url: address,
      title: marked(meta.title),
      id: marked(meta.id),
      rank: String(find.severities.indexOf(meta.severity) + 1),
      severity: meta.severity && (isNear ? `would be ${meta.severity}` : meta.severity),
      near: isNear ? meta.kind : "",
      unfinished: meta.status_id ? meta.status : "",
      open: meta.open && `${meta.open} open ${meta.open === "1" ? "item" : "items"}`,
      cause: marked(meta.cause),
      mitigation: marked(meta.mitigation),
      channel_url: meta.channel_url,
      runbook_url: meta.runbook_url,
      places: makePlaces(fragment, words, places, address),
      missing: found && tellMissing(terms, found),
    };
    const hit = makeRow(find.specimen, (name) => (name in values ? values[name] : meta[name]) || "");
    for (const line of hit.querySelectorAll(".pm-hit__line")) {
      if (!line.lastElementChild.textContent.trim() || line.children.length < 2) line.remove();
    }
    return { node: hit, isWhole: !found || found.isWhole(record) };
  }

  // Where in a record's words something was found, and what.
  function placesOf(terms, record) {
    const places = new Map();
    for (const term of terms) {
      for (const place of term.found.get(record).words) {
        places.set(place, { term, isPhrase: Boolean(term.queries[0].isPhrase) });
      }
    }
    return places;
  }

  function markWords(words, isHit) {
    const nodes = document.createDocumentFragment();
    words.forEach((word, index) => {
      if (index) nodes.append(" ");
      if (!isHit(index, word)) {
        nodes.append(word);
        return;
      }
      const mark = document.createElement("mark");
      mark.textContent = word;
      nodes.append(mark);
    });
    nodes.normalize();
    return nodes;
  }

  // The sections that say most of what is looked for, each with its densest stretch.
  function makePlaces(fragment, words, places, address) {
    const anchors = fragment.anchors
      .filter((anchor) => /^h\d$/i.test(anchor.element) && anchor.text.trim())
      .sort((a, b) => a.location - b.location);
    const starts = [{ id: "", text: "At a glance", location: 0, size: 0 }];
    for (const { id, text, location } of anchors) starts.push({ id, text, location, size: text.trim().split(/\s+/).length });
    const title = new Set(fragment.meta.title.split(/\s+/).map(fold));
    const sections = starts.map((start, index) => {
      const from = start.location + start.size;
      const to = index + 1 < starts.length ? starts[index + 1].location : words.length;
      const hits = [...places].filter(([place]) => place >= start.location && place < to);
      const said = index ? hits : hits.filter(([place]) => !title.has(fold(words[place] || "")));
      return { ...start, from, to, hits: said, score: weigh(said) };
    });
    const nodes = document.createDocumentFragment();
    const best = sections.filter((section) => section.hits.length).sort((a, b) => b.score - a.score).slice(0, PLACES);
    for (const section of best) {
      const start = densest(section);
      const shown = words.slice(start, Math.min(start + EXCERPT, section.to));
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = section.id && !section.id.startsWith(NO_ANCHOR) ? `${address}#${section.id}` : address;
      link.append(markWords(section.text.trim().split(/\s+/), (index) => section.size && places.has(section.location + index)));
      const excerpt = markWords(shown, (index) => places.has(start + index));
      const before = start > section.from ? "… " : "";
      const after = start + EXCERPT < section.to ? " …" : "";
      item.append(link, " ", before, excerpt, after);
      nodes.append(item);
    }
    return best.length ? nodes : "";
  }

  // Each term once: a section that has two says more than one that has one twice.
  function weigh(hits) {
    let sum = 0;
    for (const term of new Set(hits.map(([, hit]) => hit.term))) sum += term.weight;
    return sum + Math.min(hits.length, 9) / 100;
  }

  function densest({ from, to, hits }) {
    const best = { start: from, score: -1 };
    for (const [place] of hits.filter(([one]) => one >= from)) {
      const start = Math.max(from, Math.min(place - 6, to - EXCERPT));
      const score = weigh(hits.filter(([other]) => other >= start && other < start + EXCERPT));
      if (score > best.score) Object.assign(best, { start, score });
    }
    return best.start;
  }

  function tellMissing(terms, found) {
    const missing = found.known.filter((term) => !terms.includes(term));
    return missing.length ? `Without ${listing(missing.map(quoted))}` : "";
  }

  function quoted({ label }) {
    return `“${label.length > LABEL ? `${label.slice(0, LABEL)}…` : label}”`;
  }

  function listing(words) {
    return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
  }

  function showHits(hits) {
    find.how.hidden = find.lists.hidden = find.more.hidden = true;
    find.hits.replaceChildren();
    find.hits.hidden = !hits.length;
    find.list.last = null;
    addHits(hits);
  }

  function addHits(hits) {
    find.hits.append(...withDivider(hits, find.list.last));
    find.list.last = hits[hits.length - 1] || find.list.last;
  }

  function tellNumber(ordered, found, wanted) {
    const number = written(ordered.length);
    const noun = ordered.length === 1 ? "postmortem" : "postmortems";
    if (!found) {
      const isNarrowed = wanted.chosen.some((values) => values.size);
      return isNarrowed ? `${number} of ${written(find.index.size)} postmortems` : `All ${number} ${noun}`;
    }
    if (!ordered.length) return "No postmortem found";
    const whole = ordered.filter((record) => found.isWhole(record)).length;
    const words = found.known.length < found.terms.length ? "all the other words" : "all the words";
    if (whole < ordered.length) return `${number} ${noun}, ${whole ? written(whole) : "none"} with ${words}`;
    return found.known.length > 1 ? `${number} ${noun} with ${words}` : `${number} ${noun}`;
  }

  function withDivider(hits, before) {
    const nodes = [];
    for (const hit of hits) {
      if (before && before.isWhole && !hit.isWhole) {
        const divider = document.createElement("li");
        divider.className = "pm-hits__rest pm-note";
        divider.textContent = "With some of the words";
        nodes.push(divider);
      }
      nodes.push(hit.node);
      before = hit;
    }
    return nodes;
  }

  async function showMore() {
    const own = find;
    const { list, turn } = own;
    if (list.isAdding) return;
    list.isAdding = true;
    try {
      const added = await takeRead(startReading(list.ordered, list.found, list.shown, STEP));
      if (own !== find || turn !== own.turn) return;
      const number = own.hits.querySelectorAll(".pm-hit").length;
      addHits(added);
      list.shown += added.length;
      own.more.hidden = list.shown >= list.ordered.length;
      focusHit(number);
    } catch {
      if (own !== find || turn !== own.turn) return;
      forget(own);
      await apply(list.shown + STEP);
    } finally {
      list.isAdding = false;
    }
  }

  // What helps on

  function showStart() {
    find.list = null;
    find.hits.hidden = find.more.hidden = find.advice.hidden = true;
    find.hits.replaceChildren();
    find.how.hidden = false;
    find.lists.hidden = true;
    if (find.table) {
      const wanted = find.filter.readAddress();
      showCounts(wanted, find.filter.sift(find.all, (record, facet) => find.columns[facet][record], wanted).counts);
    }
    say(find.atFirst);
    restore();
  }

  function showAdvice(wanted, found, sifted, reached) {
    const lines = [];
    if (found) {
      const others = found.terms.flatMap((term) => term.queries.filter((query) => query.isSynonym && query.count));
      if (others.length) lines.push([`Also looked for ${listing(others.map((query) => query.text))}.`]);
      const unknown = found.terms.filter((term) => !term.count);
      for (const term of unknown) {
        const line = [`${quoted(term)} is in no postmortem. `];
        line.term = term;
        lines.push(line);
      }
    }
    if (!sifted.matches.length) {
      find.filter.facets.forEach((facet, index) => {
        if (!sifted.without[index]) return;
        const action = makeButton(`${written(sifted.without[index])} without the facet ${facet.title}`, () => clearFacets([facet]));
        lines.push([action]);
      });
      if (reached && !sifted.without.some(Boolean)) {
        lines.push([makeButton(`${written(reached)} without any facet`, () => clearFacets(find.filter.facets))]);
      }
      if (!reached) lines.push(["Fewer words find more; half of an error message is enough. These lists lead to every postmortem:"]);
    }
    find.lists.hidden = Boolean(sifted.matches.length || reached);
    find.unknown = new Map();
    find.advice.replaceChildren(
      ...lines.map((line) => {
        const paragraph = document.createElement("p");
        paragraph.append(...line);
        if (line.term) find.unknown.set(line.term, paragraph);
        return paragraph;
      }),
    );
    find.advice.hidden = !lines.length;
  }

  async function suggest(found, isCurrent) {
    const labels = [...find.filter.form.querySelectorAll(".pm-facet label span:first-of-type")].map((label) => label.textContent);
    const given = [...labels.flatMap((label) => label.split(/\s+/)), ...find.table.synonyms.flat()];
    for (const { term, near } of await find.index.findNearest(found.terms, given)) {
      if (!isCurrent()) return;
      const paragraph = find.unknown.get(term);
      if (!near.length || !paragraph) continue;
      const buttons = near.slice(0, 3).flatMap((word) => [makeButton(word, () => replaceWord(term.label, word)), " "]);
      paragraph.append("Like it: ", ...buttons);
    }
  }

  function makeButton(text, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pm-find__do";
    button.textContent = text;
    button.addEventListener("click", act);
    return button;
  }

  function replaceWord(word, other) {
    const { text } = find.filter;
    const whole = new RegExp(`(?<![\\p{L}\\p{N}_])${word.replace(/[^\p{L}\p{N}_\s]/gu, "\\$&")}(?![\\p{L}\\p{N}_])`, "u");
    text.value = text.value.replace(whole, () => other);
    find.filter.isTyping = false;
    find.filter.writeAddress("pushState");
    text.focus();
  }

  function clearFacets(facets) {
    for (const facet of facets) for (const [, box] of facet.boxes) box.input.checked = false;
    find.filter.isTyping = false;
    find.filter.writeAddress("pushState");
    find.filter.text.focus({ preventScroll: true });
  }

  // The form

  function showCounts(wanted, counts) {
    find.filter.showCounts(wanted, counts);
    find.filter.facets.forEach((facet, index) => {
      for (const [value, box] of facet.boxes) {
        box.input.closest("label").classList.toggle("pm-find__none", !counts[index].get(value) && !box.input.checked);
      }
    });
  }

  // What is chosen, to be taken back one by one.
  function showChosen(wanted) {
    const nodes = [];
    find.filter.facets.forEach((facet, index) => {
      for (const value of wanted.chosen[index]) {
        const box = new Map(facet.boxes).get(value);
        const label = box ? box.input.closest("label").querySelector("span").textContent : value;
        const item = document.createElement("li");
        const button = makeButton(`${facet.title}: ${label}`, () => dropValue(facet, value));
        button.classList.add("pm-find__drop");
        button.setAttribute("aria-label", `Take back ${facet.title}: ${label}`);
        item.append(button);
        nodes.push(item);
      }
    });
    const index = [...find.chosen.children].findIndex((item) => item.contains(document.activeElement));
    find.chosen.replaceChildren(...nodes);
    find.chosen.hidden = !nodes.length;
    find.count.textContent = nodes.length ? ` ${nodes.length} chosen` : "";
    if (index >= 0) (nodes.length ? nodes[Math.min(index, nodes.length - 1)].firstChild : find.filter.text).focus();
  }

  function dropValue(facet, value) {
    const box = new Map(facet.boxes).get(value);
    if (box) box.input.checked = false;
    const params = new URLSearchParams(location.search);
    const left = params.getAll(facet.name).filter((one) => one !== value);
    params.delete(facet.name);
    for (const one of left) params.append(facet.name, one);
    find.filter.isTyping = false;
    find.filter.goTo(params.toString(), "pushState");
  }

  // Without words nothing is a better match than another: then the newest come first.
  function showOrders(wanted) {
    const [best, date] = find.sort.options;
    best.textContent = wanted.text ? find.best : date.textContent;
    date.hidden = !wanted.text;
  }

  function say(text) {
    find.status.textContent = text;
  }

  function fail(error) {
    find.hits.hidden = find.more.hidden = find.advice.hidden = true;
    find.lists.hidden = false;
    find.how.hidden = true;
    say("The search could not be loaded. These lists lead to every postmortem:");
    console.error(error);
  }

  // The keyboard

  function titles() {
    return [...find.hits.querySelectorAll(".pm-hit__title a")];
  }

  function focusHit(number) {
    const link = titles()[number];
    if (link) link.focus();
  }

  function isEditable(element) {
    return element.isContentEditable || /^(input|textarea|select)$/.test(element.localName || "");
  }

  function onKey(event) {
    if (!find || !document.contains(find.filter.form)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { text } = find.filter;
    const { target } = event;
    const number = titles().indexOf(target);
    if (event.key === "/" && !(isEditable(target) && target.type !== "checkbox")) {
      text.focus();
      text.select();
    } else if (event.key === "ArrowDown" && (target === text || number >= 0) && titles().length > number + 1) {
      focusHit(number + 1);
    } else if (event.key === "ArrowUp" && number >= 0) {
      (titles()[number - 1] || text).focus();
    } else if (event.key === "Enter" && target === text) {
      find.isEntered = true;
      find.filter.writeText();
      find.filter.isTyping = false;
    } else if (event.key === "Escape" && target === text && text.value) {
      text.value = "";
      find.filter.writeText();
    } else if (event.key === "Escape" && find.hits.contains(target)) {
      text.focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation(); // the theme's own search would open too
  }

  // The place in the list, for those who come back

  function keepPlace() {
    if (!find || !find.list || !document.contains(find.filter.form)) return;
    const { shown } = find.list;
    try {
      sessionStorage.setItem(PLACE, JSON.stringify({ address: location.href, shown, y: window.scrollY }));
    } catch {
      // A browser may keep nothing; then the list begins at its beginning.
    }
  }

  function returnedTo() {
    try {
      const kept = isReturning && JSON.parse(sessionStorage.getItem(PLACE));
      return kept && kept.address === location.href ? kept : {};
    } catch {
      return {};
    }
  }

  function restore() {
    if (find.isRestored) return;
    find.isRestored = true;
    const { y } = returnedTo();
    if (y) window.scrollTo(0, y);
    isReturning = false;
  }

  // The page

  // Facets stand beside the results where there is room, which is the style's to say.
  function foldFacets() {
    const summary = find.facets.querySelector("summary");
    const isWide = getComputedStyle(summary).display === "none";
    if (isWide === find.isWide) return;
    find.isWide = isWide;
    find.facets.open = isWide;
  }

  function start() {
    const form = document.getElementById("pm-find");
    if (find && find.filter.form === form) return;
    if (find) find.watcher.disconnect();
    find = null;
    if (!form) return;
    const root = new URL(form.dataset.root, location.href);
    if (!indexes.has(root.href)) indexes.set(root.href, new Index(root));
    const byId = (name) => document.getElementById(`pm-${name}`);
    const template = byId("hit");
    find = {
      root, turn: 0, table: null, list: null, isWide: null, watcher: new ResizeObserver(foldFacets),
      isEntered: false, // whether the results are to be gone to
      isRestored: false, // whether the place that was left is found again
      index: indexes.get(root.href),
      filter: new Filter(form, () => apply()),
      severities: JSON.parse(template.dataset.severities),
      specimen: template.content.querySelector("li"),
      status: byId("status"), atFirst: byId("status").textContent,
      sort: form.elements.sort, best: form.elements.sort.options[0].textContent,
      facets: form.querySelector(".pm-find__facets"), count: byId("find-count"),
      chosen: byId("chosen"), advice: byId("advice"), hits: byId("hits"), more: byId("more"),
      how: byId("how"), lists: byId("lists"), listsLead: byId("lists-lead"), unknown: new Map(),
    };
    for (const facet of find.filter.facets) facet.title = facet.details.querySelector("legend").textContent;
    find.lists.hidden = find.listsLead.hidden = true; // that is for those without scripts
    find.filter.listen();
    foldFacets();
    find.watcher.observe(form.parentElement);
    // Whoever turns to the form is about to search.
    for (const sign of ["focusin", "pointerenter"]) {
      form.addEventListener(sign, () => find.index.load().catch(() => {}), { once: true });
    }
    find.filter.text.addEventListener("input", lookAhead);
    find.more.querySelector("button").addEventListener("click", showMore);
    find.how.addEventListener("click", followExample);
    find.hits.addEventListener("click", keepPlace);
    find.filter.showInForm(find.filter.readAddress());
    apply();
    // Not on a phone, whose keyboard would cover the page, nor for who comes back to a result.
    const isNew = !isReturning || !find.filter.readAddress().isAny;
    if (isNew && find.isWide) find.filter.text.focus({ preventScroll: true });
  }

  function lookAhead(event) {
    const { value } = event.target;
    find.index.prepare(value, () => event.target.value === value).catch(() => {}); // the search will say
  }

  function followExample(event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    event.stopPropagation();
    find.filter.goTo(link.search.slice(1), "pushState");
    find.filter.showInForm(find.filter.readAddress());
    find.filter.text.focus({ preventScroll: true });
  }

  const [arrival] = performance.getEntriesByType("navigation");
  isReturning = Boolean(arrival && arrival.type !== "navigate");
  window.addEventListener("keydown", onKey, true);
  window.addEventListener("pagehide", keepPlace);
  window.addEventListener("popstate", () => {
    if (!find || !document.contains(find.filter.form)) {
      isReturning = true;
      return;
    }
    find.filter.showInForm(find.filter.readAddress());
    apply();
  });
  onEachPage(start);
})();
