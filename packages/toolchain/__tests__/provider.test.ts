import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Cache } from "../src/cache";
import { PROVIDER_VERSION } from "../src/index";
import { fetchFromRegistry } from "../src/registry";
import { Bench, REGISTRY } from "./bench";

const place = (registry: string) =>
  `${registry}/scaleway/scaleway/${PROVIDER_VERSION}/linux_amd64/terraform-provider-scaleway_v${PROVIDER_VERSION}`;

describe("the provider", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.open();
  });
  afterEach(() => bench.close());

  it("has the version that its Go module pins", async () => {
    const goMod = await bench.read(join(__dirname, "../provider/go.mod"));

    expect(goMod).toContain(`github.com/scaleway/terraform-provider-scaleway/v2 v${PROVIDER_VERSION}`);
  });

  it.each(["tofu", "terraform"] as const)("comes from %s's registry where that answers", async (name) => {
    await bench.engine(name, "1.12.0", REGISTRY.serving);
    await bench.go();

    const { provider, mirror } = await bench.prepare();

    expect(provider).toMatchObject({
      address: "scaleway/scaleway",
      version: PROVIDER_VERSION,
      origin: "registry",
      cached: false,
    });
    expect(await bench.read(provider.path)).toBe("a signed provider");
    expect(await bench.read(join(mirror, place("registry.terraform.io")))).toBe("a signed provider");
    expect(await bench.read(join(mirror, place("registry.opentofu.org")))).toBe("a signed provider");
    expect(bench.calls("go", "build")).toEqual([]);
  });

  it("is built where the registry does not answer, and serves both engines", async () => {
    await bench.engine("terraform", "1.11.4", REGISTRY.unreachable);
    await bench.go();

    const { provider, mirror } = await bench.prepare();

    expect(provider.origin).toBe("built");
    expect(await bench.read(join(mirror, place("registry.terraform.io")))).toBe("a provider");
    expect(await bench.read(join(mirror, place("registry.opentofu.org")))).toBe("a provider");
    expect(bench.said).toContain(
      `registry.terraform.io does not serve scaleway/scaleway ${PROVIDER_VERSION}: Provider not available`,
    );
  });

  it("is built from the pinned module, with upstream's release flags and nothing that could change go.sum", async () => {
    await bench.engine("terraform", "1.11.4");
    await bench.go();

    await bench.prepare();

    const [build] = bench.calls("go", "build");
    expect(build?.args).toEqual([
      "build",
      "-v",
      "-trimpath",
      "-ldflags",
      `-s -w -X github.com/scaleway/terraform-provider-scaleway/v2/version.Version=${PROVIDER_VERSION}`,
      "-o",
      expect.stringContaining(bench.cache),
      "github.com/scaleway/terraform-provider-scaleway/v2",
    ]);
    expect(build?.env).toMatchObject({
      CGO_ENABLED: "0",
      GOFLAGS: "-mod=readonly -buildvcs=false",
      GOTOOLCHAIN: "local",
      GOOS: "linux",
      GOARCH: "amd64",
    });
  });

  it("is built without asking the registry when HDH_TOOLCHAIN_PROVIDER is build", async () => {
    await bench.engine("terraform", "1.11.4", REGISTRY.serving);
    await bench.go();

    const { provider } = await bench.prepare({ environment: { HDH_TOOLCHAIN_PROVIDER: "build" } });

    expect(provider.origin).toBe("built");
    expect(bench.calls("terraform", "providers")).toEqual([]);
  });

  it("is not built when HDH_TOOLCHAIN_PROVIDER is registry", async () => {
    await bench.engine("terraform", "1.11.4", REGISTRY.unreachable);
    await bench.go();

    await expect(bench.prepare({ environment: { HDH_TOOLCHAIN_PROVIDER: "registry" } })).rejects.toThrow(
      /registry\.terraform\.io does not serve .*\n.*HDH_TOOLCHAIN_PROVIDER=build/,
    );
    expect(bench.calls("go", "build")).toEqual([]);
  });

  it("refuses another value of HDH_TOOLCHAIN_PROVIDER", async () => {
    await bench.engine("terraform", "1.11.4");

    await expect(bench.prepare({ environment: { HDH_TOOLCHAIN_PROVIDER: "mirror" } })).rejects.toThrow(
      'HDH_TOOLCHAIN_PROVIDER is "mirror"; it may be auto, registry or build.',
    );
  });

  it("cannot be had with neither registry nor Go: the message says why and what helps, for both", async () => {
    await bench.engine("terraform", "1.11.4", REGISTRY.unreachable);

    await expect(bench.prepare()).rejects.toThrow(
      /can be had in no way:\n {2}registry\.terraform\.io does not serve .*could not connect.*\n {2}.*no working Go is on the PATH\.\nOne of these is enough:\n {2}Check the network.*\n {2}Install it from https:\/\/go\.dev/,
    );
  });

  it("is not asked of a registry again once it was built", async () => {
    await bench.engine("terraform", "1.11.4", REGISTRY.unreachable);
    await bench.go();
    await bench.prepare();

    const { provider } = await bench.prepare();

    expect(provider).toMatchObject({ origin: "built", cached: true });
    expect(bench.calls("terraform", "providers")).toHaveLength(1);
    expect(bench.calls("go", "build")).toHaveLength(1);
  });

  it("serves from the cache when Go is gone, and is built anew by another Go", async () => {
    await bench.engine("terraform", "1.11.4");
    await bench.go("1.99.0");
    await bench.prepare();

    await rm(join(bench.bin, "go"));
    expect((await bench.prepare()).provider.cached).toBe(true);

    await bench.go("1.99.1");
    expect((await bench.prepare()).provider.cached).toBe(false);
  });
});

describe("a registry", () => {
  it("that keeps silent is given up", async () => {
    const bench = await Bench.open();
    try {
      const engine = { name: "terraform", platform: "linux_amd64" } as const;
      const path = await bench.engine("terraform", "1.11.4", REGISTRY.silent);

      const attempt = fetchFromRegistry(
        {
          engine: { ...engine, path },
          address: "scaleway/scaleway",
          version: PROVIDER_VERSION,
          output: join(bench.directory, "provider"),
          scratch: join(bench.directory, "scratch"),
          patience: { answer: 200, download: 200 },
        },
        { cache: new Cache(bench.cache), environment: bench.environment, report: () => {} },
      );

      await expect(attempt).rejects.toThrow("no answer within 0.2 s");
    } finally {
      await bench.close();
    }
  });
});
