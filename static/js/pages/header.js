/** Every page: `/` goes to the search box, menus close as one expects. */

const TEXT_FIELDS = "input, textarea, select, [contenteditable]";

function toSearch(event) {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.defaultPrevented || event.target.closest?.(TEXT_FIELDS)) return;
  const box = document.querySelector("[data-search-entry]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

function closeMenu(menu, { refocus }) {
  if (!menu.open) return;
  menu.open = false;
  if (refocus) menu.querySelector("summary").focus();
}

document.addEventListener("keydown", toSearch);
for (const menu of document.querySelectorAll("[data-menu]")) {
  document.addEventListener("pointerdown", (event) => {
    if (!menu.contains(event.target)) closeMenu(menu, { refocus: false });
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) {
      closeMenu(menu, { refocus: false });
    }
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenu(menu, { refocus: true });
  });
}
