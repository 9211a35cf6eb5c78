// What a page gains where JavaScript runs; everything works without it.
"use strict";

// A menu closes when one clicks elsewhere or presses Escape.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
};
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = document.querySelector("details.menu[open]");
    closeMenus(null);
    open?.querySelector("summary").focus();
  }
});

// The reader's own zone beside the edition's: <time datetime="…" data-local>.
const showLocal = (root) => {
  for (const moment of root.querySelectorAll("time[data-local]")) {
    const at = new Date(moment.dateTime);
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zone === moment.dataset.local || Number.isNaN(at.valueOf())) continue;
    const said = at.toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short",
    });
    moment.title = said;
    const note = document.createElement("span");
    note.className = "local";
    note.textContent = said;
    moment.after(note);
    moment.removeAttribute("data-local");
  }
};
document.addEventListener("DOMContentLoaded", () => showLocal(document));
document.addEventListener("htmx:afterSwap", (event) => {
  showLocal(event.target);
  // The pressed button went with the card that it stood in: whoever works with keys goes on there.
  if (document.activeElement === document.body && event.target.matches(".card.match")) {
    event.target.querySelector("form button")?.focus();
  }
});

// The current page's name is in sight where the bar of pages is wider than the screen.
// Not by scrollIntoView: the first Tab would then go to the page after it, past the skip link.
const current = document.querySelector(".nav [aria-current]");
if (current) {
  const bar = current.parentElement.getBoundingClientRect(), own = current.getBoundingClientRect();
  current.parentElement.scrollLeft += (own.left + own.right - bar.left - bar.right) / 2;
}

// Enter in a box that finds something for the form it stands in asks for that, and saves nothing.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("form input[type=search][hx-get]")) {
    event.preventDefault();
    event.target.dispatchEvent(new Event("search", { bubbles: true }));
  }
});
