import { documentIn } from "../expressions/encoded-document";
import { isTemplate } from "../expressions/expression";
import { escaped } from "../expressions/literal";
import { resolve } from "../expressions/resolve";
import type { Trail } from "../expressions/trail";
import { ABSENT, notKnown, type Part, type Unknown, type Value } from "../expressions/value";
import { givenIn, isObject, type Json, type JsonObject, own } from "../json";
import { type Content, type Element, Hidden, hidden } from "./content";
import type { Scope } from "./module";
import { elementOf, NO_DOCUMENT, Written } from "./written";

/** One object of a plan with its two masks (Terraform, JSON Output Format, Change Representation). */
export interface Shown {
  readonly values: JsonObject;
  /** `true`, or an object or a list of the same, where a value shows only after apply. */
  readonly unknown?: Json;
  readonly sensitive?: Json;
}

const NOT_IN_A_PLAN: Unknown = { ...notKnown("a plan does not show it; judge the configuration"), neverShown: true };

const NOTHING: ReadonlySet<string> = new Set();

const ONLY_AFTER_APPLY = "it shows only after apply";

const TOO_DEEP = "it is nested too deeply";

/**
 * A block of a plan, joined with the block of the configuration that it comes from: a provider may hide what the
 * configuration states (Scaleway's hides region and zone), and only the configuration tells what refers to what.
 */
export class Planned implements Content {
  constructor(
    private readonly shown: Shown,
    /** `undefined` where it cannot be told which block of the configuration it comes from. */
    private readonly written: Written | undefined,
    private readonly scope: Scope,
    /** What a plan never shows of such a block, although its configuration may say it. */
    private readonly neverShown: ReadonlySet<string> = NOTHING,
  ) {}

  get names(): readonly string[] {
    const { values } = this.shown;
    if (!this.written) return givenIn(values);
    const { names } = this.written;
    for (const name in values) if (values[name] !== null && !this.written.has(name)) names.push(name);
    return names;
  }

  has(name: string): boolean {
    return this.planned(name) !== undefined || this.written?.has(name) === true;
  }

  raw(name: string): Json | undefined {
    const planned = this.planned(name);
    if (planned === undefined) return this.written?.raw(name);
    return isScalar(planned) || !this.isUnknown(name) ? escaped(planned) : this.written?.raw(name);
  }

  value(name: string, trail?: Trail): Value {
    const planned = this.planned(name);
    if (isScalar(planned)) return this.shownValue(name, planned!);
    if (this.neverShown.has(name)) return NOT_IN_A_PLAN;
    if (this.isUnknown(name)) return this.written ? this.written.value(name, trail) : notKnown(ONLY_AFTER_APPLY);
    if (planned !== undefined) return this.shownValue(name, planned);
    // A write-only argument is null in every plan; any other null is what the expression came to.
    const written = this.written?.raw(name);
    return written !== undefined && !isExpression(written) ? this.written!.value(name, trail) : ABSENT;
  }

  stated(name: string, trail?: Trail): Value {
    if (this.neverShown.has(name)) return NOT_IN_A_PLAN;
    if (!this.written) return notKnown("the plan does not tell which block of the configuration it comes from");
    return this.written.stated(name, trail);
  }

  parts(name: string): readonly Part[] {
    const written = this.written?.parts(name);
    if (written?.some(isReference)) return written;
    const planned = this.planned(name);
    if (typeof planned === "string") return [planned];
    return written ?? (this.isUnknown(name) ? [notKnown(ONLY_AFTER_APPLY)] : []);
  }

