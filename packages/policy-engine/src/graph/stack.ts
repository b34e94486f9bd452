import { dirname, posix } from "node:path";
import type { StackDocument } from "../documents/document";
import { type Json, type JsonObject, own } from "../json";
import { readConfiguration } from "./configuration";
import type { Graph } from "./graph";
import { Module } from "./module";
import { isPlan, readPlan } from "./plan";

/** One Terraform state: a configuration, or the plan of one. */
export class Stack {
  readonly name: string;
  /** File that it was read from, relative to where the reader stood. @default - not read from a file */
  readonly file?: string;
  readonly root: Module;
  /** Whether the document is a plan, in which every instance stands for itself. */
  readonly isPlan: boolean;
  /** Source address by local name, as written under `required_providers`; not a string where it is malformed. */
  readonly requiredProviders: ReadonlyMap<string, Json | undefined>;
  /** Where the state is kept, in a form that equals that of the remote states that read it. */
  readonly stateLocation: string | undefined;
  private readonly variables: JsonObject;

  /** @throws {UnreadableDocument} when the document is no configuration and no whole plan of a known format */
  constructor(
    readonly graph: Graph,
    document: StackDocument,
  ) {
    this.name = document.name;
    this.file = document.file;
    this.isPlan = isPlan(document);
    this.root = new Module(this, "");
    const { requiredProviders, backend, variables } = this.isPlan
      ? readPlan(document, this.root)
      : readConfiguration(document, this.root);
    this.requiredProviders = requiredProviders;
    this.variables = variables ?? {};
    this.stateLocation = backend && this.locate(...backend);
  }

  /** The value that the root's variable was given, where the document tells. */
  variableValue(name: string): Json | undefined {
    return own(this.variables, name);
  }

  /** Where a state of that backend lies, or `undefined` for a backend whose settings this does not know how to compare. */
  locate(backend: string, config: JsonObject): string | undefined {
    const part = (name: string) => own(config, name);
    if (backend === "s3" && typeof part("bucket") === "string" && typeof part("key") === "string") {
      return `s3:${part("bucket")}/${part("key")}`;
    }
    if (backend === "local") {
      const path = part("path") ?? "terraform.tfstate";
      const folder = this.file ? dirname(this.file) : posix.join("stacks", this.name);
      return typeof path === "string" ? `local:${posix.resolve("/", folder, path)}` : undefined;
    }
    return undefined;
  }
}

/** What a document tells of a stack as a whole. */
export interface Settings {
  readonly requiredProviders: ReadonlyMap<string, Json | undefined>;
  /** Its type and its settings. @default - none is declared, or the document does not show it */
  readonly backend?: readonly [type: string, config: JsonObject];
  /** Values of the root's variables, as raw JSON. @default - not told */
  readonly variables?: JsonObject;
}
