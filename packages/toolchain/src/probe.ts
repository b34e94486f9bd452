import { createHash } from "node:crypto";
import { open, readFile, stat } from "node:fs/promises";
import type { Cache } from "./cache";

interface Memory<Answer> {
  readonly size: number;
  readonly mtimeMs: number;
  readonly answer: Answer;
}

/**
 * What a program says about itself, asked once: the answer is remembered for as long as the file keeps its size and its
 * time of change. A script is asked every time, since a version manager's script answers for another program.
 *
 * @throws whatever `ask` throws; nothing is then remembered
 */
export async function probe<Answer>(
  cache: Cache,
  path: string,
  ask: () => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly remembered: boolean }> {
  const { size, mtimeMs } = await stat(path);
  const note = `probes/${createHash("sha256").update(path).digest("hex").slice(0, 16)}.json`;
  const memory = await recall<Answer>(`${cache.directory}/${note}`);
  if (memory?.size === size && memory.mtimeMs === mtimeMs) return { answer: memory.answer, remembered: true };

  const answer = await ask();
  if (!(await isScript(path))) {
    // A cache that cannot be written costs time, not correctness.
    await cache.file(note, JSON.stringify({ path, size, mtimeMs, answer })).catch(() => {});
  }
  return { answer, remembered: false };
}

async function recall<Answer>(note: string): Promise<Memory<Answer> | undefined> {
  try {
    return JSON.parse(await readFile(note, "utf8")) as Memory<Answer>;
  } catch {
    return undefined;
  }
}

async function isScript(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString("latin1") === "#!";
  } finally {
    await file.close();
  }
}
