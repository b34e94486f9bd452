import { randomUUID } from "node:crypto";
import {
  type Call,
  fill,
  noContent,
  type Operation,
  ok,
  operation,
  type Platform,
  type Removal,
  type Service,
} from "./api";
import type { Creation, Definition, Deletion, Document, Update } from "./definition";
import { notFound, preconditionFailed } from "./errors";
import { listed, listFields } from "./listing";
import type { LiveObject } from "./live-object";
import { isSeed } from "./seeds";
import type { Collection } from "./world";

/** Everything that the API does with one kind of thing. */
export class Resource<T extends Document> implements Service {
  readonly terraformType?: string;
  readonly operations: readonly Operation[];
  /** Name of its documents' collection: `vpc/private-networks`. */
  readonly collection: string;
  private readonly onePath: string;

  constructor(private readonly definition: Definition<T>) {
    const { path, kind, terraformType } = definition;
    const segments = path.split("/");
    this.collection = `${segments[1]}/${segments.at(-1)}`;
    this.terraformType = terraformType;
    this.onePath = `${path}/{${kind}}`;
    this.operations = this.described();
  }

  documents(platform: Platform): Collection<T> {
    return platform.world.collection<T>(this.collection);
  }

  /**
   * The document with this id, if the path of the call reaches it.
   * @throws ApiError 404
   */
  find(call: Call, id: string, notFoundAs = this.definition.kind): T {
    const document = this.documents(call.platform).get(id);
    const settled = document && this.settle(call.platform, document);
    if (!settled || !call.reaches(settled)) throw notFound(notFoundAs, id);
    return settled;
  }

  put(platform: Platform, document: T): void {
    this.documents(platform).put(this.idOf(document), document);
  }

  /** Replaces a document and notes when; the same document again changes nothing. */
  replace(call: Call, previous: T, next: T): T {
    if (next === previous) return previous;
    const document = "updated_at" in next ? { ...next, updated_at: call.now } : next;
    this.put(call.platform, document);
    return document;
  }

  liveObjects(platform: Platform): LiveObject[] {
    const type = this.terraformType;
    if (type === undefined) return [];
    return [...this.documents(platform).entries()].map(([id, document]) => {
      const locality = document.zone ?? document.region;
      return {
        type,
        id: locality === undefined ? id : `${locality}/${id}`,
        name: document.name,
        projectId: document.project_id,
        seed: isSeed(platform.world, id),
        scheduledForDeletion: this.isScheduledForDeletion(document),
        created: document.created_at,
      };
    });
  }

  removal({ id }: LiveObject): readonly Removal[] {
    const [locality = "", local = locality] = id.split("/");
    const path = `${fill(this.definition.path, { region: locality, zone: locality })}/${local}`;
    const first = this.definition.deletion?.after ?? [];
    return [...first.map((action) => ({ method: "POST", path: `${path}/${action}` })), { method: "DELETE", path }];
  }

  private described(): Operation[] {
    const { create, update, deletion, actions = {} } = this.definition;
    return [
      this.listing(),
      this.reading(),
      ...(create ? [this.creating(create)] : []),
      ...(update ? [this.updating(update)] : []),
      ...(deletion ? [this.deleting(deletion)] : []),
      ...Object.entries(actions).map(([name, act]) => this.acting(name, act)),
    ];
  }

  private listing(): Operation {
    const { path, list } = this.definition;
    return operation({
      method: "GET",
      path,
      query: listFields(list),
      answer: (call, { query }) => {
        const reached: T[] = [];
        for (const document of [...this.documents(call.platform).values()]) {
          const settled = this.settle(call.platform, document);
          if (settled && call.reaches(settled)) reached.push(settled);
        }
        return ok(listed(list, reached, query, (document) => this.shownAgain(document, call)));
      },
    });
  }

  private reading(): Operation {
    return operation({
      method: "GET",
      path: this.onePath,
      answer: (call) => ok(this.shownAgain(this.addressed(call), call)),
    });
  }

  private creating(create: Creation<T>): Operation {
    return {
      method: "POST",
      path: this.definition.path,
      answer: (call) => {
        const { region = "", zone = "" } = call.request.params;
        const id = this.definition.newId?.() ?? randomUUID();
        const document = create({ id, now: call.now, region, zone, call });
        this.put(call.platform, document);
        return ok(this.shown(document, call));
      },
    };
  }

  private updating(change: Update<T>): Operation {
    return {
      method: "PATCH",
      path: this.onePath,
      answer: (call) => {
        const document = this.changeable(call);
        return ok(this.shownAgain(this.replace(call, document, change(document, call)), call));
      },
    };
  }

  private deleting({ refusal, leaves, takesAlong }: Deletion<T>): Operation {
    return operation({
      method: "DELETE",
      path: this.onePath,
      answer: (call) => {
        const document = this.changeable(call);
        const refused = refusal?.(document, call);
        if (refused) throw refused;
        takesAlong?.(document, call);
        if (leaves) this.replace(call, document, leaves(document, call));
        else this.documents(call.platform).delete(this.idOf(document));
        return noContent;
      },
    });
  }

  private acting(name: string, act: (document: T, call: Call) => T): Operation {
    const revives = this.definition.revivals?.includes(name) ?? false;
    return operation({
      method: "POST",
      path: `${this.onePath}/${name}`,
      answer: (call) => {
        const document = revives ? this.addressed(call) : this.changeable(call);
        return ok(this.shownAgain(this.replace(call, document, act(document, call)), call));
      },
    });
  }

  /** The document that the path names. */
  private addressed(call: Call): T {
    return this.find(call, call.param(this.definition.kind), this.definition.notFoundAs);
  }

  private changeable(call: Call): T {
    const document = this.addressed(call);
    if (this.isScheduledForDeletion(document)) {
      throw preconditionFailed("resource_not_usable", `the ${this.definition.kind} is scheduled for deletion`);
    }
    return document;
  }

  private isScheduledForDeletion(document: T): boolean {
    return this.definition.isScheduledForDeletion?.(document) ?? false;
  }

  private idOf(document: T): string {
    return String(document[this.definition.idField ?? ("id" as keyof T)]);
  }

  private settle(platform: Platform, document: T): T | undefined {
    const settled = this.definition.settled ? this.definition.settled(document) : document;
    if (settled === undefined) this.documents(platform).delete(this.idOf(document));
    else if (settled !== document) this.put(platform, settled);
    return settled;
  }

  private shown(document: T, { platform }: Call): object {
    return this.definition.shown?.(document, platform) ?? document;
  }

  private shownAgain(document: T, call: Call): object {
    const { shownOnce } = this.definition;
    const shown = this.shown(document, call);
    return shownOnce ? { ...shown, ...Object.fromEntries(shownOnce.map((field) => [field, null])) } : shown;
  }
}

/** Describes a collection; see {@link Definition}. */
export const resource = <T extends Document>(definition: Definition<T>): Resource<T> => new Resource(definition);