  items(name: string): readonly Element[] {
    const planned = this.planned(name);
    const mask = this.mask(name);
    if (mask === true) return this.written?.items(name) ?? new Hidden(notKnown(ONLY_AFTER_APPLY)).items();
    if (planned === undefined) return this.isNotPlanned(name) ? this.written!.items(name) : [];
    const written = this.written?.items(name) ?? [];
    const elements = Array.isArray(planned) ? planned : [planned];
    const sources = paired(elements, written, fits);
    const isSensitive = isMarked(this.shown.sensitive, name);
    return elements.map((element, index) => {
      const source = sources[index];
      if (isUnknownAt(mask, index)) return source ?? { value: notKnown(ONLY_AFTER_APPLY), parts: [] };
      const plain = elementOf(escaped(element), this.scope);
      const isReferring = source?.parts.some(isReference);
      if (!isReferring && !isSensitive) return plain;
      const { value } = plain;
      return {
        value: isSensitive && value.is === "known" ? { ...value, sensitive: true } : value,
        parts: isReferring ? source!.parts : plain.parts,
      };
    });
  }

  blocks(name: string): readonly Content[] {
    if (this.neverShown.has(name)) return [new Hidden(NOT_IN_A_PLAN)];
    const planned = this.planned(name);
    const mask = this.mask(name);
    if (mask === true) {
      const written = this.written?.blocks(name) ?? [];
      const isAllWritten = this.written !== undefined && this.shown.unknown === true;
      // A plan shows nothing of a `dynamic` block whose number shows only after apply, not even that it is there.
      return isAllWritten || written.some(({ opaque }) => opaque) ? written : [...written, hidden(ONLY_AFTER_APPLY)];
    }
    if (planned === undefined) return this.isNotPlanned(name) ? this.written!.blocks(name) : [];
    const objects = Array.isArray(planned) ? planned : [planned];
    const written = (this.written?.blocks(name) ?? NO_BLOCKS).filter(isWritten);
    const sources = paired(objects, written, mayComeFrom);
    const sensitive = this.mask(name, this.shown.sensitive);
    return objects.map((values, index) =>
      isObject(values)
        ? new Planned(
            { values, unknown: elementAt(mask, index), sensitive: elementAt(sensitive, index) },
            sources[index],
            this.scope,
          )
        : hidden("it is no block"),
    );
  }

  /** Its values as the plan shows them, joined with the document of the configuration, which has the references. */
  document(name: string): Content | undefined {
    const written = this.written?.document(name);
    const source = written instanceof Written ? written : undefined;
    if (this.isUnknown(name)) return source ?? hidden(ONLY_AFTER_APPLY);
    const planned = this.planned(name);
    if (planned === undefined) return written;
    const values = typeof planned === "string" ? documentIn(planned) : undefined;
    if (!values) return hidden(NO_DOCUMENT);
    if (isDeeperThan(values, DEEPEST)) return hidden(TOO_DEEP);
    const shown = { values, sensitive: isMarked(this.shown.sensitive, name) };
    return new Planned(shown, source && mayBecome(source, values, this.scope) ? source : undefined, this.scope);
  }

  private planned(name: string): Json | undefined {
    return own(this.shown.values, name) ?? undefined;
  }

  private mask(name: string, mask = this.shown.unknown): Json | undefined {
    return isObject(mask) ? own(mask, name) : mask === true ? true : undefined;
  }

  /** Whether anything in an attribute shows only after apply. */
  private isUnknown(name: string): boolean {
    return isMarkedAnywhere(this.mask(name));
  }

  /** Arguments that are no part of what the provider plans, such as provisioners. */
  private isNotPlanned(name: string): boolean {
    return this.written !== undefined && !Object.hasOwn(this.shown.values, name) && this.mask(name) === undefined;
  }

  private shownValue(name: string, value: Json): Value {
    if (isDeeperThan(value, DEEPEST)) return notKnown(TOO_DEEP);
    return isMarked(this.shown.sensitive, name) ? { is: "known", value, sensitive: true } : { is: "known", value };
  }
}

/** How deep a planned value may nest and still be read. */
const DEEPEST = 64;

function isDeeperThan(value: Json, limit: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (limit === 0) return true;
  for (const name in value) if (isDeeperThan(own(value as JsonObject, name)!, limit - 1)) return true;
  return false;
}

/** Whether a mask marks anything; one that is nested too deeply to read counts as marking. */
function isMarkedAnywhere(mask: Json | undefined, limit = DEEPEST): boolean {
  if (typeof mask !== "object" || mask === null) return mask === true;
  if (limit === 0) return true;
  for (const name in mask) if (isMarkedAnywhere(own(mask as JsonObject, name), limit - 1)) return true;
  return false;
}

