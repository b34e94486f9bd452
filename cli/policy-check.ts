import { createHash } from "node:crypto";
import { isAbsolute, relative, resolve } from "node:path";
import { text } from "node:stream/consumers";
import {
  type Evaluation,
  type JsonObject,
  type Report,
  readDocuments,
  type StackDocument,
  UnknownFormat,
  UnreadableDocument,
} from "@hdh/policy-engine";
import { environmentNames } from "../config/environments/statements";
import { frenchRegions } from "../config/localities";
import type { PolicyInputs } from "../policies/inputs";
import { judgeStacks } from "../policies/judge-stacks";
import { LISTED_PROVIDERS } from "../policies/knowledge/providers";
import { EXIT, Failure } from "./exit-codes";
import { synthesizedFolder } from "./project";

export interface CheckOptions extends Pick<Evaluation<PolicyInputs>, "asOf" | "gate"> {
  /** Judged as this environment. @default - the one that the documents say they are; where none does, `NO_ENVIRONMENT` */
  readonly environment?: string;
}

/**
 * How Terraform is judged that belongs to no environment of this project: by what holds in all of them, as strictly as
 * production, with nothing declared that would allow more.
 */
const NO_ENVIRONMENT: PolicyInputs = {
  environment: "production",
  profile: "fr-multi-az",
  allowedRegions: frenchRegions.map(({ code }) => code),
  allowedZones: frenchRegions.flatMap(({ zones }) => zones.map(({ code }) => code)),
  deviatingRegions: [],
  allowedProviders: LISTED_PROVIDERS,
  ownerPrincipals: [],
};

/** Stands for standard input where a path is expected, and in reports. */
export const STANDARD_INPUT = "-";

/**
 * Holds all rules against what cdktf synthesized last.
 * @throws {Failure} when that is not one finished synthesis of one environment
 */
export async function checkSynthesized(): Promise<Report> {
  return checkDocuments(readable(() => documentsAt(synthesizedFolder)));
}

/**
 * Holds all rules against documents, taken together as one program.
 * @throws {Failure} when they are of several environments, or cannot be judged
 */
export async function checkDocuments(documents: readonly StackDocument[], options: CheckOptions = {}): Promise<Report> {
  const { environment = environmentOf(documents), ...circumstances } = options;
  const inputs = environment === undefined ? NO_ENVIRONMENT : await inputsOf(environment);
  return readable(() => judgeStacks(documents, inputs, circumstances));
}

/** What judges an environment's statement is loaded only for one: most plans that people check belong to none. */
async function inputsOf(environment: string): Promise<PolicyInputs> {
  const [{ environmentNamed }, { policyInputs }] = await Promise.all([
    import("../config/environments"),
    import("../config/policy-inputs"),
  ]);
  return policyInputs(environmentNamed(environment));
}

/**
 * Reads folders that cdktf synthesized, folders of Terraform JSON, and files: plans or Terraform JSON.
 * @param paths `-` is a plan on standard input
 * @throws {Failure} when one of them holds nothing that could be judged, with exit code 6 for a format that is not known
 */
export async function readInputs(paths: readonly string[]): Promise<StackDocument[]> {
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new Failure(`${twice} is named twice. Name it once.`, EXIT.usage);
  const read: StackDocument[][] = [];
  for (const path of paths) {
    const given = path === STANDARD_INPUT ? await text(process.stdin) : undefined;
    read.push(readable(() => (given === undefined ? documentsAt(asSeenFromHere(path)) : [documentOf(given)])));
  }
  return read.flatMap((documents, index) => {
    const others = new Set(read.toSpliced(index, 1).flatMap((one) => one.map(({ name }) => name)));
    return documents.map((document) =>
      others.has(document.name) ? { ...document, name: `${paths[index]}:${document.name}` } : document,
    );
  });
}

function documentsAt(path: string): StackDocument[] {
  const documents = readDocuments(path);
  if (documents.length === 0)
    throw new Failure(`${path} holds no stack, so there is nothing to check. Synthesize one.`);
  for (const { json, others = [], file = path } of documents)
    refuseStranger([json, ...others.map((one) => one.json)], file);
  return documents;
}

function documentOf(given: string): StackDocument {
  const name = "stdin";
  let json: unknown;
  try {
    json = JSON.parse(given);
  } catch (error) {
    const reason = given.trim() === "" ? "it is empty" : (error as Error).message;
    throw new Failure(
      `Standard input is no JSON: ${reason}. Pipe a plan into it: tofu show -json PLAN | npx hdh check -`,
    );
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new Failure(
      "Standard input holds no JSON object. Pipe a plan into it: tofu show -json PLAN | npx hdh check -",
    );
  }
  refuseStranger([json as JsonObject], "Standard input");
  return {
    name,
    file: name,
    json: json as JsonObject,
    text: given,
    sha256: () => createHash("sha256").update(given).digest("hex"),
  };
}

/** Top-level blocks of a configuration (Terraform language and OpenTofu language, Configuration Syntax). */
const BLOCKS = [
  ...["terraform", "provider", "resource", "data", "ephemeral", "module", "variable", "locals", "output"],
  ...["moved", "import", "removed", "check"],
];

/** JSON of something else has nothing that a rule could refuse, and would pass. */
function refuseStranger(files: readonly JsonObject[], place: string): void {
  const isTerraform = files.some((json) => ["format_version", ...BLOCKS].some((name) => Object.hasOwn(json, name)));
  if (isTerraform) return;
  throw new Failure(
    `${place} is neither Terraform JSON nor a plan. Name a folder that cdktf synthesized, a folder of *.tf.json, or what tofu show -json PLAN printed.`,
  );
}

function readable<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownFormat) throw new Failure(error.message, EXIT.incomplete);
    if (error instanceof UnreadableDocument) throw new Failure(error.message);
    throw error;
  }
}

/** Reports are the same in every clone: what lies below the working folder is named from there. */
function asSeenFromHere(path: string): string {
  const below = relative(process.cwd(), resolve(path));
  return below.startsWith("..") || isAbsolute(below) ? path : below || ".";
}

/**
 * What HdhStack notes in each stack's metadata; `undefined` where none of them is a stack of this project.
 * @throws {Failure} when they say several, or one that there is not
 */
export function environmentOf(documents: readonly StackDocument[]): string | undefined {
  const stated = documents
    .map(({ json }) => (json as Annotated)["//"]?.metadata?.environment)
    .filter((name) => typeof name === "string");
  const [first, ...others] = new Set(stated);
  if (first === undefined) return undefined;
  const which = `one of ${environmentNames.join(", ")}`;
  if (others.length > 0) {
    throw new Failure(
      `These are stacks of several environments: ${[first, ...others].join(", ")}. Name the folder of one, or judge all by the rules of one with --environment.`,
    );
  }
  if (!environmentNames.includes(first)) {
    throw new Failure(`environment is ${JSON.stringify(first)}; must be ${which}. Say which it is with --environment.`);
  }
  return first;
}

interface Annotated {
  readonly "//"?: { readonly metadata?: { readonly environment?: unknown } | null } | null;
}
