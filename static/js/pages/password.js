/** Change password: let people see what they type. */

import { words } from "../text/pages.js";

const form = document.querySelector("[data-password-form]");
const button = form.querySelector("[data-show-passwords]");
const fields = form.querySelectorAll('input[type="password"]');

button.hidden = false;
button.addEventListener("click", () => {
  const shown = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(shown));
  button.textContent = shown ? words.hideTyped : words.showTyped;
  for (const field of fields) field.type = shown ? "text" : "password";
});
// A password manager must be offered a password, not a text.
form.addEventListener("submit", () => {
  for (const field of fields) field.type = "password";
});
