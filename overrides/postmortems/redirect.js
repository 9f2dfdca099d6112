/* Leads from a page's old address to its new one, and keeps the anchor, which a refresh drops. */
"use strict";

location.replace(document.currentScript.dataset.to + location.hash);
