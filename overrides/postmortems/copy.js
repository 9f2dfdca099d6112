// Copies the address of a postmortem's page, a link in Markdown, a citation or a reference.
// Without scripts the texts stand there to be copied by hand.
(function () {
  "use strict";

  const SHOWN = 5000; // milliseconds for which the page says that something was copied
  let clearing = 0;

  function prepare() {
    for (const details of document.querySelectorAll(".pm-copy")) {
      // Where the site does not know its address, it is the one at which it is read.
      const address = location.href.replace(/[?#].*/, "");
      for (const place of details.querySelectorAll("[data-pm-address]")) {
        if (!place.textContent) place.textContent = address;
      }
      for (const button of details.querySelectorAll("button")) button.hidden = false;
      details.hidden = false;
    }
  }

  function close(details) {
    const inside = details.contains(document.activeElement);
    details.open = false;
    if (inside) details.querySelector("summary").focus();
  }

  function say(details, text) {
    const status = details.parentElement.querySelector(".pm-copied");
    status.textContent = text;
    clearTimeout(clearing);
    clearing = setTimeout(() => { status.textContent = ""; }, SHOWN);
  }

  // What is selected, as plain text: pages on http have no other way to the clipboard.
  function copySelected(element, text) {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    function plain(event) {
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    document.addEventListener("copy", plain, { capture: true, once: true });
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    } finally {
      document.removeEventListener("copy", plain, { capture: true });
    }
  }

  async function copy(button) {
    const details = button.closest(".pm-copy");
    const element = button.closest("li").querySelector(".pm-copy__text");
    const text = element.textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch { // there is none, or the page may not use it
      if (!copySelected(element, text)) {
        say(details, "It is selected: copy it with Ctrl+C or ⌘C.");
        return;
      }
      getSelection().removeAllRanges();
    }
    close(details);
    say(details, button.dataset.pmCopied);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".pm-copy button");
    if (button) copy(button);
    for (const details of document.querySelectorAll(".pm-copy[open]")) {
      if (!details.contains(event.target)) details.open = false;
    }
  });

  document.addEventListener("focusin", (event) => {
    for (const details of document.querySelectorAll(".pm-copy[open]")) {
      if (!details.contains(event.target)) details.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    const details = event.target.closest && event.target.closest(".pm-copy[open]");
    if (!details) return;
    if (event.key === "Escape") close(details);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [details.querySelector("summary"), ...details.querySelectorAll("button")];
    const next = stops[stops.indexOf(event.target) + step];
    if (next) next.focus();
    event.preventDefault();
  });

  // Material swaps pages without loading them anew and says so through document$.
  if (typeof document$ !== "undefined") document$.subscribe(prepare);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", prepare);
  else prepare();
})();
