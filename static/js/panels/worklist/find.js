/** The worklist's search box: what is here, as one types; its end leads to the archives. */

import { csrfToken } from "../../api.js";
import { words } from "../../text/worklist.js";
import { say } from "../say.js";
import { fragment } from "./refresh.js";

const DELAY_MS = 150;

/**
 * @param {{form: HTMLFormElement, address: string, list: HTMLElement, found: HTMLElement,
 *   said: HTMLElement, onDrawn: () => void}} parts `list` makes way for `found` while something
 *   is typed.
 */
export function attachFind({ form, address, list, found, said, onDrawn }) {
  const box = form.elements.text;
  let waiting = null;
  let asking = null;

  function show(isFound) {
    found.hidden = !isFound;
    list.hidden = isFound;
    onDrawn();
  }

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    const body = new FormData();
    body.set("text", box.value);
    try {
      const headers = { "X-CSRFToken": csrfToken() };
      const answer = await fragment(address, { method: "POST", body, signal, headers });
      if (signal.aborted) return;
      if (!answer) throw new TypeError("no answer");
      found.replaceChildren(...answer.childNodes);
      show(true);
      say(said, words.found(found.querySelectorAll("tr[data-key]").length));
    } catch (error) {
      if (error.name !== "AbortError") say(said, words.notAsked);
    }
  }

  function typed() {
    clearTimeout(waiting);
    if (box.value.trim()) waiting = setTimeout(ask, DELAY_MS);
    else {
      asking?.abort();
      say(said, "");
      show(false);
    }
  }

  box.addEventListener("input", typed);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.value) return;
    event.preventDefault();
    box.value = "";
    typed();
  });
  // Back from a film: browsers put the text back in without telling.
  if (box.value.trim()) typed();
}
