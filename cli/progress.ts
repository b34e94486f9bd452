import colours from "picocolors";

/** Width of the column that names what is under way. */
const LABEL_WIDTH = 13;

/** Prints one line of progress on standard error, so that standard output stays the command's answer. */
export function report(label: string, text: string): void {
  process.stderr.write(`${colours.dim(label.padEnd(LABEL_WIDTH))} ${text}\n`);
}

/** Runs a step and measures it. */
export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1000 };
}

/** `4.8 s`, `38 s`, `5 min 34 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 120 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
