import { randomUUID } from "node:crypto";
import {
  type Answer,
  type Call,
  noContent,
  type Operation,
  ok,
  operation,
  type Platform,
  type Removal,
  type Service,
} from "./api";
import type { Action, Creation, Definition, Deletion, Document, Held, Holder, Update } from "./definition";
import { type ApiError, notFound, notFoundInWords, preconditionFailed } from "./errors";
import { countedInHeader, pageOf, perPageFields } from "./instance-dialect";
import { type ListDefinition, listed, listFields } from "./listing";
import type { LiveObject } from "./live-object";
import { isSeed } from "./seeds";
import type { Collection } from "./world";

/** Everything that the API does with one kind of thing. */
export class Resource<T extends Document> implements Service, Held {
  readonly terraformType?: string;
  readonly operations: readonly Operation[];
  /** Name of its documents' collection: `vpc/private-networks`. */
  readonly collection: string;
  /** What one of them is called. */
  readonly kind: string;
  private readonly onePath: string;
  private readonly collectionPath: string;
  /** Ids are unique within the parent only. */
  private readonly nested: boolean;
  /** There is at most one of them. */
  private readonly single: boolean;
  private readonly holders: Holder[] = [];

  constructor(private readonly definition: Definition<T>) {
    const { path, kind, terraformType, parent, collectionPath = path, holds = {} } = definition;
    const segments = path.split("/");
    this.collection = `${segments[1]}/${segments.at(-1)}`;
    this.kind = kind;
    this.terraformType = terraformType;
    this.onePath = `${path}/{${kind}}`;
    this.collectionPath = collectionPath;
    this.nested = parent !== undefined && path.includes(`{${parent.resource.kind}}`);
    this.single = definition.list === undefined && !definition.notListed;
    this.operations = this.described();
    for (const [field, held] of Object.entries<Held | undefined>(holds)) {
      const needs = (id: string) => (document: T) => document[field as keyof T] === id;
      held?.isHeldBy({ kind, count: (platform, id) => this.existing(platform).filter(needs(id)).length });
    }
  }

  isHeldBy(holder: Holder): void {
    this.holders.push(holder);
  }

  documents(platform: Platform): Collection<T> {
    return platform.world.collection<T>(this.collection);
  }

  /** Every document as the next request will find it. Looking on like this ends no transient state. */
  existing(platform: Platform): T[] {
    return [...this.documents(platform).values()].flatMap((document) => this.settled(document, platform) ?? []);
  }

  /**
   * The document with this id, if the path of the call reaches it.
   * @throws ApiError 404
   */
  find(call: Call, id: string): T {
    const found = this.settledDocument(call, id);
    if (!found) throw this.missing(id);
    return found;
  }

  /**
   * The document that the path names.
   * @throws ApiError 404
   */
  addressed(call: Call): T {
    const { alias, notFoundAs } = this.definition;
    const parentId = this.nested ? this.parentId(call) : undefined;
    const name = call.param(this.kind);
    const id = alias?.(name, call) ?? name;
    const found = this.settledDocument(call, parentId === undefined ? id : `${parentId}/${id}`);
    if (!found) throw this.missing(id, notFoundAs);
    return found;
  }

