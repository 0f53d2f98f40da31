/** One study in the list of results. */

import { element, say } from '../dom.js';
import { progress } from '../../text/imports.js';
import { whereWords, words } from '../../text/search.js';

/**
 * @param {object} row Of {@link Results}.
 * @param {(row: object) => void} open Called when the person asks for it.
 * @returns {{line: HTMLTableRowElement, show: () => void}} `show` writes the row's state anew.
 */
export function resultRow(row, open) {
  const { study, patient } = row;
  const where = element('span', { class: 'where-words' });
  const trouble = element('p', { class: 'field-error', role: 'alert', hidden: true });
  const label = words.openLabel(study.description, patient.name || patient.id);
  const button = element('button', {
    type: 'button', class: 'open', 'aria-label': label, onclick: () => open(row),
  }, words.open);
  const line = element('tr', { 'data-study-uid': study.study_instance_uid },
    element('td', { class: 'date' }, study.date ?? '–'),
    element('td', { class: 'description' }, study.description || '–'),
    element('td', { class: 'kind' }, study.modalities.join(' ')),
    element('td', { class: 'number' }, words.images(study.instance_count)),
    element('td', { class: 'accession' }, study.accession_number || '–'),
    element('td', { class: 'where' }, where, trouble),
    element('td', { class: 'act' }, button));

  function show() {
    const { job } = row;
    line.dataset.where = row.where.state;
    say(where, job && row.where.state === 'importing'
      ? progress(job) : whereWords(row.where, row.nodes.map((node) => node.name)));
    where.className = row.where.state === 'incomplete' ? 'where-words badge' : 'where-words';
    where.dataset.tone = row.where.state === 'incomplete' ? 'amber' : '';
    say(trouble, row.trouble ?? '');
    trouble.hidden = !row.trouble;
    say(button, row.opening ? words.opening : words.open);
    button.setAttribute('aria-busy', String(Boolean(row.opening)));
    button.classList.toggle('primary', row.where.state === 'here');
  }

  show();
  return { line, show };
}
