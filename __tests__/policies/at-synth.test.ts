import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { PoliciesHold } from "../../policies/at-synth";
import { INPUTS, tags } from "../helpers/terraform-json";

class OurStack extends TerraformStack {}

const PROJECT = "6b1c8b59-4b0c-4d0e-9a52-0d2f4a6f0001";

describe("PoliciesHold", () => {
  let outdir: string;
  let app: App;

  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), "at-synth-"));
    app = new App({ outdir });
    const guard = { base: "OurStack", extends: (stack: TerraformStack) => stack instanceof OurStack };
    app.node.addValidation(new PoliciesHold(app, INPUTS, guard));
  });
  afterEach(() => rmSync(outdir, { recursive: true }));

  function errorOf(): string {
    try {
      app.synth();
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  }

  /** A stack with a sound VPC, so that what a test changes is all that is wrong. */
  function stackNamed(id: string, changes: Record<string, unknown> = {}, StackClass = OurStack): TerraformStack {
    const stack = new StackClass(app, id);
    const sound = {
      "terraform.required_providers.scaleway": { source: "scaleway/scaleway", version: "2.81.0" },
      "resource.scaleway_vpc.v": { region: "fr-par", project_id: PROJECT, tags: tags() },
      "resource.scaleway_vpc_acl.v4": { region: "fr-par", vpc_id: "${scaleway_vpc.v.id}", default_policy: "drop" },
      "resource.scaleway_vpc_acl.v6": {
        region: "fr-par",
        vpc_id: "${scaleway_vpc.v.id}",
        default_policy: "drop",
        is_ipv6: true,
      },
    };
    for (const [path, value] of Object.entries({ ...sound, ...changes })) stack.addOverride(path, value);
    return stack;
  }

  it("lets stacks through that hold every rule", () => {
    stackNamed("one");
    stackNamed("two");
    expect(errorOf()).toBe("");
    expect(existsSync(join(outdir, "manifest.json"))).toBe(true);
  });

  it("ends the synth once, with every failure of every stack, and leaves no manifest", () => {
    stackNamed("network", { "resource.scaleway_vpc_acl.v6.default_policy": "accept" });
    stackNamed("storage", {
      "resource.scaleway_object_bucket_acl.a": {
        bucket: "x",
        region: "nl-ams",
        project_id: PROJECT,
        acl: "public-read",
      },
    });
    stackNamed("catalogue", { "resource.scaleway_vpc.v.region": null });
    stackNamed("stray", {}, TerraformStack);

    const message = errorOf();
    expect(message.match(/validation failed/g)).toHaveLength(1);
    for (const line of [
      "HDH-NET-004 high  network/scaleway_vpc_acl.v6  default_policy is accept; must be drop",
      "HDH-LOC-001 critical  storage/scaleway_object_bucket_acl.a  region is nl-ams; allowed: fr-par",
      "HDH-DAT-003 critical  storage/scaleway_object_bucket_acl.a  acl is public-read; must be private",
      "HDH-LOC-002 high  catalogue/scaleway_vpc.v  region is not set; the caller's environment decides",
      "No public or over-broad bucket access. Keep the ACL private",
      "stray: does not extend OurStack, so nothing vouches for it. Let its class extend OurStack.",
      "4 of 70 rules fail on 3 of 13 resources",
    ]) {
      expect(message).toContain(line);
    }
    expect(existsSync(join(outdir, "manifest.json"))).toBe(false);
  });

  it("stops at what cannot be known, too", () => {
    stackNamed("one", { "resource.scaleway_vpc.v.region": "${var.region}" });
    expect(errorOf()).toContain(
      "HDH-LOC-001 critical  one/scaleway_vpc.v  region cannot be known: variable region is set by the caller",
    );
  });

  it("judges what this synth has rendered, never what an earlier one left", () => {
    writeFileSync(
      join(outdir, "manifest.json"),
      JSON.stringify({ stacks: { old: { synthesizedStackPath: "old.json" } } }),
    );
    stackNamed("one");
    expect(errorOf()).toBe("");
  });
});