  /**
   * The document that the path names, to be changed.
   * @throws ApiError 404, or 412 when it is scheduled for deletion
   */
  changeable(call: Call): T {
    const document = this.addressed(call);
    if (this.isScheduledForDeletion(document)) {
      throw preconditionFailed("resource_not_usable", `the ${this.definition.kind} is scheduled for deletion`);
    }
    return document;
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

  /** Why it cannot be deleted, when something else needs it. */
  stillNeeded(document: T, { platform }: Call): ApiError | undefined {
    for (const holder of this.holders) {
      const count = holder.count(platform, this.idOf(document));
      if (count === 0) continue;
      const help = `the ${this.kind} still has ${count} ${holder.kind}(s)`.replaceAll("_", " ");
      return preconditionFailed("resource_still_in_use", help);
    }
    return undefined;
  }

  liveObjects(platform: Platform): LiveObject[] {
    const type = this.terraformType;
    if (type === undefined) return [];
    const asked = this.existing(platform).filter(({ madeFor }) => madeFor === undefined);
    return asked.map((document) => {
      const id = this.idOf(document);
      // Something may have a zone and be reached by its region, such as a pool of nodes.
      const locality = this.onePath.includes("{zone}") ? document.zone : document.region;
      return {
        type,
        id: locality === undefined ? id : `${locality}/${id}`,
        name: document.name,
        projectId: document.project_id,
        ...this.definition.inventory?.(document, platform),
        seed: isSeed(platform.world, id),
        scheduledForDeletion: this.isScheduledForDeletion(document),
        created: document.created_at,
      };
    });
  }

  removal({ id }: LiveObject): readonly Removal[] {
    const parts = id.split("/"); // a Terraform id is what its path is filled with, in order
    const path = this.onePath.replace(/\{\w+\}/g, () => encodeURIComponent(parts.shift() ?? ""));
    const first = this.definition.deletion?.after ?? [];
    return [...first.map((action) => ({ method: "POST", path: `${path}/${action}` })), { method: "DELETE", path }];
  }

  private described(): Operation[] {
    const { list, onlyListed, create, update, replacement, deletion, actions = {} } = this.definition;
    return [
      ...(list ? [this.listing(list)] : []),
      ...(this.single ? [this.readingTheOnlyOne()] : onlyListed ? [] : [this.reading()]),
      ...(create ? [this.creating(create)] : []),
      ...(update ? [this.updating("PATCH", update)] : []),
      ...(replacement ? [this.updating("PUT", replacement)] : []),
      ...(deletion ? [this.deleting(deletion)] : []),
      ...Object.entries(actions).map(([name, act]) => this.acting(name, act)),
    ];
  }

  private listing(list: ListDefinition<T>): Operation {
    const place = { method: "GET", path: this.collectionPath };
    const page = (call: Call, query: Readonly<Record<string, unknown>>) =>
      listed(list, this.reached(call), query, (document) => this.shownAgain(document, call));
    return this.definition.dialect === "instance"
      ? operation({
          ...place,
          query: listFields(list, perPageFields),
          answer: (call, { query }) => countedInHeader(page(call, pageOf(query))),
        })
      : operation({ ...place, query: listFields(list), answer: (call, { query }) => ok(page(call, query)) });
  }

  private readingTheOnlyOne(): Operation {
    return operation({
      method: "GET",
      path: this.collectionPath,
      answer: (call) => {
        const [only] = this.reached(call);
        if (!only) throw this.missing(this.parentId(call) ?? "", this.definition.notFoundAs);
        return ok(this.shownAgain(only, call));
      },
    });
  }

  /** The documents that the path of the call reaches: those of its locality, and of its parent. */
  private reached(call: Call): T[] {
    const parentId = this.parentId(call);
    return [...this.documents(call.platform).values()].flatMap((document) => {
      const settled = this.settle(call.platform, document);
      if (!settled || !call.reaches(settled)) return [];
      return parentId === undefined || this.parentOf(settled) === parentId ? [settled] : [];
    });
  }

  private reading(): Operation {
    return operation({
      method: "GET",
      path: this.onePath,
      answer: (call) => this.answer(this.shownAgain(this.addressed(call), call)),
    });
  }

  private creating(create: Creation<T>): Operation {
    return {
      method: "POST",
      path: this.collectionPath,
      answer: (call) => {
        const parentId = this.parentId(call);
        if (this.single && this.reached(call).length > 0) {
          throw preconditionFailed("resource_not_usable", `there is a ${this.kind} already`);
        }
        const { region = "", zone = "" } = call.request.params;
        const id = this.definition.newId?.() ?? randomUUID();
        const document = create({ id, now: call.now, region, zone, parentId: parentId ?? "", call });
        this.put(call.platform, document);
        const shown = this.shown(document, call);
        const answer = this.answer(this.definition.shownAtCreation?.(shown) ?? shown);
        return this.definition.dialect === "instance" ? { ...answer, status: 201 } : answer;
      },
    };
  }

  private updating(method: "PATCH" | "PUT", change: Update<T>): Operation {
    return {
      method,
      path: this.onePath,
      answer: (call) => {
        const document = this.changeable(call);
        return this.answer(this.shownAgain(this.replace(call, document, change(document, call)), call));
      },
    };
  }

  private deleting({ query, refusal, leaves, answersWhatStays, takesAlong }: Deletion<T>): Operation {
    return operation({
      method: "DELETE",
      path: this.onePath,
      query,
      answer: (call, given) => {
        const document = this.changeable(call);
        const refused = refusal?.(document, call) ?? this.stillNeeded(document, call);
        if (refused) throw refused;
        takesAlong?.(document, call, given.query);
        const left = leaves?.(document, call);
        if (!left) {
          this.documents(call.platform).delete(this.idOf(document));
          return noContent;
        }
        const staying = this.replace(call, document, left);
        return answersWhatStays ? ok(this.shownAgain(staying, call)) : noContent;
      },
    });
  }

  private acting(name: string, action: Action<T>): Operation {
    const place = { method: "POST", path: `${this.onePath}/${name}` };
    const revives = this.definition.revivals?.includes(name) ?? false;
    const answer = (act: Update<T>) => (call: Call) => {
      const document = revives ? this.addressed(call) : this.changeable(call);
      return ok(this.shownAgain(this.replace(call, document, act(document, call)), call));
    };
    return typeof action === "function"
      ? operation({ ...place, answer: answer(action) })
      : { ...place, answer: answer(action.withArguments) };
  }

  /** The answer that shows one document. */
  private answer(shown: object): Answer {
    return ok(this.definition.dialect === "instance" ? { [this.kind]: shown } : shown);
  }

  private missing(id: string, name = this.kind): ApiError {
    const { notFoundInWords: words } = this.definition;
    return words === undefined ? notFound(name, id) : notFoundInWords(words);
  }

  private settledDocument(call: Call, key: string): T | undefined {
    const document = this.documents(call.platform).get(key);
    const settled = document && this.settle(call.platform, document);
    return settled && call.reaches(settled) ? settled : undefined;
  }

  private isScheduledForDeletion(document: T): boolean {
    return this.definition.isScheduledForDeletion?.(document) ?? false;
  }

  /** Under which it is kept. */
  private idOf(document: T): string {
    const id = String(document[this.definition.idField ?? ("id" as keyof T)]);
    return this.nested ? `${this.parentOf(document)}/${id}` : id;
  }

  /** The parent that the path of the call names; undefined when it names none. */
  private parentId(call: Call): string | undefined {
    const parent = this.definition.parent?.resource;
    const id = parent && call.request.params[parent.kind];
    if (id !== undefined) parent?.find(call, id);
    return id;
  }

  private parentOf(document: T): string | undefined {
    const field = this.definition.parent?.field;
    return field && String(document[field]);
  }

  private settled(document: T, platform: Platform): T | undefined {
    return this.definition.settled ? this.definition.settled(document, platform) : document;
  }

  private settle(platform: Platform, document: T): T | undefined {
    const settled = this.settled(document, platform);
    if (settled === undefined) this.documents(platform).delete(this.idOf(document));
    else if (settled !== document) this.put(platform, settled);
    return settled;
  }

  private shown(document: T, { platform }: Call): object {
    const { madeFor: _, ...shown }: { madeFor?: string } = this.definition.shown?.(document, platform) ?? document;
    return shown;
  }

  private shownAgain(document: T, call: Call): object {
    const { shownOnce } = this.definition;
    const shown = this.shown(document, call);
    return shownOnce ? { ...shown, ...Object.fromEntries(shownOnce.map((field) => [field, null])) } : shown;
  }
}

/** Describes a collection; see {@link Definition}. */
export const resource = <T extends Document>(definition: Definition<T>): Resource<T> => new Resource(definition);
