import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Cache } from "../src/cache";
import { probe } from "../src/probe";
import { Bench, REGISTRY } from "./bench";

describe("the toolchain", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.open();
  });
  afterEach(() => bench.close());

  it("comes with a CLI configuration that allows its mirror and nothing else", async () => {
    await bench.engine("terraform", "1.11.4", REGISTRY.serving);

    const { cliConfiguration, mirror } = await bench.prepare();

    expect(await bench.read(cliConfiguration)).toBe(`disable_checkpoint = true

provider_installation {
  filesystem_mirror {
    path = "${mirror}"
  }
}
`);
  });

  it("passes nothing of the caller's keys and settings on to a child", async () => {
    const secrets = {
      SCW_SECRET_KEY: "canary-scw",
      SCW_DEFAULT_REGION: "canary-region",
      AWS_CA_BUNDLE: "canary-aws",
      AWS_PROFILE: "canary-profile",
      TF_CLI_CONFIG_FILE: "canary-tfrc",
      TF_LOG: "canary-log",
      GOFLAGS: "-mod=canary",
      GOOS: "canary-os",
      NPM_TOKEN: "canary-npm",
    };
    await bench.engine("terraform", "1.11.4", REGISTRY.unreachable);
    await bench.go();

    await bench.prepare({ environment: secrets });

    const children = [...bench.calls("terraform"), ...bench.calls("go")];
    expect(children.map(({ args }) => args[0]).sort()).toEqual(["build", "providers", "version", "version"]);
    expect(JSON.stringify(children)).not.toContain("canary");
  });

  it("tells the way out of the caller's network to those who download, and to nobody else", async () => {
    const network = { HTTPS_PROXY: "http://127.0.0.1:9", GOPROXY: "http://127.0.0.1:10" };
    await bench.engine("terraform", "1.11.4", REGISTRY.unreachable);
    await bench.go();

    await bench.prepare({ environment: network });

    const told = [...bench.calls("terraform"), ...bench.calls("go")].filter(({ env }) => "HTTPS_PROXY" in env);
    expect(told.map(({ program, args }) => `${program} ${args[0]}`).sort()).toEqual([
      "go build",
      "terraform providers",
    ]);
    expect(bench.calls("go", "build")[0]?.env).toMatchObject(network);
  });

  it("lets no engine call home", async () => {
    await bench.engine("tofu", "1.12.0", REGISTRY.serving);

    await bench.prepare();

    const calls = bench.calls("tofu");
    expect(calls.map(({ args }) => args[0])).toEqual(["version", "providers", "init"]);
    for (const { env } of calls) expect(env.CHECKPOINT_DISABLE).toBe("1");
  });
});

describe("a program's answer", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.open();
  });
  afterEach(() => bench.close());

  const asked = async (path: string) => {
    let answers = 0;
    await probe(new Cache(bench.cache), path, async () => ++answers);
    return answers === 1;
  };

  it("is asked once, and again when the file is another", async () => {
    const path = join(bench.directory, "engine");
    await writeFile(path, "\u007fELF one");

    expect(await asked(path)).toBe(true);
    expect(await asked(path)).toBe(false);
    await writeFile(path, "\u007fELF another");
    expect(await asked(path)).toBe(true);
    expect(await asked(path)).toBe(false);
    await utimes(path, new Date(0), new Date(0));
    expect(await asked(path)).toBe(true);
  });

  it("is asked every time of a script, which may stand for another program each time", async () => {
    const path = join(bench.directory, "shim");
    await writeFile(path, "#!/bin/sh\n");

    expect(await asked(path)).toBe(true);
    expect(await asked(path)).toBe(true);
  });
});
