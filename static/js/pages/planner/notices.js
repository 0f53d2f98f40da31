/** The badge and the alert bar: what a millimetre is, what is open, what failed. */

import { createAlertBar } from "../../panels/alert-bar.js";
import { alertOf, badgeOf } from "../../panels/scale-words.js";
import { panel } from "../../text/planner.js";

/**
 * @param {{bar: HTMLElement, badge: HTMLElement, mayCalibrate: boolean,
 *   warnings: Array<{code: string, sentence: string}>,
 *   notes: Array<{code: string, sentence: string}>, hangingAlert: () => object|null,
 *   onAccept: (reason: string) => Promise<string|null>}} parts `warnings` are of the header's
 *   scale: a calibration by a person makes them history. `notes` are of its picture: they stay
 *   until they are put away.
 * @returns {{showScale: (scale: object, calibration: object|null) => string, refresh: () => void,
 *   fail: (sentence: string|null) => void, raise: (key: string, alert: object|null) => void}}
 *   `showScale` gives the badge's words; `raise` shows an alert of a feature, or takes it away.
 */
export function createNotices({
  bar, badge, mayCalibrate, warnings, notes = [], hangingAlert, onAccept,
}) {
  const alerts = createAlertBar(bar);
  const state = { scale: null, byHand: false, failed: null, unread: notes };
  const raised = new Map();

  function refresh() {
    alerts.show([
      failedAlert(), ...raised.values(), hangingAlert(), scaleAlert(), ...headerAlerts(),
      ...pictureAlerts(),
    ].filter(Boolean));
  }

  function raise(key, alert) {
    if (alert) raised.set(key, { key, ...alert });
    else raised.delete(key);
    refresh();
  }

  function fail(sentence) {
    state.failed = sentence;
    refresh();
  }

  function failedAlert() {
    return state.failed && {
      key: "failed", tone: "warning", sentence: state.failed,
      actions: [{ name: panel.close, run: () => fail(null) }],
    };
  }

  function scaleAlert() {
    const alert = alertOf(state.scale);
    if (!alert) return null;
    const accept = alert.action && mayCalibrate
      ? [{ name: alert.action, run: async () => fail(await onAccept(alert.reason)) }] : [];
    return { key: "scale", tone: "amber", sentence: alert.sentence, actions: accept };
  }

  function headerAlerts() {
    return state.byHand ? [] : warnings.map(({ code, sentence }) => (
      { key: code, tone: "amber", sentence }
    ));
  }

  function pictureAlerts() {
    return state.unread.map((note) => ({
      key: note.code, tone: "quiet", sentence: note.sentence,
      actions: [{ name: panel.close, run: () => putAway(note) }],
    }));
  }

  function putAway(note) {
    state.unread = state.unread.filter((other) => other !== note);
    refresh();
  }

  return {
    refresh,
    fail,
    raise,
    showScale(scale, calibration) {
      state.scale = scale;
      state.byHand = calibration !== null;
      const { text, tone, value } = badgeOf(scale, calibration);
      badge.textContent = text;
      badge.dataset.value = value;
      if (tone) badge.dataset.tone = tone;
      else delete badge.dataset.tone;
      refresh();
      return text;
    },
  };
}
