import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join, resolve } from "node:path";

/** Variables as a process hands them over. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What any program may know of its caller: where programs, home and temporary files are. */
export const SYSTEM = ["PATH", "HOME", "USER", "LANG", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"];

/** What a program that downloads may know besides: the way out of the caller's network. */
export const NETWORK = [
  ...["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]),
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
];

/** The variables of that name, and no others: keys, regions and settings of the caller stay with the caller. */
export function pick(environment: Environment, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
}

/** The file that a shell would start for this name or path, or undefined. */
export async function findProgram(nameOrPath: string, environment: Environment): Promise<string | undefined> {
  const candidates =
    isAbsolute(nameOrPath) || nameOrPath.includes("/")
      ? [resolve(nameOrPath)]
      : (environment.PATH ?? "")
          .split(delimiter)
          .filter((folder) => folder !== "")
          .map((folder) => join(folder, nameOrPath));
  for (const candidate of candidates) {
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** This machine as Go and the engines name it: `linux_amd64`, `darwin_arm64`. */
export function hostPlatform(): string {
  const architectures: Record<string, string> = { x64: "amd64", ia32: "386" };
  return `${process.platform}_${architectures[process.arch] ?? process.arch}`;
}
