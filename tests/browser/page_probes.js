// Measures a page as it stands: overflow, contrast, sizes of controls, focus.
globalThis.probes = (() => {
  const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0']";

  const shown = (element) => element.checkVisibility({ visibilityProperty: true })
    && !element.closest(".visually-hidden, .skip-link");
  const label = (element) => `${element.tagName.toLowerCase()} ${
    (element.getAttribute("aria-label") || element.innerText || element.name || "").trim()}`
    .slice(0, 60);
  const controls = () => [...document.querySelectorAll(CONTROLS)]
    .filter((element) => shown(element) && !element.disabled && element.type !== "hidden");

  const channels = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return { rgb: [r, g, b], a };
  };

  function ground(element) {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const { rgb, a } = channels(getComputedStyle(at).backgroundColor);
      if (a > 0) layers.push({ rgb, a });
      if (a === 1) break;
    }
    return layers.reverse().reduce(
      (below, { rgb, a }) => rgb.map((value, i) => value * a + below[i] * (1 - a)), [0, 0, 0],
    );
  }

  function luminance(rgb) {
    const [r, g, b] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(element) {
    const { rgb, a } = channels(getComputedStyle(element).color);
    const under = ground(element);
    const over = rgb.map((value, i) => value * a + under[i] * (1 - a));
    const [low, high] = [luminance(over), luminance(under)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  }

  const hasText = (element) => [...element.childNodes]
    .some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

  return {
    overflow: () => ({
      across: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      down: document.documentElement.scrollHeight - document.documentElement.clientHeight,
    }),

    // What reaches over the right edge without anything that scrolls around it.
    cutOff: () => [...document.querySelectorAll("main *")].filter((element) => {
      if (!shown(element)) return false;
      for (let at = element; at.matches(":not(main)"); at = at.parentElement) {
        if (["auto", "scroll"].includes(getComputedStyle(at).overflowX)) return false;
      }
      return element.getBoundingClientRect().right > innerWidth + 1;
    }).map(label),

    faint: (least) => [...document.querySelectorAll("body *")]
      .filter((element) => shown(element) && hasText(element) && contrast(element) < least)
      .map((element) => `${label(element)}: ${contrast(element).toFixed(2)}`),

    // WCAG 2.5.8; links within a sentence are exempt, fields that lie under their label count it,
    // and so does a link that covers its row.
    smallerThan: (least) => controls().filter((element) => {
      if (element.matches("p a, li a")) return false;
      const box = (element.closest("label, .studies tr") ?? element).getBoundingClientRect();
      return box.width < least || box.height < least;
    }).map(label),

    reachable: () => controls().map(label),

    focus: () => {
      const element = document.activeElement;
      if (!element || element === document.body) return ["", true];
      const marks = [element, element.nextElementSibling, element.closest("tr")].filter(Boolean);
      const visible = marks.some((mark) => {
        const style = getComputedStyle(mark);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      });
      return [label(element), visible];
    },
  };
})();
