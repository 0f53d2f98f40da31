/** What the viewer says. */

/** By code: why there is no picture, and what to do. */
export const SENTENCES = {
  level_length: "The film did not arrive whole, so it is not shown. Reload the page. If it "
    + "happens again, tell your administrator.",
  level_checks: "The film arrived changed, so it is not shown. Reload the page. If it happens "
    + "again, tell your administrator.",
  level_no_connection: "The connection broke before the film had arrived. Check the network and "
    + "reload the page.",
  level_not_made: "The server has not finished this film within two minutes. Reload the page in "
    + "a moment. If it stays like this, tell your administrator.",
  level_signed_out: "You are signed out. Reload the page and sign in to go on.",
  level_not_found: "This film is not here any more, or it belongs to another site.",
  level_failed: "The film could not be brought from the server. Reload the page. If it happens "
    + "again, tell your administrator.",
  undecodable: "This film cannot be shown. The original is kept and can be sent on.",
  rendering: "The film is being prepared. It will appear by itself.",
};

/** @param {string} code @returns {string} */
export function sentence(code) {
  return SENTENCES[code] ?? SENTENCES.level_failed;
}

/** Short words on and around the film. */
export const words = {
  bar: (lengthMm) => `${lengthMm} mm`,
  /** A label that begins with the unit continues it; any other follows after a dot. */
  labelled: (millimetres, label) => (/^mm[ ,]/.test(label)
    ? millimetres + label.slice(2) : `${millimetres} · ${label}`),
  loading: "loading",
  reduced: "reduced, loading",
  window: (width, center) => `W ${width}  L ${center}`,
  voiLut: "table from the header",
  zoom: (percent) => `zoom ${percent} %`,
  turned: (degrees) => `turned ${degrees}°`,
  flipped: "flipped",
  inverted: "inverted",
  lacksDrawing: "The drawing that came with this film could not be loaded. Reload the page.",
  frame: (frame, frames) => `image ${frame} of ${frames}`,
};

/** While the tools are on their way, and when they do not come. */
export const tools = {
  coming: "The tools are on their way.",
  failed: "The tools could not be loaded. Check the network and reload the page. What you had "
    + "drawn before is kept.",
  reload: "Reload",
};
