/** A day that the calendar has may stand in very many labels: only the last text is remembered. */
let last = { text: "", isDay: false };

/** Whether a text is a day as `YYYY-MM-DD`, which the order of texts puts in the order of time. */
export function isDay(text: string): boolean {
  if (text !== last.text) last = { text, isDay: isInCalendar(text) };
  return last.isDay;
}

function isInCalendar(text: string): boolean {
  // Of a day that a month does not have, a date makes the next month's.
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(text).getUTCDate() === Number(text.slice(8));
}
