import { copyFileSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { stateFolder } from "../project";

/** One resource instance that a Terraform state holds. */
export interface ManagedResource {
  readonly environment: string;
  readonly stack: string;
  /** Address inside its stack, for example `scaleway_vpc.platform_vpc_1A2B3C4D`. */
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A Terraform state, version 4, as far as it is read here. */
interface State {
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

/** Every resource that the local states hold, of all environments that keep their state in files. */
export function managedResources(folder = stateFolder): ManagedResource[] {
  return stateFiles(folder).flatMap(({ environment, stack, file }) => {
    const text = readFileSync(file, "utf8");
    // An engine makes an empty file to lock it, and leaves it so when it is killed before it has anything to write.
    const state: State = text === "" ? {} : JSON.parse(text);
    return (state.resources ?? [])
      .filter((resource) => resource.mode === "managed")
      .flatMap(({ type, name, instances }) =>
        instances.map(({ index_key, attributes }) => {
          const index = index_key === undefined ? "" : `[${JSON.stringify(index_key)}]`;
          return { environment, stack, address: `${type}.${name}${index}`, type, attributes };
        }),
      );
  });
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
