import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, truncateSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** One change to one document. A deletion carries no document. */
export type Change = readonly [collection: string, id: string, document?: object];

/**
 * An append-only file of JSON lines, one line per transaction. A line is written before its request is answered, so a
 * killed server knows everything it ever promised; a line that was cut off by the kill was never promised and is dropped.
 */
export class Journal {
  private descriptor: number;

  private constructor(private readonly file: string) {
    this.descriptor = openSync(file, "a");
  }

  /** Opens the journal and hands each recorded transaction to `replay`, oldest first. */
  static open(file: string, replay: (changes: readonly Change[]) => void): Journal {
    mkdirSync(dirname(file), { recursive: true });
    if (existsSync(file)) {
      const content = readFileSync(file);
      const whole = content.lastIndexOf("\n") + 1;
      if (whole < content.length) truncateSync(file, whole);
      for (const line of content.subarray(0, whole).toString("utf8").split("\n")) {
        if (line !== "") replay(JSON.parse(line));
      }
    }
    return new Journal(file);
  }

  append(changes: readonly Change[]): void {
    writeSync(this.descriptor, `${JSON.stringify(changes)}\n`);
  }

  /** Replaces the history by its result, in one rename: a kill in between leaves the old journal. */
  rewrite(changes: readonly Change[]): void {
    const next = `${this.file}.next`;
    const descriptor = openSync(next, "w");
    for (const change of changes) writeSync(descriptor, `${JSON.stringify([change])}\n`);
    closeSync(descriptor);
    closeSync(this.descriptor);
    renameSync(next, this.file);
    this.descriptor = openSync(this.file, "a");
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
