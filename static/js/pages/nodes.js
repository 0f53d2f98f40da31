/** Archives: test one, and show the fields of the chosen protocol only. */

import { post } from "../api.js";
import { words } from "../text/pages.js";

async function test(button) {
  const answer = button.closest("tr").querySelector("[data-echo-answer]");
  const { echo, name } = button.dataset;
  button.disabled = true;
  answer.className = "secondary";
  answer.textContent = words.testing(name);
  try {
    const { seconds } = await post(`nodes/${echo}/echo`, {});
    answer.className = "answered";
    answer.textContent = words.answered(name, seconds);
  } catch (error) {
    answer.className = "field-error";
    answer.textContent = error.sentence ?? error.message;
  }
  button.disabled = false;
}

for (const button of document.querySelectorAll("[data-echo]")) {
  button.hidden = false;
  button.addEventListener("click", () => test(button));
}

const RETRIEVALS = {
  dimse: ["best", "wado-rs", "c-get", "c-move"], dicomweb: ["best", "wado-rs"],
};
const SIGNING_IN = {
  none: [], basic: ["username", "password"], bearer: ["password"],
  oauth2: ["username", "password", "token_url", "token_scope"],
};

function showProtocol(form) {
  const chosen = form.elements.protocol.value;
  for (const part of form.querySelectorAll("[data-for-protocol]")) {
    part.hidden = Boolean(chosen) && part.dataset.forProtocol !== chosen;
  }
  const ways = RETRIEVALS[chosen];
  const retrieval = form.elements.retrieval;
  if (!ways) return;
  for (const option of retrieval.options) option.hidden = !ways.includes(option.value);
  if (!ways.includes(retrieval.value)) [retrieval.value] = ways;
}

function showSigningIn(form) {
  const used = SIGNING_IN[form.elements.authentication.value] ?? [];
  for (const name of SIGNING_IN.oauth2) {
    form.elements[name].closest(".field").hidden = !used.includes(name);
  }
}

const form = document.querySelector("[data-node-form]");
if (form) {
  form.elements.protocol.addEventListener("change", () => showProtocol(form));
  showProtocol(form);
  form.elements.authentication.addEventListener("change", () => showSigningIn(form));
  showSigningIn(form);
}
