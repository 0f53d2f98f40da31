/** Notes in the planner: the section, the pins, what is told live, what is still unsent. */

import { createNotesPanel } from "../../panels/notes-panel.js";
import { createNoteTool } from "../../tools/note-tool.js";
import { sheet, words } from "../../text/notes.js";
import { keysAreOn } from "../../tools/keys.js";
import { nextUnread } from "../../plan/note-threads.js";
import { holdPoint } from "../../view/viewport.js";
import { createNoteList } from "./note-list.js";
import { createNoteMarks } from "./note-marks.js";
import { createNoteWriting } from "./note-writing.js";

const ADDRESSED = /^#note-([0-9a-f-]{36})$/;

/**
 * @param {object} context See `context.js`.
 * @returns {object} A feature, see `features.js`.
 */
export function createNotes(context) {
  const { film, study, filmView, toolbox, say, notices, user, openSection } = context;
  const { may } = user;
  let openId = null;
  let frame = film.frame;
  const raised = new Set();

  const isHere = (note) => note.film_id === film.id && (note.frame ?? 1) === frame;
  const toFilm = () => filmView.element.focus({ preventScroll: true });

  const list = createNoteList(context, {
    onNotes: draw, onFailed: (sentence) => panel.fail(sentence),
    onArrived: (notes) => notes.forEach((note) => say(words.arrived(note))),
  });
  const writing = createNoteWriting(context, {
    list, frame: () => frame, onChange: draw,
    focus: () => panel.form.focus(),
    onPin() {
      toolbox().activate("note");
      toFilm();
    },
    onClosed(record) {
      if (toolbox().active?.name === "note") toolbox().activate("pan");
      if (record?.reply_to) panel.focusThread(record.reply_to);
      else toFilm();
    },
    show(threadId = null) {
      if (threadId) openId = threadId;
      openSection("notes");
      draw();
    },
  });
  const panel = createNotesPanel(context.section("notes"), {
    may, onKey: keyInPanel, filmAddress,
    onNew: commands().newNote,
    form: writing.form,
    unsent: writing.unsent,
    thread: {
      onToggle: (id) => (openId === id ? close() : open(id)),
      onReply: writing.reply,
      onShow: (id) => centre(threadOf(id)?.root),
      onTouched: (id) => list.read(threadOf(id)),
      onAcknowledge: acknowledge,
    },
  });
  const marks = createNoteMarks(filmView, { isHere, onOpen: (id) => open(id, { focus: true }) });
  const tool = createNoteTool({
    prompt: words.prompt,
    onPlace(pointPx) {
      writing.pinAt(pointPx);
      toolbox().activate("pan");
      panel.form.focus();
    },
    onBack: () => writing.unpin(),
  });

  const threadOf = (id) => list.threads.find((thread) => thread.id === id);

  function filmAddress({ id, film_id: filmId, frame: shown }) {
    return `?${new URLSearchParams({ film: filmId, frame: shown ?? 1 })}#note-${id}`;
  }

  function draw() {
    panel.show({
      threads: list.threads, openId, isHere, writing: writing.record, place: writing.place,
      unsent: writing.others,
    });
    marks.draw(list.threads, openId, [writing.record, ...writing.others].filter(Boolean));
    alertOfOpenNotes();
  }

  /** Who may acknowledge cannot miss what waits for it. */
  function alertOfOpenNotes() {
    if (!may.acknowledge) return;
    const open = new Map(list.threads.flatMap((thread) => thread.open).map((note) => [note.id, note]));
    for (const id of raised) {
      if (open.has(id)) continue;
      raised.delete(id);
      notices.raise(`note-${id}`, null);
    }
    for (const [id, note] of open) {
      if (raised.has(id)) continue;
      raised.add(id);
      notices.raise(`note-${id}`, {
        tone: "warning", sentence: words.alert(note),
        actions: [{ name: words.openAlert, run: () => openNote(note) }],
      });
    }
  }

  const openNote = (note) => open(note.reply_to ?? note.id, { focus: true });

  function open(id, { focus = false } = {}) {
    const thread = threadOf(id);
    if (!thread) return;
    openId = id;
    openSection("notes");
    draw();
    list.read(thread);
    centre(thread.root);
    if (focus) panel.focusThread(id);
  }

  async function acknowledge(id) {
    const sentence = await list.acknowledge(id);
    if (sentence) return sentence;
    say(words.acknowledgedSaid);
    // Its button has gone, and with it the focus.
    panel.focusThread(openId);
    return null;
  }

  function close() {
    openId = null;
    draw();
  }

  function centre(note) {
    if (!note?.point_px || !isHere(note)) return;
    const { view, size } = filmView;
    const middle = [size.width / 2, size.height / 2];
    filmView.setView(holdPoint(view, film, size, note.point_px, middle));
  }

  function next() {
    const thread = nextUnread(list.threads, openId);
    if (!thread) {
      say(words.noneUnread);
      return;
    }
    const note = thread.unread[0] ?? thread.open[0];
    open(thread.id, { focus: true });
    const elsewhere = thread.root.film_id && !isHere(thread.root) ? words.elsewhere : "";
    say(words.opened(thread.number, note, elsewhere));
  }

  function commands() {
    return {
      newNote() {
        if (!may.write_note) {
          say(words.readOnly);
          return;
        }
        writing.begin();
        toolbox().activate("note");
        panel.form.focus();
      },
      nextNote: next,
    };
  }

  /** N and Shift N in the panel as on the film; Escape goes back to the film. */
  function keyInPanel(event) {
    if (event.defaultPrevented || event.target.matches("textarea, input")) return;
    if (event.key === "Escape") toFilm();
    else if (!keysAreOn() || !onKey(event)) return;
    event.preventDefault();
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key.toLowerCase() !== "n") return false;
    const { newNote, nextNote } = commands();
    if (event.shiftKey) nextNote();
    else newNote();
    return true;
  }

  async function start() {
    draw();
    await Promise.all([list.start(), writing.start()]);
    openAddressed();
  }

  /** An address that ends with a note opens it: from another film, or from the list of what is left. */
  function openAddressed() {
    const id = ADDRESSED.exec(globalThis.location.hash)?.[1];
    const thread = list.threads.find(({ entries }) => entries.some((note) => note.id === id));
    if (!id) return;
    globalThis.history.replaceState(null, "", globalThis.location.pathname + globalThis.location.search);
    if (thread) open(thread.id, { focus: true });
    else openSection("notes");
  }
  globalThis.addEventListener("hashchange", openAddressed);
  start();

  return {
    tools: [tool],
    layer: { handles: () => [], select() {} },
    commands: commands(),
    onKey,
    sheet,
    setFrame(shown) {
      frame = shown;
      draw();
    },
  };
}
