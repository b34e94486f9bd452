import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * A Go module of ours whose one purpose is to pin another: its `go.mod` names the tool, its version and the oldest Go
 * that compiles it, its `go.sum` the content of everything that goes in.
 */
export interface PinnedModule {
  /** For people: "OpenTofu". */
  readonly title: string;
  /** Folder of `go.mod` and `go.sum`. */
  readonly directory: string;
  /** Import path of the program to build. */
  readonly program: string;
  /** Without the leading v. */
  readonly version: string;
  /** Oldest Go version that can build it. */
  readonly goVersion: string;
  /** What the linker writes into the program: upstream's release flags. */
  readonly ldflags: string;
}

// Asked of the resolver, since this code may run from a bundle in another folder of the repository.
const PACKAGE = dirname(createRequire(__filename).resolve("@hdh/toolchain/package.json"));

function pinnedModule(folder: string, title: string, ldflags: (version: string) => string): PinnedModule {
  const directory = join(PACKAGE, folder);
  const goMod = readFileSync(join(directory, "go.mod"), "utf8");
  const first = (pattern: RegExp) => {
    const match = pattern.exec(goMod)?.[1];
    if (match === undefined) throw new Error(`${join(directory, "go.mod")}: no line matches ${pattern}`);
    return match;
  };
  const program = first(/^tool (\S+)$/m);
  // The program is a package of the required module whose path is a prefix of its own.
  const version = [...goMod.matchAll(/^(?:require|\t)\s*(\S+) v(\S+)/gm)].find(
    ([, module]) => program === module || program.startsWith(`${module}/`),
  )?.[2];
  if (version === undefined) throw new Error(`${join(directory, "go.mod")}: ${program} is a tool, but not required`);
  return { title, directory, program, version, goVersion: first(/^go (\S+)$/m), ldflags: ldflags(version) };
}

/**
 * Without the version, the provider calls itself "develop" in its user agent
 * (source: `.goreleaser.yml` and `version/version.go` of the provider's repository).
 */
export const PROVIDER_MODULE = pinnedModule(
  "provider",
  "Scaleway provider",
  (version) => `-s -w -X github.com/scaleway/terraform-provider-scaleway/v2/version.Version=${version}`,
);

/** `version.dev` says that a build is no release (source: `version/version.go` of OpenTofu's repository). */
export const OPENTOFU_MODULE = pinnedModule(
  "opentofu",
  "OpenTofu",
  () => "-s -w -X github.com/opentofu/opentofu/version.dev=no",
);

/** Version of `scaleway/scaleway` that everything here is made for; its one source is `provider/go.mod`. */
export const PROVIDER_VERSION = PROVIDER_MODULE.version;

/** Version of OpenTofu that is built where no engine is found; its one source is `opentofu/go.mod`. */
export const OPENTOFU_VERSION = OPENTOFU_MODULE.version;
