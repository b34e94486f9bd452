import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Environment, NETWORK, pick, SYSTEM } from "./environment";
import { diskFull, ToolchainError } from "./error";
import type { Go } from "./go";
import type { PinnedModule } from "./go-modules";
import { run } from "./run";

/** Where Go keeps and finds modules. What would change the result (GOFLAGS, GOOS, CGO_CFLAGS, …) stays behind. */
const GO = [
  ...["GOROOT", "GOPATH", "GOCACHE", "GOMODCACHE", "GOTMPDIR", "GOMAXPROCS", "GOENV"],
  ...["GOPROXY", "GONOPROXY", "GOPRIVATE", "GOSUMDB", "GONOSUMDB", "GOINSECURE", "GOAUTH", "NETRC"],
];

/** The part of a build that no caller changes: what is in `go.mod` and `go.sum`, and nothing else. */
const FIXED = {
  CGO_ENABLED: "0",
  GOFLAGS: "-mod=readonly -buildvcs=false",
  GOTOOLCHAIN: "local",
  GOWORK: "off",
};

/** All that goes into a build but the version of Go, as a name: two builds of the same name and Go are the same program. */
export async function buildName(module: PinnedModule, platform: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of ["go.mod", "go.sum"]) hash.update(await readFile(join(module.directory, file)));
  hash.update(JSON.stringify([module.program, module.ldflags, FIXED]));
  return `${module.version}-${platform}-${hash.digest("hex").slice(0, 12)}`;
}

export interface GoBuild {
  readonly go: Go;
  readonly module: PinnedModule;
  /** As in "linux_amd64". */
  readonly platform: string;
  /** The program to write. */
  readonly output: string;
  readonly environment: Environment;
  readonly report: (message: string) => void;
  /** Milliseconds between two reports. @default 5 s */
  readonly heartbeat?: number;
}

/**
 * Builds a pinned program. Go fetches modules as its own settings say (`GOPROXY`, by default the public Go module
 * proxy) and checks them against the committed `go.sum`. Where the caller's HTTPS_PROXY or certificates lead nowhere, it
 * tries once more without them.
 *
 * @throws ToolchainError if the modules cannot be had, the disk is full, or the build fails otherwise
 */
export async function goBuild(build: GoBuild): Promise<void> {
  const { go, module, platform, output, environment, report, heartbeat = 5_000 } = build;
  const [GOOS = "", GOARCH = ""] = platform.split("_");
  const task = `building ${module.title} ${module.version} with Go ${go.version}`;
  let fetched = 0;
  let compiled = 0;
  const beat = setInterval(() => {
    const done = [fetched && `${fetched} modules fetched`, compiled && `${compiled} packages compiled`].filter(Boolean);
    report(done.length > 0 ? `${task}: ${done.join(", ")}` : task);
  }, heartbeat);
  report(task);
  const attempt = async (network: Record<string, string>) => {
    const { code, lines } = await run(
      go.path,
      ["build", "-v", "-trimpath", "-ldflags", module.ldflags, "-o", output, module.program],
      {
        cwd: module.directory,
        env: { ...pick(environment, [...SYSTEM, ...GO]), ...network, ...FIXED, GOOS, GOARCH },
        onLine: (line) => {
          if (line.startsWith("go: downloading ")) fetched++;
          else if (isPackage(line)) compiled++;
        },
      },
    );
    return code === 0 ? undefined : explain(module, lines);
  };
  try {
    const network = pick(environment, NETWORK);
    let failure = await attempt(network);
    if (failure instanceof Unreachable && Object.keys(network).length > 0) {
      report(`Go reaches nothing with the caller's ${Object.keys(network).join(", ")}; trying without`);
      failure = (await attempt({})) && failure; // the first failure is the one to mend
    }
    if (failure) throw failure;
  } finally {
    clearInterval(beat);
  }
}

/** The modules are out of reach, so another way out of the network may help. */
class Unreachable extends ToolchainError {}

/** With `-v`, Go prints the import path of each package as it compiles it. */
function isPackage(line: string): boolean {
  return /^[\w./~-]+$/.test(line);
}

function explain(module: PinnedModule, lines: readonly string[]): ToolchainError {
  const messages = lines.filter(
    (line) => line.trim() !== "" && !isPackage(line) && !line.startsWith("go: downloading "),
  );
  const matching = (pattern: RegExp) => messages.find((line) => pattern.test(line))?.trim();
  const failed = `${module.title} ${module.version} could not be built`;

  const full = matching(/no space left on device|disk quota exceeded/i);
  if (full) return diskFull(`${failed}: ${full}`);

  const tampered = matching(/checksum mismatch|SECURITY ERROR/);
  if (tampered) {
    return new ToolchainError(
      `${failed}: ${tampered}. A module is not the one that ${join(module.directory, "go.sum")} pins.`,
      "Do not go on with this module. `go clean -modcache` and another GOPROXY show whether the cache or the proxy is wrong.",
    );
  }

  const unreachable = matching(
    /dial tcp|no such host|connection re(fused|set)|i\/o timeout|TLS handshake|x509:|proxyconnect|module lookup disabled|unexpected EOF|: (4\d\d|5\d\d) /,
  );
  if (unreachable) {
    return new Unreachable(
      `${failed}: Go cannot fetch its modules. ${unreachable}`,
      `Check the network, HTTPS_PROXY and GOPROXY (\`go env GOPROXY\`); a module proxy inside your network serves as well. Where neither is possible, fill Go's module cache elsewhere with \`go mod download\` in ${module.directory}.`,
    );
  }

  const killed = matching(/signal: killed/);
  if (killed) {
    return new ToolchainError(
      `${failed}: ${killed}. The compiler was ended from outside, usually for want of memory.`,
      "Give it 4 GB, or set GOMAXPROCS=1, and run again.",
    );
  }

  return new ToolchainError(
    [`${failed}. Go's last words:`, ...messages.slice(-10).map((line) => `  ${line}`)].join("\n"),
    `To see all of it: \`go build ${module.program}\` in ${module.directory}.`,
  );
}
