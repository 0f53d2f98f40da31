/** Writing a note: what is typed is kept in this browser until the server has it. */

import { createNoteKeeper } from "../../plan/note-keeper.js";
import { createNoteOutbox } from "../../plan/note-outbox.js";
import { uuid } from "../../plan/ids.js";
import { words } from "../../text/notes.js";

/**
 * @param {object} context See `context.js`.
 * @param {object} parts `list` (see `note-list.js`), `frame()`, `onChange()`, `onPin()`, `focus()`
 *   (the form), `onClosed(record)`, `show(threadId?)` (open the section).
 * @returns {object} `record` in the form, its `place`, `others` that are unsent; `begin`, `reply`,
 *   `pinAt`, `unpin`, `start`; `form` and `unsent`, the handlers of the panel.
 */
export function createNoteWriting({ film, study, user, api, say, follow }, parts) {
  const { list, frame, onChange, onPin, onClosed, focus, show } = parts;
  const outbox = createNoteOutbox({
    keeper: createNoteKeeper(), user: user.id, uuid,
    send: (studyId, note) => api.post(`studies/${studyId}/notes`, note),
  });
  let writingId = null;

  const current = () => {
    const record = outbox.get(writingId);
    return record && record.state !== "waiting" ? record : null;
  };
  const editable = () => outbox.unsent(study.id).filter(({ state }) => state !== "waiting");

  function write(id) {
    writingId = id;
    show(current()?.reply_to ?? null);
  }

  /** Go on with what was begun for the same place, else begin. */
  function begin(replyTo = null) {
    const begun = [current(), ...editable().reverse()].find((one) => one?.reply_to === replyTo);
    write((begun ?? outbox.begin({ study_id: study.id, reply_to: replyTo })).id);
  }

  function close() {
    const record = current();
    writingId = null;
    onChange();
    onClosed(record);
  }

  function unpin() {
    if (!current()?.point_px) return false;
    outbox.edit(writingId, { film_id: null, frame: null, point_px: null });
    say(words.unpinned);
    return true;
  }

  async function discard(id) {
    if (id === writingId) close();
    await outbox.discard(id);
  }

  outbox.subscribe((event) => {
    if (event.kind === "changed") onChange();
    if (event.kind === "renamed" && writingId === event.from) writingId = event.to;
    if (event.kind === "sent" && event.note.study_id === study.id) {
      list.take(event.note);
      say(event.note.reply_to ? words.replySent : words.sent);
    }
    if (event.kind === "refused" && event.record.study_id === study.id) {
      say(event.record.problem);
      if (!current()) write(event.record.id);
    }
  });
  list.onAnswer((notes) => outbox.reconcile(notes));
  follow({ hello: () => outbox.flush() });
  globalThis.addEventListener("online", () => outbox.flush());

  return {
    get record() { return current(); },
    get place() {
      const record = current();
      const thread = list.threads.find(({ id }) => id === record?.reply_to);
      return {
        replyTo: thread?.number ?? null, isKept: outbox.isKept,
        isHere: record?.film_id === film.id && record?.frame === frame(),
      };
    },
    get others() { return outbox.unsent(study.id).filter(({ id }) => id !== current()?.id); },
    begin: () => begin(),
    unpin,
    pinAt(pointPx) {
      if (!current()) begin();
      outbox.edit(writingId, { film_id: film.id, frame: frame(), point_px: pointPx });
      say(words.placed);
    },
    reply(threadId) {
      begin(threadId);
      focus();
    },
    form: {
      onPin,
      onUnpin: unpin,
      onClose: close,
      onEdit: (fields) => outbox.edit(writingId, fields),
      onDiscard: () => discard(writingId),
      onSend() {
        const id = writingId;
        close();
        outbox.submit(id);
      },
    },
    unsent: {
      onSendNow: () => outbox.flush(),
      onDiscard: discard,
      onGoOn(id) {
        write(id);
        focus();
      },
    },
    /** Take up what an earlier page left: a draft stands in the form again. */
    async start() {
      await outbox.load();
      const drafts = editable();
      if (!drafts.length || current()) return;
      write(drafts.at(-1).id);
      say(words.draftsOf(drafts.length));
    },
  };
}
