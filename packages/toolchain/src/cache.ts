import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { codeOf } from "./error";

/** A folder of finished files that is either there as a whole or not there. */
export interface Entry {
  readonly directory: string;
  readonly files: readonly EntryFile[];
}

export interface EntryFile {
  /** Relative to the entry. */
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly sha256: string;
}

/** How old the lock of a process that no longer renews it must be before another takes it over; milliseconds. */
const STALE_LOCK = 10_000;

const MANIFEST = "manifest.json";

/**
 * Finished programs, each in an entry named after all that went into it.
 *
 * An entry is made in a folder of its own and renamed into place after its manifest was written, so that a run that is
 * killed at any moment leaves at most a partial folder, which the next maker of that entry removes. Nothing else is
 * ever removed: other clones, at other versions, share the cache.
 */
export class Cache {
  private readonly entries: string;

  constructor(readonly directory: string) {
    this.entries = join(directory, "entries");
  }

  /** The entry of that name; undefined if there is none, or if a file of it is missing or not what was put in. */
  async find(name: string): Promise<Entry | undefined> {
    const directory = join(this.entries, name);
    const recorded = await readManifest(directory);
    if (recorded === undefined) return undefined;

    const files: EntryFile[] = [];
    for (const file of recorded) {
      const now = await stat(join(directory, file.path)).catch(() => undefined);
      if (now?.size !== file.size) return undefined;
      const untouched = now.mtimeMs === file.mtimeMs;
      if (!untouched && (await sha256Of(join(directory, file.path))) !== file.sha256) return undefined;
      files.push({ ...file, mtimeMs: now.mtimeMs });
    }
    if (files.some((file, index) => file.mtimeMs !== recorded[index]?.mtimeMs)) {
      // A restored cache has new times: noted, so that the next run need not read everything again. A cache that
      // cannot be written still serves.
      await replaceFile(join(directory, MANIFEST), JSON.stringify({ files })).catch(() => {});
    }
    return { directory, files };
  }

  /** Any whole entry whose name starts so. */
  async findByPrefix(prefix: string): Promise<Entry | undefined> {
    const names = await readdir(this.entries).catch(() => []);
    for (const name of names.filter((candidate) => candidate.startsWith(prefix))) {
      const entry = await this.find(name);
      if (entry) return entry;
    }
    return undefined;
  }

  /**
   * Makes the entry of that name, unless another run does so first: of all processes on this cache, one makes it and
   * the others wait.
   *
   * @param make fills the empty folder it is given
   * @param onWait called at once and then every 5 s while another process makes the entry
   * @throws whatever `make` throws; the entry then does not exist
   */
  async make(name: string, make: (folder: string) => Promise<void>, onWait: () => void): Promise<Entry> {
    const release = await this.lock(name, onWait);
    try {
      return (await this.find(name)) ?? (await this.makeLocked(name, make));
    } finally {
      await release().catch(() => {}); // a lock that was taken over is no longer ours to release
    }
  }

  /** A small file beside the entries, written only if its content differs. */
  async file(path: string, content: string): Promise<string> {
    const target = join(this.directory, path);
    if ((await readFile(target, "utf8").catch(() => undefined)) !== content) {
      await mkdir(join(target, ".."), { recursive: true });
      await replaceFile(target, content);
    }
    return target;
  }

  private async makeLocked(name: string, make: (folder: string) => Promise<void>): Promise<Entry> {
    const directory = join(this.entries, name);
    const partials = join(this.directory, "partial", name);
    // Under the lock both can only be a dead run's, or damaged.
    await rm(partials, { recursive: true, force: true });
    await rm(directory, { recursive: true, force: true });

    await mkdir(partials, { recursive: true });
    await mkdir(this.entries, { recursive: true });
    try {
      const partial = await mkdtemp(join(partials, "run-"));
      await make(partial);
      const files = await seal(partial);
      await rename(partial, directory);
      return { directory, files };
    } finally {
      await rm(partials, { recursive: true, force: true }).catch(() => {}); // the next run tries again
    }
  }

  private async lock(name: string, onWait: () => void): Promise<() => Promise<void>> {
    const locks = join(this.directory, "locks");
    await mkdir(locks, { recursive: true });
    for (let attempt = 0; ; attempt++) {
      try {
        return await lock(join(locks, name), {
          realpath: false,
          stale: STALE_LOCK,
          // A process that was suspended loses its lock. The later of two makers may fail; half an entry never appears.
          onCompromised: () => {},
        });
      } catch (error) {
        if (codeOf(error) !== "ELOCKED") throw error;
        if (attempt % 10 === 0) onWait();
        await sleep(500);
      }
    }
  }
}

/** Writes a file so that no reader ever sees a part of it. */
export async function replaceFile(path: string, content: string): Promise<void> {
  const next = `${path}.${process.pid}.next`;
  await writeFile(next, content);
  await rename(next, path);
}

/** SHA-256 of a file's content, in hexadecimal. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

async function readManifest(directory: string): Promise<readonly EntryFile[] | undefined> {
  try {
    const { files } = JSON.parse(await readFile(join(directory, MANIFEST), "utf8")) as { files: EntryFile[] };
    return files.length > 0 ? files : undefined;
  } catch {
    return undefined;
  }
}

/** Notes every file of a finished folder, once its content has reached the disk. */
async function seal(folder: string): Promise<readonly EntryFile[]> {
  const files: EntryFile[] = [];
  for (const item of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!item.isFile()) continue;
    const path = join(item.parentPath, item.name);
    await syncToDisk(path);
    const { size, mtimeMs } = await stat(path);
    files.push({ path: relative(folder, path), size, mtimeMs, sha256: await sha256Of(path) });
  }
  await writeFile(join(folder, MANIFEST), JSON.stringify({ files }));
  await syncToDisk(join(folder, MANIFEST));
  return files;
}

async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
