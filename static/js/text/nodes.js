/** Words of the page that tests an archive. */

export const words = {
  /** @param {{check_title: string, done: number, total: number}} test */
  testingNow: (test) => `${test.check_title} (${test.done + 1} of ${test.total})`,
  stopping: "Stopping …",
  copied: "Copied. Send it to the PACS team.",
  notCopied: "The browser does not allow copying. Select the text and copy it.",
};
