/** The dialog that takes files, folders, zips, discs and photographs. */

import { Delivery } from "./delivery.js";
import { chosen, dropped } from "./entries.js";
import { say } from "../say.js";
import { progress, words } from "../../text/uploads.js";

const RATE_WINDOW_MS = 5000;

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

/** Bytes per second over the last seconds. */
class Rate {
  #seen = [];

  /** @param {number} bytes @param {number} now @returns {number} */
  after(bytes, now) {
    this.#seen.push([now, bytes]);
    this.#seen = this.#seen.filter(([at]) => now - at <= RATE_WINDOW_MS);
    const [at, first] = this.#seen[0];
    return now - at > 500 ? ((bytes - first) * 1000) / (now - at) : 0;
  }
}

/**
 * Bring the dialog and its button to life.
 *
 * @param {Document} page
 * @param {(address: string) => void} go Leaves for the page of what was brought in.
 */
export function attachBringIn(page, go) {
  const dialog = page.querySelector("[data-bring-in-dialog]");
  if (!dialog) return;
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const bar = part("sent");
  let delivery = null;
  let fromHere = false;

  function open() {
    if (!dialog.open) dialog.showModal();
  }

  function show(state) {
    part("choosing").hidden = state !== "choosing";
    part("sending").hidden = state === "choosing";
  }

  function complain(sentence) {
    const trouble = part("trouble");
    say(trouble, sentence);
    trouble.hidden = !sentence;
  }

  const stay = (event) => event.preventDefault();

  async function bring(files) {
    complain(files.length ? "" : words.nothing);
    if (!files.length || delivery) return;
    const rate = new Rate();
    show("sending");
    say(part("words"), words.sending);
    const mine = new Delivery(files, {
      site: part("site")?.value ?? null,
      onProgress(state) {
        bar.max = state.bytesTotal || 1;
        bar.value = state.bytes;
        say(part("amounts"), progress(state, rate.after(state.bytes, performance.now())));
        say(part("words"), state.lost ? words.lost : words.sending);
      },
    });
    delivery = mine;
    addEventListener("beforeunload", stay);
    try {
      const upload = await mine.run();
      say(part("words"), words.looking);
      removeEventListener("beforeunload", stay);
      go(upload.page);
    } catch (error) {
      complain(error.name === "AbortError" ? words.cancelled : error.sentence ?? error.message);
      show("choosing");
    } finally {
      removeEventListener("beforeunload", stay);
      delivery = null;
    }
  }

  for (const button of page.querySelectorAll("[data-bring-in]")) {
    button.hidden = false;
    button.addEventListener("click", open);
  }
  for (const input of dialog.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      const files = chosen(input);
      input.value = "";
      bring(files);
    });
  }
  for (const button of dialog.querySelectorAll("[data-choose]")) {
    button.addEventListener("click", () => part(button.dataset.choose).click());
  }
  part("stop").addEventListener("click", () => delivery?.cancel());
  part("close").addEventListener("click", () => dialog.close());
  // Escape would close the dialog and leave nobody to stop what is being sent.
  dialog.addEventListener("cancel", (event) => { if (delivery) event.preventDefault(); });
  // A picture of the page itself travels as a file, too; it is nothing to bring in.
  page.addEventListener("dragstart", () => { fromHere = true; });
  page.addEventListener("dragend", () => { fromHere = false; });
  page.addEventListener("dragover", (event) => {
    if (!carriesFiles(event) || fromHere) return;
    event.preventDefault();
    open();
  });
  page.addEventListener("drop", async (event) => {
    if (!carriesFiles(event) || fromHere) return;
    event.preventDefault();
    if (delivery) return;
    const found = dropped(event.dataTransfer);
    complain(words.reading);
    bring(await found);
  });
}
