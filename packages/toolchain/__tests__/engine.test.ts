import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { OPENTOFU_MODULE } from "../src/go-modules";
import { OPENTOFU_VERSION, ToolchainError } from "../src/index";
import { Bench, NEW_GO } from "./bench";

describe("the engine", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.open();
    await bench.go(); // the provider is always built here
  });
  afterEach(() => bench.close());

  it("is the program that TERRAFORM_BINARY_NAME names, by path", async () => {
    await bench.engine("tofu", "1.12.0");
    const path = await bench.engine("terraform", "1.11.4");

    const { engine } = await bench.prepare({ environment: { TERRAFORM_BINARY_NAME: path } });

    expect(engine).toMatchObject({
      name: "terraform",
      version: "1.11.4",
      path,
      origin: "TERRAFORM_BINARY_NAME",
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it("is the program that TERRAFORM_BINARY_NAME names, by name", async () => {
    await bench.engine("tofu", "1.12.0");
    const path = await bench.engine("terraform", "1.11.4");

    const { engine } = await bench.prepare({ environment: { TERRAFORM_BINARY_NAME: "terraform" } });

    expect(engine.path).toBe(path);
  });

  it("is tofu on the PATH rather than terraform", async () => {
    await bench.engine("terraform", "1.13.0");
    const path = await bench.engine("tofu", "1.11.0");

    const { engine } = await bench.prepare();

    expect(engine).toMatchObject({ name: "opentofu", version: "1.11.0", path, origin: "PATH" });
  });

  it("is passed over with a word when it is older than 1.11", async () => {
    const old = await bench.engine("tofu", "1.10.9");
    await bench.engine("terraform", "1.11.4");

    const { engine } = await bench.prepare();

    expect(engine.name).toBe("terraform");
    expect(bench.said).toContain(`${old} is opentofu 1.10.9, older than 1.11`);
  });

  it("is passed over with a word when it is no engine at all", async () => {
    const impostor = await bench.program("tofu", `console.log("vegan cheese 3.2")`);
    await bench.engine("terraform", "1.11.4");

    const { engine } = await bench.prepare();

    expect(engine.name).toBe("terraform");
    expect(bench.said).toContain(`${impostor} is neither OpenTofu nor Terraform`);
  });

  it("is passed over with a word when it cannot be started", async () => {
    const broken = join(bench.bin, "tofu");
    await writeFile(broken, "#!/nowhere/interpreter\n");
    await chmod(broken, 0o755);
    await bench.engine("terraform", "1.11.4");

    const { engine } = await bench.prepare();

    expect(engine.name).toBe("terraform");
    expect(bench.said).toContain(`${broken} does not run`);
  });

  it.each([
    ["too old", "1.10.0", "is terraform 1.10.0, older than 1.11"],
    ["a preview of the minimum", "1.11.0-beta1", "is terraform 1.11.0-beta1, older than 1.11"],
  ])("stops when TERRAFORM_BINARY_NAME is %s", async (_, version, message) => {
    await bench.engine("tofu", "1.12.0");
    await bench.engine("terraform", version);

    await expect(bench.prepare({ environment: { TERRAFORM_BINARY_NAME: "terraform" } })).rejects.toThrow(message);
  });

  it("stops when TERRAFORM_BINARY_NAME names nothing that runs, and says what to do", async () => {
    await bench.engine("tofu", "1.12.0");

    const attempt = bench.prepare({ environment: { TERRAFORM_BINARY_NAME: "terrafrom" } });

    await expect(attempt).rejects.toThrow(ToolchainError);
    await expect(attempt).rejects.toThrow(
      /TERRAFORM_BINARY_NAME is "terrafrom".*\nSet it to OpenTofu or Terraform 1\.11/,
    );
  });

  it("is OpenTofu, built, where none is on the PATH", async () => {
    const { engine } = await bench.prepare();

    expect(engine).toMatchObject({ name: "opentofu", version: OPENTOFU_VERSION, origin: "built", cached: false });
    expect(bench.calls("go", "build").map(({ args }) => args.at(-1))).toContain(
      "github.com/opentofu/opentofu/cmd/tofu",
    );
    expect(bench.said).toContain(`building OpenTofu ${OPENTOFU_VERSION} with Go ${NEW_GO}`);
  });

  it("is OpenTofu when OpenTofu is asked for, whatever else there is", async () => {
    const terraform = await bench.engine("terraform", "1.13.0");

    const { engine } = await bench.prepare({
      engine: "opentofu",
      environment: { TERRAFORM_BINARY_NAME: terraform },
    });

    expect(engine).toMatchObject({ name: "opentofu", origin: "built" });
  });

  it("is never a built Terraform", async () => {
    await bench.engine("tofu", "1.12.0");

    await expect(bench.prepare({ engine: "terraform" })).rejects.toThrow(
      /No engine of at least version 1\.11 .*\nInstall Terraform/,
    );
    expect(bench.calls("go", "build")).toEqual([]);
  });

  it("cannot be had without Go: the message names what was passed over and three ways out", async () => {
    await bench.program("go", "process.exit(1)");
    const old = await bench.engine("terraform", "1.5.7");

    await expect(bench.prepare()).rejects.toThrow(
      new RegExp(
        `${old} is terraform 1\\.5\\.7.*no working Go.*\nInstall OpenTofu .* or Terraform.* or Go .*.* or newer`,
      ),
    );
  });

  it("cannot be had with a Go older than its module demands", async () => {
    const go = await bench.go("1.20.5");

    await expect(bench.prepare()).rejects.toThrow(`${go} is Go 1.20.5, older than ${OPENTOFU_MODULE.goVersion}`);
    expect(bench.calls("go", "build")).toEqual([]);
  });
});
