/** Buttons and fields above the panes: what every key and drag does can be done here, too. */

import { formatNumber } from "../../measuring/formatting.js";
import { h } from "../../panels/dom.js";
import { planeName, windowName, words } from "../../text/volume.js";

/**
 * @param {HTMLElement} element
 * @param {{volume: object, stacks: object[], stack: number, greys: object, layout: object,
 *   commands: Record<string, () => void>}} options
 * @returns {{press: (name: string, on: boolean) => void}}
 */
export function createToolbar(element, { volume, stacks, stack, greys, layout, commands }) {
  const presets = presetSelect(volume, greys);
  const width = numberField(words.width, "width", (value) => change({ width: Math.max(1, value) }));
  const center = numberField(words.level, "center", (value) => change({ center: value }));
  const button = (name, act, attributes = {}) => h("button", {
    onclick: act, data: { testid: `tool-${attributes.id ?? name}` }, ...attributes, id: null,
  }, name);
  const pressed = {
    invert: button(words.invert, commands.invert, { id: "invert", "aria-pressed": "false" }),
    cross: button(words.cross, commands.cross, { id: "cross", "aria-pressed": "true" }),
  };

  function change(part) {
    if (typeof greys.window === "object") greys.set({ ...greys.window, name: "", ...part });
  }

  greys.onChange(() => {
    const own = greys.window && typeof greys.window === "object" ? greys.window : null;
    for (const [input, value] of [[width, own?.width], [center, own?.center]]) {
      input.field.disabled = value === undefined;
      if (value !== undefined) input.field.value = formatNumber(value, 0);
    }
    pressed.invert.setAttribute("aria-pressed", String(greys.inverted));
  });

  element.append(
    ...(stacks.length > 1 ? [stackSelect(stacks, stack)] : []),
    ...layoutButtons(volume, layout),
    h("label.tool", {}, words.window, presets),
    width.element, center.element, pressed.invert, pressed.cross,
    button("−", commands.zoomOut, { id: "zoomOut", "aria-label": words.zoomOut }),
    button("+", commands.zoomIn, { id: "zoomIn", "aria-label": words.zoomIn }),
    button(words.fit, commands.fit, { id: "fit" }),
    button(words.keys, commands.keySheet, { id: "keySheet" }),
    ...(volume.lossy ? [h("span.chip", { title: words.lossyTitle }, words.lossy)] : []),
  );
  return { press: (name, on) => pressed[name].setAttribute("aria-pressed", String(on)) };
}

function numberField(name, id, onNumber) {
  const field = h("input", { type: "number", step: "any", data: { testid: `window-${id}` },
    onchange() { if (Number.isFinite(field.valueAsNumber)) onNumber(field.valueAsNumber); } });
  return { field, element: h("label.tool", {}, name, field) };
}

function presetSelect(volume, greys) {
  let fromFile = 0;
  const named = volume.windows.map((window) => {
    fromFile += window.preset ? 0 : 1;
    return windowName(window, fromFile);
  });
  const select = h("select", { data: { testid: "presets" }, onchange() {
    const at = Number(select.value);
    if (at === -1) greys.auto();
    else if (at === -3) greys.set("voi_lut");
    else greys.set(volume.windows[at]);
  } },
  ...named.map((name, index) => h("option", { value: index }, name)),
  volume.voi_lut ? h("option", { value: -3 }, volume.voi_lut.name || windowName({}, 1)) : null,
  h("option", { value: -1 }, windowName({ name: "auto" })),
  h("option", { value: -2, hidden: true }, words.own));
  greys.onChange(() => {
    const at = volume.windows.indexOf(greys.window);
    const other = greys.window === "voi_lut" ? -3 : greys.window?.name === "auto" ? -1 : -2;
    select.value = String(at >= 0 ? at : other);
  });
  return select;
}

function layoutButtons(volume, layout) {
  if (volume.planes.length < 2) return [];
  const names = ["all", ...layout.names];
  const buttons = names.map((name, index) => h("button", {
    onclick: () => layout.set(name), data: { testid: `layout-${name}` },
  }, name === "all" ? words.all : `${index} ${planeName(name)}`));
  layout.onChange((current) => buttons.forEach((button, index) => {
    button.setAttribute("aria-pressed", String(names[index] === current));
  }));
  return [h("div.layouts", { role: "group", "aria-label": words.planes }, ...buttons)];
}

function stackSelect(stacks, stack) {
  const select = h("select", { data: { testid: "stacks" }, onchange() {
    const query = new URLSearchParams(location.search);
    query.set("stack", select.value);
    location.search = query;
  } }, ...stacks.map((each) => h("option", { value: each.number }, words.stack(each))));
  select.value = String(stack);
  return h("label.tool", {}, words.stacks, select);
}
