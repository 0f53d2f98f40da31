/** What the planner says about notes. */

const ROLES = { surgeon: "surgeon", radiologist: "radiologist", administrator: "administrator" };
const FIRST_LINE = 80;

/** @param {string} text @param {number} [most] Characters. @returns {string} */
export function firstLine(text, most = FIRST_LINE) {
  const line = text.trim().split("\n", 1)[0];
  const characters = [...line];
  return characters.length > most ? `${characters.slice(0, most - 1).join("").trimEnd()}…` : line;
}

/** The first line within a sentence: without a full stop of its own. */
const quoted = (text) => `‘${firstLine(text).replace(/[.。]$/, "")}’`;

/** @param {{name: string, role: string}} author @returns {string} */
export const signature = ({ name, role }) => [name, ROLES[role]].filter(Boolean).join(", ");

export const words = {
  /** Beside the heading, seen when the section is closed, too. */
  heading: (count, unread, open) => [
    open ? `${open} must read` : "", unread ? `${unread} new` : "", count ? String(count) : "",
  ].filter(Boolean).join(" · "),
  mustRead: "must read",
  none: "No notes on this study.",
  newNote: "New note",
  noteNumber: (number) => `Note ${number}`,
  replies: (count) => (count === 1 ? "1 reply" : `${count} replies`),
  unread: "new",
  reply: "Reply",
  acknowledge: "Acknowledge",
  acknowledged: ({ by }, at) => `Acknowledged by ${by}, ${at}`,
  notAcknowledged: "No surgeon has acknowledged this yet.",
  onThisFilm: "Show on the film",
  onAnotherFilm: "Go to its film",
  wholeStudy: "On the whole study",

  textLabel: "Note to the surgical team",
  replyLabel: (number) => `Reply to note ${number}`,
  readFirst: "Must read before theatre",
  pin: "Pin to the film",
  movePin: "Move pin",
  unpin: "Unpin",
  pinned: "Pinned here",
  pinnedElsewhere: "Pinned elsewhere",
  send: "Send",
  sending: "Sending …",
  discard: "Discard",
  discardSure: "Discard for good",
  close: "Close",
  characters: (left) => (left >= 0 ? `${left} characters left` : `${-left} characters too many`),
  empty: "Write what the surgical team should know.",
  tooLong: (left) => `Shorten it by ${-left} characters, or write two notes.`,
  kept: "Kept in this browser until it is sent.",
  notKept: "This browser cannot keep what you type. Send it before you leave the page.",
  prompt: "Click where the note belongs",
  placed: "Pin placed.",
  unpinned: "Pin taken off.",

  waiting: "Not sent yet",
  waitingHow: (problem) => [problem, "It is kept in this browser and will be sent when the server "
    + "answers."].filter(Boolean).join(" "),
  refused: "Not sent",
  draft: "Draft, not sent",
  draftsOf: (count) => (count === 1 ? "Your unsent note is here again."
    : `Your ${count} unsent notes are here again.`),
  goOn: "Go on writing",
  sendNow: "Send now",
  sent: "Note sent.",
  replySent: "Reply sent.",
  acknowledgedSaid: "Acknowledged.",

  pinName: (number, note) => `Note ${number}${note.open ? ", must read" : ""}, `
    + `${signature(note.author)}: ${firstLine(note.text)}`,
  newPin: "New note",
  alert: (note) => `${note.author.name} left a note to read before theatre: `
    + `${quoted(note.text)}. Open it and acknowledge before signing.`,
  openAlert: "Open",
  arrived: (note) => `New ${note.reply_to ? "reply" : "note"} by ${signature(note.author)}`
    + `${note.open ? ", to read before theatre" : ""}: ${firstLine(note.text)}`,
  opened: (number, note, where) => `Note ${number} by ${signature(note.author)}`
    + `${note.open ? ", to read before theatre" : ""}${where}: ${firstLine(note.text)}`,
  elsewhere: ", on another film",
  noneUnread: "No unread notes.",
  readOnly: "Your role reads notes and does not write them.",
  failed: "The notes could not be read.",
};

/** Signing out while something is unsent. */
export const leaving = {
  title: "Not everything is sent",
  explain: ({ notes, changes }) => {
    const what = [
      notes && (notes === 1 ? "A note of yours" : `${notes} notes of yours`),
      changes && (changes === 1 ? "1 change of a plan" : `${changes} changes of plans`),
    ].filter(Boolean).join(" and ");
    return `${what} ${notes + changes === 1 ? "is" : "are"} only in this browser. Signing out removes `
      + "everything that this browser keeps.";
  },
  stay: "Stay signed in",
  leave: "Sign out and lose it",
};

/** Keys of notes, for the sheet of keys. */
export const sheet = ["Notes", [
  ["N", "new note; click the film to pin it"], ["Shift N", "next unread note"],
  ["Ctrl Enter", "send"],
]];
