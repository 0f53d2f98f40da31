/** How large this screen is, measured with a bank card (ISO/IEC 7810 ID-1, 85.60 mm wide). */

import { monitor, panel } from "../text/planner.js";
import { h } from "./dom.js";

const SETTING = "plumbline.monitor.device-px-per-mm";
const CARD_MM = [85.6, 53.98];
const BAR_MM = 50;
// 96 dots per inch, where a browser says nothing better.
const GUESS_PX_PER_MM = 96 / 25.4;

const ratio = () => globalThis.devicePixelRatio || 1;

/** @returns {number|null} Screen (CSS) pixels per millimetre of this screen, if it was measured. */
export function screenPxPerMm() {
  const stored = Number(localStorage.getItem(SETTING));
  return stored > 0 ? stored / ratio() : null;
}

/**
 * @param {{onSaved: () => void}} options
 * @returns {{open: () => void}}
 */
export function createMonitorDialog({ onSaved }) {
  const card = h("div.bank-card");
  const bar = h("div.bar-50", {}, "50 mm");
  const slider = h("input", {
    type: "range", min: "2", max: "12", step: "0.01", id: "monitor-size", oninput: show,
  });
  const dialog = h("dialog.monitor", { "aria-labelledby": "monitor-title" },
    h("h2", { id: "monitor-title" }, monitor.title), h("p", {}, monitor.explain),
    card, bar, h("label", { for: "monitor-size" }, monitor.slider), slider,
    h("div.dialog-actions", {},
      h("button", { onclick: () => dialog.close() }, panel.cancel),
      h("button.primary", { onclick: save }, monitor.save)));
  document.body.append(dialog);

  function show() {
    const pxPerMm = Number(slider.value);
    card.style.width = `${CARD_MM[0] * pxPerMm}px`;
    card.style.height = `${CARD_MM[1] * pxPerMm}px`;
    bar.style.width = `${BAR_MM * pxPerMm}px`;
  }

  function save() {
    localStorage.setItem(SETTING, String(Number(slider.value) * ratio()));
    dialog.close();
    onSaved();
  }

  return {
    open() {
      slider.value = String(screenPxPerMm() ?? GUESS_PX_PER_MM);
      show();
      dialog.showModal();
    },
  };
}
