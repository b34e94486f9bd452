import { randomUUID } from "node:crypto";
import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Bytes on disk that no object refers to yet. Keep or discard it. */
export interface StagedFile {
  write(bytes: Buffer): void;
  /** Gives the file its name among the blobs: the SHA-256 of what was written, hexadecimal. */
  keep(sha256: string): void;
  /** Removes the file. Does nothing once it is kept. */
  discard(): void;
}

/**
 * The bytes of objects, one file per content, named by its SHA-256. A file gets its name only when it is complete, so a
 * kill leaves either the whole content or a nameless rest that the next start removes.
 */
export class Blobs {
  private readonly references = new Map<string, number>();
  private readonly incoming: string;

  constructor(private readonly directory: string) {
    this.incoming = join(directory, "incoming");
    this.clearIncoming();
  }

  stage(): StagedFile {
    const file = join(this.incoming, randomUUID());
    const descriptor = openSync(file, "wx");
    let settled = false;
    return {
      write: (bytes) => {
        for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
      },
      keep: (sha256) => {
        settled = true;
        closeSync(descriptor);
        renameSync(file, this.path(sha256));
      },
      discard: () => {
        if (settled) return;
        settled = true;
        closeSync(descriptor);
        unlinkSync(file);
      },
    };
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  retain(name: string): void {
    this.references.set(name, (this.references.get(name) ?? 0) + 1);
  }

  /** Removes the file with its last reference. */
  release(name: string): void {
    const left = (this.references.get(name) ?? 0) - 1;
    if (left > 0) {
      this.references.set(name, left);
      return;
    }
    this.references.delete(name);
    rmSync(this.path(name), { force: true });
  }

  /** Removes every file that nothing refers to: what a kill left behind between a file's name and its journal line. */
  sweep(): void {
    for (const entry of readdirSync(this.directory, { withFileTypes: true })) {
      if (entry.isFile() && !this.references.has(entry.name)) unlinkSync(this.path(entry.name));
    }
  }

  clear(): void {
    this.references.clear();
    this.clearIncoming();
    this.sweep();
  }

  private clearIncoming(): void {
    rmSync(this.incoming, { recursive: true, force: true });
    mkdirSync(this.incoming, { recursive: true });
  }
}
