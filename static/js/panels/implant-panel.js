/** The section of implants: why not, what can be added, what lies on each side. */

import { Reason } from "../geometry/reasons.js";
import { kindName, reasonWords, sizedName, words } from "../text/implants.js";
import { h } from "./dom.js";
import { createImplantCard } from "./implant-card.js";
import { say } from "./say.js";
import { alertOf } from "./scale-words.js";

const KINDS = ["cup", "stem", "head"];

/**
 * @param {{body: HTMLElement, note: (text: string, tone?: string) => void}} section
 * @param {object} options `adding` of `pages/planner/implant-adding.js`, `mayCalibrate`, and what is
 *   called: `onAccept(reason)`, `onCalibrate()`, `onRetry()`, `onSelect(id)`, `onMeasure(side)`,
 *   `onSize(id, steps)`, `onOption(id, option, value)`, `onMirror(id)`, `onRemove(id)`.
 * @returns {{show: (state: object) => void, fail: (sentence: string | null) => void}}
 */
export function createImplantPanel({ body, note }, options) {
  const { adding, onRetry } = options;
  const refusal = createRefusal(options);
  const trouble = h("p", { role: "alert" });
  const troubled = h("div.notice", { hidden: true, data: { tone: "amber" } },
    trouble, h("button", { onclick: onRetry }, words.again));
  const sides = h("div.implant-sides", { hidden: true });
  const why = h("p.notice.implant-why", {
    hidden: true, role: "alert", data: { tone: "amber", testid: "implant-refused" },
  });
  const buttons = h("div.implant-add", { role: "group", "aria-label": words.addHeading });
  const empty = h("p.secondary", {}, words.none);
  const list = h("div.implant-sets");
  const sets = new Map();
  let offered = "";
  let state = null;
  body.append(refusal.element, troubled, sides, buttons, why, empty, list);

  function showSides() {
    sides.hidden = !adding.isAsked() || Boolean(state.refused);
    if (sides.hidden) return;
    if (!sides.childElementCount) {
      sides.append(h("p.secondary", {}, words.sideUnknown), h("div.choices", {
        role: "group", "aria-label": words.side,
      }, ...["R", "L"].map((side) => h("button", {
        data: { side },
        onclick() {
          adding.choose(side);
          why.hidden = true;
          showSides();
        },
      }, words.sides[side]))));
    }
    for (const button of sides.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.side === adding.side()));
    }
  }

  async function add(listed) {
    const sentence = await adding.add(listed);
    why.hidden = !sentence;
    say(why, sentence ?? "");
    if (sentence === words.whichSide) sides.querySelector("button")?.focus();
  }

  function showButtons({ listing, refused }) {
    const current = KINDS.flatMap((kind) => listing.filter((one) => (
      one.kind === kind && one.status === "current")));
    buttons.hidden = !current.length || Boolean(refused);
    const key = current.map((one) => `${one.key} ${one.version}`).join();
    if (key === offered) return;
    offered = key;
    buttons.replaceChildren(...current.map((listed) => {
      const alike = current.filter(({ kind }) => kind === listed.kind);
      const name = alike.length === 1 ? kindName(listed.kind) : listed.name;
      return h("button", {
        onclick: () => add(listed), "aria-label": words.add(name), title: listed.name,
        data: { testid: `add-${alike[0] === listed ? listed.kind : listed.key}` },
      }, `+ ${name}`);
    }));
  }

  function showSets({ sets: shown, selected }) {
    for (const [side, set] of sets) {
      if (shown.some((one) => one.side === side)) continue;
      set.element.remove();
      sets.delete(side);
    }
    for (const one of shown) {
      if (!sets.has(one.side)) {
        const set = createSet(one.side, options);
        sets.set(one.side, set);
        list.append(set.element);
      }
      sets.get(one.side).show(one, selected);
    }
    empty.hidden = shown.length > 0 || Boolean(state.refused);
    note(shown.flatMap(({ cards }) => cards)
      .filter(({ kind }) => kind !== "head")
      .map(({ kind, item }) => sizedName(kind, item.size)).join(" · "));
  }

  return {
    show(next) {
      state = next;
      refusal.show(next);
      showSides();
      showButtons(next);
      showSets(next);
    },
    fail(sentence) {
      troubled.hidden = !sentence;
      say(trouble, sentence ?? "");
    },
  };
}

/** Why there are no templates on this film, and the way to get them. */
function createRefusal({ mayCalibrate, onAccept, onCalibrate }) {
  const sentence = h("p");
  const accept = h("button.primary", { data: { testid: "implants-accept" } });
  const calibrate = h("button", { onclick: onCalibrate }, words.calibrate, " ", h("kbd", {}, "C"));
  const element = h("div.notice.implant-refusal", {
    hidden: true, data: { tone: "amber", testid: "implants-refused" },
  }, sentence, h("div.actions", {}, accept, calibrate));
  let reason = null;
  accept.addEventListener("click", async () => {
    const failed = await onAccept(reason);
    if (failed) sentence.textContent = failed;
  });

  return {
    element,
    show({ refused, scale }) {
      element.hidden = !refused;
      if (!refused) return;
      say(sentence, reasonWords(refused));
      element.dataset.code = refused.code;
      const offer = mayCalibrate ? alertOf(scale) : null;
      reason = offer?.reason ?? null;
      accept.hidden = !offer?.action;
      say(accept, offer?.action ?? "");
      calibrate.hidden = !mayCalibrate;
    },
  };
}

/** What lies on one side: figures of the set, what does not fit, a card each. */
function createSet(side, options) {
  const cards = new Map();
  const stem = h("dd");
  const inclination = h("dd", { data: { testid: `implant-inclination-${side}` } });
  const measure = h("button.measure-inclination", {
    onclick: () => options.onMeasure(side), data: { testid: `measure-inclination-${side}` },
  }, words.measureInclination);
  const rows = {
    inclination: h("div", {}, h("dt", {}, words.inclination), inclination),
    stem: h("div", {}, h("dt", {}, words.stem), stem),
  };
  const figures = h("dl.key-figures", {}, rows.inclination, rows.stem);
  const problems = h("div");
  const list = h("ul.cards", { role: "list" });
  const element = h("section.implant-set", {
    "aria-label": words.hip(side), data: { testid: `implant-set-${side}` },
  }, h("h3", {}, words.hip(side)), figures, measure, problems, list);

  function showFigures({ stem: placed, hasCup, inclination: result }) {
    rows.inclination.hidden = !hasCup || !result;
    measure.hidden = !hasCup || Boolean(result) || !side;
    if (result) {
      const known = !(result.planned instanceof Reason);
      say(inclination, known ? result.text : words.noInclination);
      inclination.dataset.value = known ? String(result.planned.value) : "";
    }
    rows.stem.hidden = !placed;
    say(stem, placed?.variant.name ?? "");
    figures.hidden = rows.inclination.hidden && rows.stem.hidden;
  }

  return {
    element,
    show(set, selected) {
      showFigures(set);
      problems.replaceChildren(...set.problems.map((text) => (
        h("p.notice", { data: { tone: "amber" } }, text))));
      const ids = new Set(set.cards.map(({ id }) => id));
      for (const [id, card] of cards) {
        if (ids.has(id)) continue;
        card.element.remove();
        cards.delete(id);
      }
      for (const one of set.cards) {
        if (!cards.has(one.id)) {
          const card = createImplantCard(one.id, options);
          cards.set(one.id, card);
          list.append(card.element);
        }
        cards.get(one.id).show(one, one.id === selected);
      }
    },
  };
}