function isMarked(mask: Json | undefined, name: string): boolean {
  return mask === true || (isObject(mask) && isMarkedAnywhere(own(mask, name)));
}

function isUnknownAt(mask: Json | undefined, index: number): boolean {
  return isMarkedAnywhere(elementAt(mask, index));
}

/** What a mask says of one element of a list. */
function elementAt(mask: Json | undefined, index: number): Json | undefined {
  return Array.isArray(mask) ? mask[index] : mask;
}

/** Whether the engine has anything to evaluate in raw JSON; taken for granted where it is nested too deeply to read. */
function isExpression(raw: Json, limit = DEEPEST): boolean {
  if (typeof raw !== "object" || raw === null) return typeof raw === "string" && isTemplate(raw);
  return limit === 0 || Object.values(raw).some((item) => isExpression(item, limit - 1));
}

function isReference(part: Part): boolean {
  return typeof part === "object" && part.is === "reference";
}

/** Whether an element of a list may be what an element of the configuration came to. */
function fits({ value }: Element, planned: Json): boolean {
  return value.is === "known" && !isDeeperThan(planned, DEEPEST) && isSame(value.value, planned);
}

const NO_BLOCKS: readonly Content[] = [];

function isWritten(block: Content): block is Written {
  return block instanceof Written;
}

/** Whether a planned block may be what a block of the configuration came to: no argument says otherwise. */
function mayComeFrom(written: Written, planned: Json): boolean {
  if (!isObject(planned)) return false;
  return written.names.every((name) => {
    const value = written.value(name);
    const shown = own(planned, name);
    if (value.is !== "known" || shown === undefined || shown === null) return true;
    return typeof value.value === "object" || isSame(value.value, shown);
  });
}

/**
 * Whether a planned document may be what one of the configuration came to: the same in everything that is known of both.
 * A plan may show the text of the state, in an order of its own.
 */
function mayBecome(written: Written, planned: JsonObject, scope: Scope): boolean {
  return written.names.every((name) => mayBe(own(planned, name), written.raw(name)!, scope));
}

function mayBe(planned: Json | undefined, raw: Json, scope: Scope): boolean {
  if (planned === undefined) return false;
  if (Array.isArray(raw)) {
    return (
      Array.isArray(planned) &&
      planned.length === raw.length &&
      raw.every((item, index) => mayBe(planned[index], item, scope))
    );
  }
  if (isObject(raw)) {
    return isObject(planned) && Object.keys(raw).every((name) => mayBe(own(planned, name), own(raw, name)!, scope));
  }
  const value = resolve(raw, scope);
  return value.is !== "known" || isSame(value.value, planned);
}

/** Terraform turns a text into the number or boolean that the provider wants, and back. */
function isSame(one: Json, other: Json): boolean {
  return typeof one === "object" || typeof other === "object"
    ? JSON.stringify(one) === JSON.stringify(other)
    : String(one) === String(other);
}

/** What shows only after apply is no scalar in a plan: it is left out, or stands in what its mask marks. */
function isScalar(planned: Json | undefined): boolean {
  return planned !== undefined && typeof planned !== "object";
}

/** Gives each element the source that fits it, each source once; the rest in order, where as many are left. */
function paired<Source>(
  elements: readonly Json[],
  sources: readonly Source[],
  fits: (source: Source, element: Json) => boolean,
): (Source | undefined)[] {
  if (elements.length === 1 && sources.length === 1) return [sources[0]];
  const isInOrder = elements.length === sources.length && elements.every((element, at) => fits(sources[at]!, element));
  if (isInOrder) return [...sources];
  const left = new Set(sources);
  const found = elements.map((element) => {
    for (const source of left) {
      if (!fits(source, element)) continue;
      left.delete(source);
      return source;
    }
    return undefined;
  });
  const open = found.filter((source) => source === undefined).length;
  if (open === 0 || open !== left.size) return found;
  const rest = left.values();
  return found.map((source) => source ?? rest.next().value);
}
