/** People: a Save button shows when there is something to save; copy a password. */

import { words } from "../text/pages.js";

/** What the page came with: the person may have changed it before this script ran. */
function storedValue(choice) {
  if (choice.options) {
    return ([...choice.options].find((one) => one.defaultSelected) ?? choice.options[0]).value;
  }
  return choice.defaultValue;
}

for (const form of document.querySelectorAll("[data-choice-form]")) {
  const choice = form.querySelector("select, input:not([type=hidden])");
  const save = form.querySelector("button");
  const stored = storedValue(choice);
  const update = () => { save.classList.toggle("kept", choice.value === stored); };
  choice.addEventListener("input", update);
  update();
}

const copy = document.querySelector("[data-copy-secret]");
if (copy && navigator.clipboard) {
  const said = document.querySelector("[data-copied]");
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(document.querySelector("[data-secret]").textContent);
      said.textContent = words.copied;
    } catch {
      said.textContent = words.notCopied;
    }
    said.classList.remove("visually-hidden");
  });
}
