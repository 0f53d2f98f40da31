/**
 * What a search has found: patients with their studies, in order, each once. No DOM.
 *
 * Two patients are one only if the server's key says so; equal names prove nothing.
 */

const RANK = { here: 3, importing: 2, incomplete: 1, pacs: 0 };

function betterWhere(one, other) {
  return RANK[other.state] > RANK[one.state] ? other : one;
}

function byName(a, b) {
  return (a.patient.name || "\uffff").localeCompare(b.patient.name || "\uffff")
    || (a.patient.birth_date ?? "").localeCompare(b.patient.birth_date ?? "")
    || a.key.localeCompare(b.key);
}

/**
 * Two archives may name different givers of patient IDs, so their keys differ; a study has
 * one UID in the world. It is one row if nothing about the patient contradicts.
 */
function isSameStudy(row, match) {
  const [one, other] = [row.patient, match.patient];
  return row.study.study_instance_uid === match.study.study_instance_uid
    && Boolean(one.id && one.birth_date && one.name)
    && one.id === other.id && one.birth_date === other.birth_date
    && plain(one.name) === plain(other.name);
}

function plain(name) {
  return name.normalize("NFKD").toLowerCase().trim();
}

function newestFirst(a, b) {
  return (b.study.date ?? "").localeCompare(a.study.date ?? "")
    || (b.study.time ?? "").localeCompare(a.study.time ?? "")
    || a.id.localeCompare(b.id);
}

/** The results of one search. */
export class Results {
  constructor() {
    this.groups = new Map();
    this.held = [];
  }

  /** How many studies are shown. */
  get studies() {
    let n = 0;
    for (const group of this.groups.values()) n += group.rows.size;
    return n;
  }

  /**
   * Take in a match. A study that is known already (another archive has it too) changes in
   * its place.
   *
   * @param {object} match A line of type "match".
   * @param {boolean} frozen Whether new rows have to wait, because somebody points at the list.
   * @returns {object|null} The row that appeared or changed, null while it waits.
   */
  add(match, frozen) {
    const key = match.patient.key;
    const id = `${key} ${match.study.study_instance_uid}`;
    const known = this.groups.get(key)?.rows.get(id)
      ?? this.held.find((row) => row.id === id)
      ?? [...this.rowsOf(match.study.study_instance_uid), ...this.held]
        .find((row) => isSameStudy(row, match));
    if (known) {
      if (match.node && !known.nodes.some((node) => node.id === match.node.id)) {
        known.nodes.push(match.node);
      }
      known.where = betterWhere(known.where, match.where);
      return this.held.includes(known) ? null : known;
    }
    const row = {
      id, key, patient: match.patient, study: match.study, where: match.where,
      nodes: match.node ? [match.node] : [],
    };
    if (frozen) {
      this.held.push(row);
      return null;
    }
    return this.#show(row);
  }

  /** Let the rows in that waited. */
  release() {
    const rows = this.held;
    this.held = [];
    rows.forEach((row) => this.#show(row));
    return rows;
  }

  /** @returns {object[]} Groups by name and birth date, each with its rows newest first. */
  ordered() {
    return [...this.groups.values()].sort(byName).map((group) => ({
      ...group,
      rows: [...group.rows.values()].sort(newestFirst),
    }));
  }

  /** @returns {object[]} Every shown row of a study, of whichever patient. */
  rowsOf(study_instance_uid) {
    return [...this.groups.values()].flatMap((group) => [...group.rows.values()])
      .filter((row) => row.study.study_instance_uid === study_instance_uid);
  }

  /** @returns {Set<string>} Keys of patients whose name another patient here has too. */
  namesakes() {
    const keys = new Map();
    for (const { key, patient } of this.groups.values()) {
      const name = plain(patient.name);
      if (name) keys.set(name, [...(keys.get(name) ?? []), key]);
    }
    return new Set([...keys.values()].filter((same) => same.length > 1).flat());
  }

  #show(row) {
    const group = this.groups.get(row.key)
      ?? { key: row.key, patient: row.patient, rows: new Map() };
    this.groups.set(row.key, group);
    group.rows.set(row.id, row);
    return row;
  }
}
