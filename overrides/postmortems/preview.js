// Shows what a reference leads to while the pointer, or the focus of the keyboard, is on it.
(function () {
  "use strict";

  const root = new URL("../", document.currentScript.src);
  const DELAY = 300; // milliseconds before a preview is shown
  const GRACE = 250; // milliseconds in which the pointer can move into it
  const GAP = 6; // pixels between a link and its preview, and to the edge of the window
  const ENOUGH = 80; // letters of a section that are worth a look
  const MAX_ROWS = 4; // of a table in a section
  const MAX_MOVES = 3; // pages at old addresses that lead on
  // What a page is shown with: words, marks and emphasis. All else is left in the page.
  const KEPT = new Set(["CODE", "EM", "STRONG", "SPAN"]);
  const SKIPPED = "a.headerlink, script, style, svg, template, button";
  const HEADINGS = "h1, h2, h3, h4, h5, h6";
  const CONTENT = "article, [role='main']";

  const pages = new Map(); // by address, the promise of a page; null where it has no preview
  let wanted = null; // the link that the pointer or the focus is on
  let shown = null; // { link, box, isNearTop, described }
  let call = 0; // what was asked for before it was dismissed is not shown any more
  let opening = 0;
  let closing = 0;

  // References, and links to postmortems in what somebody wrote or in a list among it; not those
  // in lists of ours, nor in cards, which say what a preview does.
  function linkAt(target) {
    const link = target instanceof Element && target.closest("a[href]");
    if (!link || link.origin !== location.origin || !location.protocol.startsWith("http")) return null;
    if (link.classList.contains("pm-reference")) return link;
    const ours = link.closest(".pm");
    const isTheirs = !ours || ours.matches(".pm-live") || link.closest("[class*='pm-']") === ours;
    const isProse = link.closest(CONTENT) && isTheirs;
    const isElsewhere = link.pathname !== location.pathname;
    return isProse && isElsewhere && isPostmortem(link) ? link : null;
  }

  function isPostmortem(link) {
    const folder = new URL("incidents/", root).pathname;
    return link.pathname.startsWith(folder) && /^[^/]+-\d+-\d+(\/|\.html)$/.test(link.pathname.slice(folder.length));
  }

  // The page at an address, as a document in which nothing runs and nothing is loaded.
  async function fetchPage(address, moves = 0) {
    const answer = await fetch(address);
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector("[data-pm-preview='title']")) return page;
    const refresh = page.querySelector("meta[http-equiv='refresh' i]");
    const [, onward] = (refresh && /url\s*=\s*['"]?([^'"]+)/i.exec(refresh.content)) || [];
    if (!onward || moves === MAX_MOVES) return null;
    const next = new URL(onward, answer.url);
    return next.origin === location.origin ? fetchPage(next.href, moves + 1) : null;
  }

  function pageOf(link) {
    const address = link.href.replace(/#.*/, "");
    if (!pages.has(address)) {
      const page = fetchPage(address).catch(() => null);
      pages.set(address, page);
      page.then((found) => { if (!found) pages.delete(address); });
    }
    return pages.get(address);
  }

  function element(name, className, ...content) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  }

  // The words of an element of another page, made anew here.
  function copyWords(from, to, without = "") {
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SKIPPED)) continue;
      if (without && node.matches(without)) continue;
      if (!KEPT.has(node.tagName)) {
        copyWords(node, to, without);
        continue;
      }
      const marks = [...node.classList].filter((name) => name.startsWith("pm-"));
      const copied = element(node.tagName, marks.join(" "));
      copyWords(node, copied, without);
      to.append(copied);
    }
    return to;
  }

  function line(className, from, without) {
    return from ? copyWords(from, element("p", className), without) : "";
  }

  // A fact with its label before it.
  function labelled(className, fact, without) {
    const made = element("p", className);
    const label = fact.querySelector("dt");
    if (label) made.append(copyWords(label, element("span", "pm-preview__label")), " ");
    return copyWords(fact.querySelector("dd") || fact, made, without);
  }

  function describeItem(row) {
    const [item, ...facts] = row.cells;
    const made = element("p", "pm-preview__facts");
    for (const fact of facts) {
      if (!fact.textContent.trim()) continue;
      const part = element("span");
      if (fact.dataset.label) part.append(`${fact.dataset.label} `);
      made.append(copyWords(fact, part), " ");
    }
    return [line("pm-preview__section", item, ".pm-under"), made];
  }

  // The first rows of a table: when and what in one that somebody wrote; in ours what, after its
  // state, which so is never cut.
  function describeRows(table) {
    const isOurs = table.matches(".pm-table");
    const rows = Array.from(table.tBodies).flatMap((body) => [...body.rows]).filter((row) => row.cells.length > 1);
    const found = rows.slice(0, MAX_ROWS).map(({ cells }) => {
      const [mark, text] = isOurs ? [cells[cells.length - 1], cells[0]] : cells;
      const before = copyWords(mark, element("span", isOurs ? "" : "pm-preview__label"), ".pm-under");
      return copyWords(text, element("p", "pm-preview__row", before, " "), ".pm-under");
    });
    if (rows.length > MAX_ROWS) found.push(element("p", "pm-preview__label", `and ${rows.length - MAX_ROWS} more`));
    return found;
  }

  // What follows a heading, as far as it takes to say something: a paragraph may only lead to code.
  function beginningAfter(heading) {
    const found = [];
    let length = 0;
    let next = heading.nextElementSibling;
    while (next && length < ENOUGH && !next.matches(HEADINGS)) {
      const table = next.matches("table") ? next : next.querySelector("table");
      if (table) return [...found, ...describeRows(table)];
      const text = next.matches("p") ? next : next.querySelector("p, li, pre > code");
      if (text) {
        found.push(line("pm-preview__text", text.matches("code") ? text.parentElement : text));
        length += text.textContent.length;
      }
      next = next.nextElementSibling;
    }
    return found;
  }

  // The beginning of the section, or the action item, that an anchor names; nothing for the page.
  function describePlace(page, anchor) {
    const place = anchor && page.getElementById(anchor);
    if (!place || place.matches("h1")) return [];
    if (place.matches("tr")) return describeItem(place);
    if (!place.matches(HEADINGS)) {
      return [line("pm-preview__text", place.closest("p, li, dt, dd, blockquote") || place)];
    }
    return [line("pm-preview__section", place), ...beginningAfter(place)];
  }

  // Links to further pages are left out of what the page says of itself: they lead nowhere here.
  function describe(page, hash) {
    const parts = (name) => page.querySelectorAll(`[data-pm-preview='${name}']`);
    const head = element("p", "pm-preview__head");
    for (const marks of parts("marks")) copyWords(marks, head, "a");
    for (const date of parts("date")) head.append(" ", copyWords(date.querySelector("dd") || date, element("span")));
    let anchor = hash.slice(1);
    try {
      anchor = decodeURIComponent(anchor);
    } catch { /* as it was typed */ }
    const place = describePlace(page, anchor);
    const story = place.length ? place : Array.from(parts("story"), (part) => labelled("pm-preview__story", part, "a"));
    return [head, line("pm-preview__title", parts("title")[0]), ...story];
  }

  // Below what the theme keeps at the top of the window.
  function topOfRoom() {
    let top = 0;
    for (const head of document.querySelectorAll("header, .fixed-top")) {
      const { position } = getComputedStyle(head);
      const { top: begin, bottom } = head.getBoundingClientRect();
      if ((position === "sticky" || position === "fixed") && begin <= 0) top = Math.max(top, bottom);
    }
    return top;
  }

  // Above or below the link, on no line of it, the nearer side first; false where the link is out
  // of sight.
  function place() {
    const { link, box, isNearTop } = shown;
    const lines = link.getClientRects();
    if (!lines.length) return false;
    const first = lines[0];
    const last = lines[lines.length - 1];
    const top = topOfRoom() + GAP;
    if (last.bottom < top || first.top > innerHeight) return false;
    const above = first.top - GAP - top;
    const below = innerHeight - GAP - last.bottom - GAP;
    box.style.maxHeight = "";
    const height = box.offsetHeight;
    const isBelow = isNearTop ? height > above && (height <= below || below > above) : height <= below || below >= above;
    box.style.maxHeight = `${Math.max(isBelow ? below : above, 0)}px`;
    box.style.top = `${isBelow ? last.bottom + GAP : first.top - GAP - Math.min(height, above)}px`;
    const right = document.documentElement.clientWidth - box.offsetWidth - GAP;
    box.style.left = `${Math.max(GAP, Math.min((isBelow ? last : first).left, right))}px`;
    return true;
  }

  // A tooltip, since it is text alone: a link in it could not be reached by the keyboard, which
  // leaves the reference, and so the preview, on its way there. It describes the reference.
  function show(link, page, isNearTop) {
    close();
    const box = element("div", "pm pm-preview", ...describe(page, link.hash));
    box.id = "pm-preview";
    box.setAttribute("role", "tooltip");
    (link.closest(CONTENT) || document.body).append(box);
    if (box.showPopover) { // above everything, whatever the theme cuts off or lays over it
      box.popover = "manual";
      box.showPopover();
    }
    shown = { link, box, isNearTop, described: link.getAttribute("aria-describedby") };
    link.setAttribute("aria-describedby", box.id);
    if (!place()) close();
  }

  function close() {
    clearTimeout(closing);
    if (!shown) return;
    const { link, box, described } = shown;
    box.remove();
    if (described === null) link.removeAttribute("aria-describedby");
    else link.setAttribute("aria-describedby", described);
    shown = null;
  }

  function want(link, isNearTop = false) {
    if (wanted === link) return;
    wanted = link;
    if (shown && shown.link === link) return; // back from the preview
    call += 1;
    const mine = call;
    clearTimeout(opening);
    opening = setTimeout(async () => {
      const page = await pageOf(link);
      if (page && mine === call && link.isConnected) show(link, page, isNearTop);
    }, DELAY);
  }

  function leave() {
    wanted = null;
    call += 1;
    clearTimeout(opening);
  }

  // Until the pointer or the focus comes anew, the link stays without its preview.
  function dismiss() {
    call += 1;
    clearTimeout(opening);
    close();
  }

  const isOver = (target) => shown && target instanceof Node && (shown.link.contains(target) || shown.box.contains(target));

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || !matchMedia("(hover: hover)").matches) return;
    const link = linkAt(event.target);
    if (link) {
      const lines = link.getClientRects();
      want(link, lines.length > 1 && event.clientY <= lines[0].bottom);
    }
    if (isOver(event.target)) clearTimeout(closing);
  });

  document.addEventListener("pointerout", (event) => {
    if (event.pointerType === "touch") return;
    const to = event.relatedTarget;
    if (wanted && wanted.contains(event.target) && !wanted.contains(to)) leave();
    if (!shown || !isOver(event.target) || isOver(to)) return;
    if (shown.link === document.activeElement && shown.link.matches(":focus-visible")) return;
    clearTimeout(closing);
    closing = setTimeout(close, GRACE);
  });

  document.addEventListener("focusin", (event) => {
    const link = linkAt(event.target);
    if (link && link.matches(":focus-visible")) want(link);
  });

  document.addEventListener("focusout", (event) => {
    if (event.target === wanted) leave();
    if (shown && event.target === shown.link) close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") dismiss();
  });
  document.addEventListener("click", (event) => {
    if (!shown || !shown.box.contains(event.target)) dismiss();
  });
  addEventListener("blur", dismiss);
  addEventListener("pagehide", dismiss);
  addEventListener("resize", dismiss);
  addEventListener("scroll", (event) => {
    if (shown && event.target !== shown.box && !place()) close();
  }, { capture: true, passive: true });

  // Material swaps pages without loading them anew and says so through document$.
  if (typeof document$ !== "undefined") document$.subscribe(() => { leave(); close(); });
})();
