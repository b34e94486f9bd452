import {
  type ModuleDocument,
  merged,
  objectsByName,
  type SourceFile,
  type StackDocument,
  UnreadableDocument,
} from "../documents/document";
import { isObject, type Json, type JsonObject, own } from "../json";
import { Module } from "./module";
import { Resource } from "./resource";
import type { Settings } from "./stack";
import { Written } from "./written";

const UNSEEN = "what a module makes is not in this JSON, only in its plan";

/** Deeper than any configuration nests its modules. */
const DEEPEST = 50;

/** Reads Terraform's JSON configuration into the root module of its stack, and modules into those that it calls. */
export function readConfiguration(document: StackDocument, root: Module): Settings {
  const files = [document, ...(document.others ?? [])];
  const requiredProviders = new Map<string, Json | undefined>();
  readModule({ files, modules: document.modules }, root, requiredProviders);
  const terraform = merged(files.flatMap(({ json }) => own(json, "terraform") ?? []));
  keep(new Resource({ module: root, mode: "terraform", type: "terraform", name: "" }, new Written(terraform, root)));
  return { requiredProviders, backend: objectsByName(own(terraform, "backend"))[0] };
}

function readModule(
  { files, modules = {} }: ModuleDocument,
  module: Module,
  requiredProviders: Map<string, Json | undefined>,
  depth = 0,
): void {
  if (depth > DEEPEST) {
    throw new UnreadableDocument(
      `${module.address} is nested more than ${DEEPEST} calls deep. Call modules from fewer levels.`,
    );
  }
  for (const file of files) {
    readFile(file, module);
    const terraform = merged(own(file.json, "terraform"));
    for (const [name, source] of sourcesIn(own(terraform, "required_providers"))) {
      const key = requiredProviders.get(name) === source ? name : module.within(name);
      requiredProviders.set(requiredProviders.has(name) ? key : name, source);
    }
    for (const [name, call] of objectsByName(own(file.json, "module"))) {
      const document = Object.hasOwn(modules, name) ? modules[name] : undefined;
      const identity = { module, mode: "module", type: "module", name, file: file.file } as const;
      keep(new Resource({ ...identity, unseen: document ? undefined : UNSEEN }, new Written(call, module)));
      if (!document) continue;
      const child = new Module(module.stack, module.within(`module.${name}`), {
        scope: module,
        arguments: call,
        repeatedBy: ["count", "for_each"].some((argument) => Object.hasOwn(call, argument))
          ? `how often module ${name} is called`
          : undefined,
      });
      module.keepCall(name, child);
      readModule(document, child, requiredProviders, depth + 1);
    }
  }
}

function readFile({ json, file }: SourceFile, module: Module): void {
  module.declare("locals", merged(own(json, "locals")));
  module.declare("variables", Object.fromEntries(objectsByName(own(json, "variable"))));
  module.declare("outputs", Object.fromEntries(objectsByName(own(json, "output"))));
  for (const [block, mode] of [
    ["resource", "managed"],
    ["data", "data"],
    ["ephemeral", "ephemeral"],
  ] as const) {
    for (const [type, byName] of objectsByName(own(json, block))) {
      for (const [name, attributes] of objectsByName(byName)) {
        keep(new Resource({ module, mode, type, name, file }, new Written(attributes, module)));
      }
    }
  }
  for (const [type, block] of objectsByName(own(json, "provider"))) {
    const alias = own(block, "alias");
    const name = typeof alias === "string" ? alias : "";
    keep(new Resource({ module, mode: "provider", type, name, file }, new Written(block, module)));
  }
  for (const mode of ["variable", "output"] as const) {
    for (const [name, block] of objectsByName(own(json, mode))) {
      keep(new Resource({ module, mode, type: mode, name, file }, new Written(block, module)));
    }
  }
}

/** Puts a block where its module's expressions and the rules find it. */
export function keep(resource: Resource): void {
  resource.module.keep(resource);
  resource.graph.keep(resource);
}

/** `required_providers` in both of its forms: an object with a source, or the bare version of old configurations. */
function sourcesIn(requirements: Json | undefined): [string, Json | undefined][] {
  return Object.entries(merged(requirements))
    .filter(([name]) => name !== "//")
    .map(([name, requirement]) => [
      name,
      isObject(requirement) ? (own(requirement as JsonObject, "source") ?? name) : name,
    ]);
}
