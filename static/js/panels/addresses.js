/** Where pages are. The tests hold these against the server's own table of addresses. */

/**
 * @param {string} studyId
 * @param {string|null} [filmId]
 * @returns {string}
 */
export function planner(studyId, filmId = null) {
  const film = filmId ? `?film=${encodeURIComponent(filmId)}` : "";
  return `/studies/${encodeURIComponent(studyId)}/${film}`;
}
