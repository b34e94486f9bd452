import { copyFileSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { stateFolder } from "../project";

/** One resource instance that a Terraform state holds, without its attributes: those may hold secrets. */
export interface ManagedResource {
  readonly environment: string;
  readonly stack: string;
  /** Address inside its stack, for example `scaleway_vpc.platform_vpc_1A2B3C4D`. */
  readonly address: string;
  readonly type: string;
  /** Terraform id, for example `fr-par/<uuid>`. */
  readonly id: string;
  /** Tells apart resources that share type and id: `ipv4` and `ipv6` for the two ACLs of a VPC. */
  readonly discriminator?: string;
  /** One line that says which it is. @default - its type says enough */
  readonly label?: string;
}

/** An output of a stack that is not sensitive. */
export interface StackOutput {
  readonly environment: string;
  readonly stack: string;
  readonly name: string;
  readonly value: unknown;
}

/** A Terraform state, version 4, as far as it is read here. */
interface State {
  readonly outputs?: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly attributes: Record<string, unknown>;
    }[];
  }[];
}

type Attributes = Readonly<Record<string, unknown>>;

/** Every resource that the local states hold, of all environments that keep their state in files. */
export function managedResources(folder = stateFolder): ManagedResource[] {
  return stateFiles(folder).flatMap(({ environment, stack, file }) =>
    (readState(file).resources ?? [])
      .filter((resource) => resource.mode === "managed")
      .flatMap(({ type, name, instances }) =>
        instances.map(({ index_key, attributes }) => {
          const index = index_key === undefined ? "" : `[${JSON.stringify(index_key)}]`;
          const discriminator = type === "scaleway_vpc_acl" ? (attributes.is_ipv6 ? "ipv6" : "ipv4") : undefined;
          const id = String(attributes.id);
          return {
            environment,
            stack,
            address: `${type}.${name}${index}`,
            type,
            id,
            discriminator,
            label: labelOf(type, attributes),
          };
        }),
      ),
  );
}

/** What the stacks put out for people to read; values that the engine holds for sensitive are left out. */
export function stackOutputs(folder = stateFolder): StackOutput[] {
  return stateFiles(folder).flatMap(({ environment, stack, file }) =>
    Object.entries(readState(file).outputs ?? {})
      .filter(([, { sensitive }]) => !sensitive)
      .map(([name, { value }]) => ({ environment, stack, name, value })),
  );
}

/** The attributes that are worth showing, by type; everything else of a state stays inside it. */
function labelOf(type: string, attributes: Attributes): string | undefined {
  const name = String(attributes.name);
  switch (type) {
    case "scaleway_account_project":
    case "scaleway_iam_application":
    case "scaleway_key_manager_key":
    case "scaleway_vpc":
    case "scaleway_vpc_public_gateway":
    case "scaleway_cockpit_source":
    case "scaleway_lb":
      return name;
    case "scaleway_k8s_cluster":
      return `${name} (${attributes.type}, Kubernetes ${attributes.version})`;
    case "scaleway_k8s_pool":
      return `${name} (${attributes.zone}, ${attributes.node_type})`;
    case "scaleway_rdb_instance":
      return `${name} (${attributes.engine}, ${attributes.is_ha_cluster ? "two nodes" : "one node"})`;
    case "scaleway_vpc_private_network":
      return `${name} ${(attributes.ipv4_subnet as { subnet: string }[] | undefined)?.[0]?.subnet ?? ""}`.trimEnd();
    case "scaleway_object_bucket": {
      const tags = (attributes.tags ?? {}) as Record<string, string>;
      return `${name} (${tags["hdh-class"]}, ${tags["hdh-role"]})`;
    }
    default:
      return undefined;
  }
}

function readState(file: string): State {
  const text = readFileSync(file, "utf8");
  // An engine makes an empty file to lock it, and leaves it so when it is killed before it has anything to write.
  return text === "" ? {} : JSON.parse(text);
}

/**
 * Puts the engine's own backup in the place of each state that a kill cut off while it was written.
 * @returns the files that were mended
 */
export function mendTornStates(folder = stateFolder): string[] {
  return stateFiles(folder)
    .map(({ file }) => file)
    .filter((file) => !isState(file) && isState(`${file}.backup`))
    .map((file) => {
      copyFileSync(`${file}.backup`, file);
      return file;
    });
}

function stateFiles(folder: string) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((environment) => statSync(join(folder, environment)).isDirectory())
    .flatMap((environment) =>
      readdirSync(join(folder, environment))
        .filter((name) => name.endsWith(".tfstate"))
        .map((name) => ({ environment, stack: basename(name, ".tfstate"), file: join(folder, environment, name) })),
    );
}

function isState(file: string): boolean {
  try {
    return typeof JSON.parse(readFileSync(file, "utf8")).version === "number";
  } catch {
    return false;
  }
}
