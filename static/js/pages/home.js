/** The worklist. */

import { attachCases } from "../panels/worklist/cases.js";
import { attachFind } from "../panels/worklist/find.js";
import { Preview } from "../panels/worklist/preview.js";
import { createRefresh } from "../panels/worklist/refresh.js";
import { attachRows } from "../panels/worklist/rows.js";
import { say } from "../panels/say.js";

const part = (name) => document.querySelector(`[data-${name}]`);
const section = document.querySelector(".worklist .list");
const page = document.querySelector(".worklist");
const form = part("find-form");
const preview = new Preview(part("preview"));

const rows = attachRows(section, {
  box: form.elements.text,
  choose: (row) => preview.choose(row),
  preview: (row) => preview.open(row),
});
const refresh = createRefresh({
  list: part("list"), section, offer: part("show-changes"),
  counts: document.querySelector(".views"), onDrawn: rows.refresh,
});
attachFind({
  form, address: page.dataset.findAddress, list: part("list"), found: part("found"),
  said: part("said"), onDrawn: rows.refresh,
});
attachCases({
  section,
  user: { id: page.dataset.user, name: page.dataset.userName },
  async onSaved(planId, sentence) {
    say(part("said"), sentence);
    await refresh.now({ move: true });
    rows.focus(planId);
  },
  onTrouble: (sentence) => say(part("said"), sentence),
});
