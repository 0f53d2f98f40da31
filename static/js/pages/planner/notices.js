/** The badge and the alert bar: what a millimetre is, what is open, what failed. */

import { createAlertBar } from "../../panels/alert-bar.js";
import { alertOf, badgeOf } from "../../panels/scale-words.js";
import { panel } from "../../text/planner.js";

/**
 * @param {{bar: HTMLElement, badge: HTMLElement, mayCalibrate: boolean,
 *   warnings: Array<{code: string, sentence: string}>, hangingAlert: () => object|null,
 *   onAccept: (reason: string) => Promise<string|null>}} parts `warnings` are the header's; a
 *   calibration by a person makes them history.
 * @returns {{showScale: (scale: object, calibration: object|null) => string, refresh: () => void,
 *   fail: (sentence: string|null) => void, raise: (key: string, alert: object|null) => void}}
 *   `showScale` gives the badge's words; `raise` shows an alert of a feature, or takes it away.
 */
export function createNotices({ bar, badge, mayCalibrate, warnings, hangingAlert, onAccept }) {
  const alerts = createAlertBar(bar);
  const state = { scale: null, byHand: false, failed: null };
  const raised = new Map();

  function refresh() {
    alerts.show([
      failedAlert(), ...raised.values(), hangingAlert(), scaleAlert(), ...headerAlerts(),
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
