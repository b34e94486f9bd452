import { join } from "node:path";
import { type Change, Journal } from "./journal";

/** Documents of one kind by id, in the order of their creation. Documents are values: replace them, never edit them. */
export interface Collection<T extends object> {
  readonly size: number;
  get(id: string): Readonly<T> | undefined;
  has(id: string): boolean;
  values(): IterableIterator<Readonly<T>>;
  entries(): IterableIterator<[string, Readonly<T>]>;
  /** Creates the document or replaces it. */
  put(id: string, document: T): void;
  /** Does nothing when there is no such document. */
  delete(id: string): void;
}

/** A change of the running transaction, and what it replaced. */
interface PendingChange {
  readonly change: Change;
  readonly previous: object | undefined;
}

/** A journal with this many more lines than documents is rewritten when it is opened. */
const SUPERSEDED_LINES_KEPT = 10_000;

/**
 * Everything that exists on the local Scaleway. Each change is in the journal before it can be answered.
 * Changes made inside one {@link transaction} are journalled as one line: after a kill they are all there, or none is.
 */
export class World {
  private readonly documents = new Map<string, Map<string, object>>();
  private readonly journal: Journal;
  private pending: PendingChange[] | undefined;

  private constructor(file: string) {
    let lines = 0;
    this.journal = Journal.open(file, (changes) => {
      lines++;
      for (const change of changes) this.apply(change);
    });
    if (lines > this.size + SUPERSEDED_LINES_KEPT) this.journal.rewrite(this.everything());
  }

  /** Opens the world kept in `directory`, creating an empty one. */
  static open(directory: string): World {
    return new World(join(directory, "journal.jsonl"));
  }

  collection<T extends object>(name: string): Collection<T> {
    const documents = this.documentsOf(name) as Map<string, T>;
    return {
      get size() {
        return documents.size;
      },
      get: (id) => documents.get(id),
      has: (id) => documents.has(id),
      values: () => documents.values(),
      entries: () => documents.entries(),
      put: (id, document) => this.record([name, id, document]),
      delete: (id) => {
        if (documents.has(id)) this.record([name, id]);
      },
    };
  }

  /** Runs `changes` as one step: when it throws, nothing has changed. Steps inside a step join it. */
  transaction<T>(changes: () => T): T {
    if (this.pending) return changes();
    const pending: PendingChange[] = [];
    this.pending = pending;
    try {
      const result = changes();
      if (pending.length > 0) this.journal.append(pending.map(({ change }) => change));
      return result;
    } catch (error) {
      for (const { change, previous } of pending.reverse()) this.apply([change[0], change[1], previous]);
      throw error;
    } finally {
      this.pending = undefined;
    }
  }

  /** Forgets everything, for good. */
  reset(): void {
    for (const documents of this.documents.values()) documents.clear();
    this.journal.rewrite([]);
  }

  close(): void {
    this.journal.close();
  }

  private record(change: Change): void {
    this.transaction(() => {
      this.pending?.push({ change, previous: this.documentsOf(change[0]).get(change[1]) });
      this.apply(change);
    });
  }

  private apply([collection, id, document]: Change): void {
    if (document === undefined) this.documentsOf(collection).delete(id);
    else this.documentsOf(collection).set(id, document);
  }

  private documentsOf(collection: string): Map<string, object> {
    let documents = this.documents.get(collection);
    if (!documents) {
      documents = new Map();
      this.documents.set(collection, documents);
    }
    return documents;
  }

  private get size(): number {
    let size = 0;
    for (const documents of this.documents.values()) size += documents.size;
    return size;
  }

  private everything(): Change[] {
    return [...this.documents].flatMap(([name, documents]) =>
      [...documents].map(([id, document]): Change => [name, id, document]),
    );
  }
}
