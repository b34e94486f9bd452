import { merged, type StackDocument, UnknownFormat, UnreadableDocument } from "../documents/document";
import { escaped } from "../expressions/literal";
import { isObject, type Json, type JsonObject, objectsIn, own } from "../json";
import { callsIn } from "./address";
import { actionOf, type Change } from "./change";
import { keep } from "./configuration";
import { type InstanceKey, Module } from "./module";
import { ConfiguredModule } from "./plan-configuration";
import { Planned, type Shown } from "./planned";
import { type Identity, Resource } from "./resource";
import type { Settings } from "./stack";
import { Written } from "./written";

/** The major of `format_version` that this reads (Terraform, JSON Output Format). */
const MAJOR = "1";

/** What a plan never shows of a resource, and of the `terraform` block. */
const NEVER_SHOWN_OF_RESOURCES: ReadonlySet<string> = new Set(["lifecycle", "connection"]);
const NEVER_SHOWN_OF_SETTINGS: ReadonlySet<string> = new Set(["backend", "cloud"]);

/** Part of the engine itself, and nowhere required. */
const BUILT_IN = "terraform.io/builtin/terraform";

/**
 * Whether a document is a plan rather than a configuration.
 * @throws {UnreadableDocument} when it is a state
 * @throws {UnknownFormat} when it is a plan of a format that this cannot read
 */
export function isPlan({ name, file, json }: StackDocument): boolean {
  const version = own(json, "format_version");
  if (version === undefined) return false;
  const place = file ?? name;
  if (typeof version !== "string" || version.split(".")[0] !== MAJOR) {
    throw new UnknownFormat(
      `${place}: format_version is ${JSON.stringify(version)}; must be ${MAJOR}.x. Update the policy engine, or make the plan with a release that writes ${MAJOR}.x.`,
    );
  }
  if (!Array.isArray(own(json, "resource_changes")) && !isObject(own(json, "configuration"))) {
    throw new UnreadableDocument(
      `${place} is a state or holds no plan. Save a plan with plan -out=FILE and print it with show -json FILE.`,
    );
  }
  if (own(json, "errored") === true) {
    throw new UnreadableDocument(`${place} is the plan of a run that failed, and shows only a part. Make it again.`);
  }
  return true;
}

/** Reads a plan, joined with the configuration in it, into the root module of its stack. */
export function readPlan({ json }: StackDocument, root: Module): Settings {
  const configuration = object(own(json, "configuration"));
  const plan = new PlanReader(root, new ConfiguredModule(object(own(configuration, "root_module"))));
  const prior = object(own(object(own(json, "prior_state")), "values"));
  plan.readData(object(own(prior, "root_module")));
  const deferred = objectsIn(own(json, "deferred_changes")).flatMap((entry) => own(entry, "resource_change") ?? []);
  for (const change of [...objectsIn(own(json, "resource_changes")), ...objectsIn(deferred)]) plan.readChange(change);
  plan.addModulesWithoutResources();
  plan.readDataThatNothingShows();

  const required = plan.readProviders(object(own(configuration, "provider_config")));
  const settings: Shown = { values: { required_providers: Object.fromEntries(required) } };
  keep(
    new Resource(
      { module: root, mode: "terraform", type: "terraform", name: "" },
      new Planned(settings, undefined, root, NEVER_SHOWN_OF_SETTINGS),
    ),
  );
  const variables = Object.entries(object(own(json, "variables"))).flatMap(([name, variable]) => {
    const value = isObject(variable) ? own(variable, "value") : undefined;
    return value === undefined ? [] : [[name, escaped(value)] as const];
  });
  const requiredProviders = new Map([...required].map(([name, requirement]) => [name, own(requirement, "source")]));
  return { requiredProviders, variables: Object.fromEntries(variables) };
}

class PlanReader {
  /** Module instances by address, with their configuration; `undefined` for a call that is no longer written. */
  private readonly modules = new Map<string, readonly [Module, ConfiguredModule | undefined]>();
  private readonly dataRead = new Set<string>();

