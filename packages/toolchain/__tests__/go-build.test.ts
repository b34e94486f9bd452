import { join } from "node:path";
import { goBuild } from "../src/go-build";
import { PROVIDER_MODULE } from "../src/go-modules";
import { Bench, NEW_GO, pause } from "./bench";

describe("a build that fails", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.open();
    await bench.engine("terraform", "1.11.4");
  });
  afterEach(() => bench.close());

  const failing = (...lines: string[]) => `console.error(${JSON.stringify(lines.join("\n"))}); process.exit(1);`;
  const build = () => bench.prepare({ environment: { HDH_TOOLCHAIN_PROVIDER: "build" } });

  it.each([
    [
      "for want of space",
      "link: writing output: write /tmp/go-link-1/go.o: no space left on device",
      /^The disk is full\. .*no space left on device\n.*Free some space/,
    ],
    [
      "for want of a module proxy",
      'go: github.com/x/y@v1.0.0: Get "https://modules.invalid/": dial tcp: lookup modules.invalid: no such host',
      /Go cannot fetch its modules\..*no such host\n.*GOPROXY/,
    ],
    [
      "because fetching is forbidden",
      "go: github.com/x/y@v1.0.0: module lookup disabled by GOPROXY=off",
      /Go cannot fetch its modules\..*GOPROXY=off\n/,
    ],
    [
      "since a module is not what was pinned",
      "verifying github.com/x/y@v1.0.0: checksum mismatch",
      /checksum mismatch.*go\.sum pins\.\nDo not go on/,
    ],
    ["for want of memory", "github.com/x/y: compile: signal: killed", /signal: killed.*memory\.\n.*GOMAXPROCS=1/],
    [
      "for any other reason",
      "y.go:12:2: undefined: z",
      /could not be built\. Go's last words:\n {2}y\.go:12:2: undefined: z\n.*go build github\.com\/scaleway/,
    ],
  ])("%s says so and says what to do", async (_, line, message) => {
    await bench.go(NEW_GO, failing("go: downloading github.com/x/y v1.0.0", "github.com/x/y", line));

    await expect(build()).rejects.toThrow(message);
  });

  it("leaves nothing behind, and the next run builds", async () => {
    await bench.go(NEW_GO, failing("y.go:12:2: undefined: z"));
    await expect(build()).rejects.toThrow("undefined: z");

    await bench.go();
    const { provider } = await build();

    expect(await bench.read(provider.path)).toBe("a provider");
  });
});

describe("a build that takes long", () => {
  it("says how far it is", async () => {
    const bench = await Bench.open();
    try {
      const steps = ["go: downloading github.com/x/y v1.0.0", "github.com/x/y", "github.com/x/y/internal/z"];
      const path = await bench.go(NEW_GO, `console.error(${JSON.stringify(steps.join("\n"))}); ${pause(300)}`);
      const said: string[] = [];

      await goBuild({
        go: { path, version: NEW_GO },
        module: PROVIDER_MODULE,
        platform: "linux_amd64",
        output: join(bench.directory, "provider"),
        environment: bench.environment,
        report: (message) => said.push(message),
        heartbeat: 50,
      });

      expect(said[0]).toBe(`building Scaleway provider ${PROVIDER_MODULE.version} with Go ${NEW_GO}`);
      expect(said.at(-1)).toBe(`${said[0]}: 1 modules fetched, 2 packages compiled`);
    } finally {
      await bench.close();
    }
  });
});
