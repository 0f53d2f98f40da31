/** The right panel: a stack of sections, each opened and closed by its heading. */

/**
 * @param {HTMLElement} element With `[data-section]`, see `templates/planner/planner.html`.
 * @returns {{take: (name: string) => object, open: (name: string) => void}}
 */
export function createSections(element) {
  const parts = (name) => {
    const section = element.querySelector(`[data-section="${name}"]`);
    return {
      section,
      button: section.querySelector(".section-head"),
      body: section.querySelector(".section-body"),
      words: section.querySelector(".section-note"),
    };
  };

  function setOpen({ button, body }, open) {
    button.setAttribute("aria-expanded", String(open));
    body.hidden = !open;
  }

  function open(name) {
    const found = parts(name);
    setOpen(found, true);
    found.section.scrollIntoView({ block: "nearest" });
  }

  element.addEventListener("click", (event) => {
    const name = event.target.closest(".section-head")?.closest("[data-section]")?.dataset.section;
    if (!name) return;
    const found = parts(name);
    setOpen(found, found.body.hidden);
  });

  return {
    /**
     * Show a section that a feature fills.
     * @param {string} name
     * @returns {{body: HTMLElement, note: (text: string, tone?: string) => void,
     *   open: () => void}} `note` are a few words beside the heading, seen when closed, too.
     */
    take(name) {
      const { section, body, words } = parts(name);
      section.hidden = false;
      return {
        body,
        note(text, tone = "") {
          words.textContent = text;
          words.dataset.tone = tone;
        },
        open: () => open(name),
      };
    },
    open,
  };
}