  constructor(
    private readonly root: Module,
    configuration: ConfiguredModule,
  ) {
    this.addModule(root, configuration);
  }

  readChange(entry: JsonObject): void {
    const mode = own(entry, "mode");
    const change = object(own(entry, "change"));
    const type = own(entry, "type");
    const name = own(entry, "name");
    if (typeof type !== "string" || typeof name !== "string" || (mode !== "managed" && mode !== "data")) return;
    const { module, key } = this.placeOf(entry);
    const identity: Identity = { module, key, mode, type, name };
    const after = own(change, "after");
    const deposed = own(entry, "deposed");
    const stays = isObject(after) && deposed === undefined;
    const resource = stays
      ? this.resource(identity, {
          values: after,
          unknown: own(change, "after_unknown"),
          sensitive: own(change, "after_sensitive"),
        })
      : undefined;
    if (resource) this.keep(resource);
    if (mode === "managed") this.readAction(identity, entry, resource);
  }

  private readAction(identity: Identity, entry: JsonObject, after: Resource | undefined): void {
    const change = object(own(entry, "change"));
    const actions = own(change, "actions");
    const action = actionOf(Array.isArray(actions) ? actions : []);
    if (!action) return;
    const values = own(change, "before");
    const before = isObject(values)
      ? new Resource(
          identity,
          new Planned(
            { values, sensitive: own(change, "before_sensitive") },
            undefined,
            identity,
            NEVER_SHOWN_OF_RESOURCES,
          ),
        )
      : undefined;
    const resource = after ?? before;
    if (!resource) return;
    const { mode, type, address } = resource;
    const paths = own(change, "replace_paths");
    const deposed = own(entry, "deposed");
    const planned: Change = {
      action,
      mode,
      type,
      address,
      before,
      after,
      resource,
      replacedBy: Array.isArray(paths) ? paths.map(pathText) : [],
    };
    this.root.stack.graph.keepChange(typeof deposed === "string" ? { ...planned, deposed } : planned);
  }

  /** Data sources that were read while the plan was made stand in the state before it. */
  readData(state: JsonObject): void {
    for (const entry of objectsIn(own(state, "resources"))) {
      const [type, name] = [own(entry, "type"), own(entry, "name")];
      if (own(entry, "mode") !== "data" || typeof type !== "string" || typeof name !== "string") continue;
      const values = object(own(entry, "values"));
      const place = this.placeOf({ ...entry, module_address: own(state, "address") ?? "" });
      this.keep(
        this.resource({ ...place, mode: "data", type, name }, { values, sensitive: own(entry, "sensitive_values") }),
      );
    }
    for (const child of objectsIn(own(state, "child_modules"))) this.readData(child);
  }

  /** Calls of modules that only hand on values, or only call others, so that no address shows them. */
  addModulesWithoutResources(): void {
    for (const [module, configuration] of this.modules.values()) {
      for (const [name, { isRepeated }] of configuration?.calls ?? []) {
        if (!isRepeated && module.called(name).length === 0) this.addCall(module, name, undefined);
      }
    }
  }

  /** The other data sources of the configuration: what they read shows only after apply. */
  readDataThatNothingShows(): void {
    for (const [module, configuration] of this.modules.values()) {
      for (const { type, name, isRepeated } of configuration?.dataSources ?? []) {
        const identity = { module, mode: "data", type, name } as const;
        if (isRepeated || this.dataRead.has(module.within(`data.${type}.${name}`))) continue;
        this.keep(this.resource(identity, { values: {}, unknown: true }));
      }
    }
  }

  /**
   * Keeps provider blocks, and tells which providers the configuration and its resources come from, as
   * `required_providers` would. The root comes first: what it demands of a version binds all modules.
   */
  readProviders(configured: JsonObject): Map<string, JsonObject> {
    const required = new Map<string, JsonObject>();
    const isOfModule = ([, entry]: [string, Json]) => isObject(entry) && Object.hasOwn(entry, "module_address");
    const entries = Object.entries(configured);
    for (const [key, entry] of [...entries.filter((one) => !isOfModule(one)), ...entries.filter(isOfModule)]) {
      const name = isObject(entry) ? own(entry, "name") : undefined;
      const source = isObject(entry) ? own(entry, "full_name") : undefined;
      if (!isObject(entry) || typeof name !== "string" || source === BUILT_IN) continue;
      const version = own(entry, "version_constraint");
      const known = required.get(name);
      const isSame = known !== undefined && own(known, "source") === source;
      if (!isSame || own(known, "version") === undefined) {
        const requirement = {
          ...(source === undefined ? {} : { source }),
          ...(version === undefined ? {} : { version }),
        };
        required.set(known && !isSame ? key : name, requirement);
      }
      const alias = own(entry, "alias");
      const block = ConfiguredModule.blockOf(object(own(entry, "expressions")));
      if (Object.keys(block).length === 0) continue; // implied by a resource, or as good as that
      const address = own(entry, "module_address");
      const module = this.moduleAt(typeof address === "string" ? address : "");
      const identity = { module, mode: "provider", type: name, name: typeof alias === "string" ? alias : "" } as const;
      keep(new Resource(identity, new Written(block, module)));
    }
    return required;
  }

  private keep(resource: Resource): void {
    if (resource.mode === "data") this.dataRead.add(resource.module.within(`data.${resource.type}.${resource.name}`));
    keep(resource);
  }

  private resource(identity: Identity, shown: Shown): Resource {
    const { mode, type, name, module, key } = identity;
    const scope = key === undefined ? module : { module, key };
    const written = this.modules.get(module.address)?.[1]?.resource(mode, type, name, scope);
    return new Resource(identity, new Planned(shown, written, scope, NEVER_SHOWN_OF_RESOURCES));
  }

  private placeOf(entry: JsonObject): { readonly module: Module; readonly key: InstanceKey | undefined } {
    const address = own(entry, "module_address");
    const key = own(entry, "index");
    const module = this.moduleAt(typeof address === "string" ? address : "");
    return { module, key: typeof key === "string" || typeof key === "number" ? key : undefined };
  }

  private moduleAt(address: string): Module {
    const known = this.modules.get(address);
    if (known) return known[0];
    let module = this.root;
    for (const { name, key } of callsIn(address)) {
      const instances = module.called(name);
      module = instances.find((instance) => instance.call?.key === key) ?? this.addCall(module, name, key);
    }
    return module;
  }

  private addModule(module: Module, configuration: ConfiguredModule | undefined): void {
    this.modules.set(module.address, [module, configuration]);
    if (!configuration) return;
    module.declare("variables", configuration.variables);
    module.declare("outputs", configuration.outputs);
    for (const mode of ["variable", "output"] as const) {
      const blocks = mode === "variable" ? configuration.variables : configuration.outputs;
      for (const [name, block] of Object.entries(blocks)) {
        keep(new Resource({ module, mode, type: mode, name }, new Written(merged(block), module)));
      }
    }
    for (const [name, { block }] of configuration.calls) {
      keep(new Resource({ module, mode: "module", type: "module", name }, new Written(block, module)));
    }
  }

  private addCall(caller: Module, name: string, key: InstanceKey | undefined): Module {
    const call = this.modules.get(caller.address)?.[1]?.calls.get(name);
    const scope = key === undefined ? caller : { module: caller, key };
    const suffix = key === undefined ? "" : `[${JSON.stringify(key)}]`;
    const module = new Module(this.root.stack, caller.within(`module.${name}${suffix}`), {
      scope,
      arguments: call?.block ?? {},
      key,
    });
    caller.keepCall(name, module);
    this.addModule(module, call?.module);
    return module;
  }
}

/** `["rule", 0, "name"]` as `rule[0].name`. */
function pathText(path: Json): string {
  const steps = Array.isArray(path) ? path : [path];
  return steps.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : text ? `${text}.${String(step)}` : String(step)),
    "",
  );
}

function object(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
