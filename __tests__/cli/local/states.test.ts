import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { managedResources, mendTornStates, stackOutputs } from "../../../cli/local/states";

function statesWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "hdh-states-"));
  mkdirSync(join(folder, "sandbox"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, "sandbox", name), content);
  return folder;
}

const state = (resources: unknown[], outputs = {}) => JSON.stringify({ version: 4, outputs, resources });
const bucket = {
  mode: "managed",
  type: "scaleway_object_bucket",
  name: "lake",
  instances: [
    {
      attributes: {
        id: "fr-par/hdh-sandbox-lake",
        name: "hdh-sandbox-lake",
        tags: { "hdh-class": "C1", "hdh-role": "curated" },
      },
    },
  ],
};

describe("the local states", () => {
  it("name every managed resource, and keep their attributes to themselves", () => {
    const secret = {
      mode: "managed",
      type: "scaleway_iam_api_key",
      name: "ci",
      instances: [{ attributes: { id: "SCW1", secret_key: "canary" } }],
    };
    const folder = statesWith({ "storage.tfstate": state([bucket, secret, { ...bucket, mode: "data" }]) });

    expect(managedResources(folder)).toEqual([
      expect.objectContaining({
        environment: "sandbox",
        stack: "storage",
        address: "scaleway_object_bucket.lake",
        id: "fr-par/hdh-sandbox-lake",
        label: "hdh-sandbox-lake (C1, curated)",
      }),
      expect.objectContaining({ address: "scaleway_iam_api_key.ci", id: "SCW1" }),
    ]);
    expect(JSON.stringify(managedResources(folder))).not.toContain("canary");
  });

  it("give each instance of a counted resource its own address, and each ACL its IP version", () => {
    const acl = {
      mode: "managed",
      type: "scaleway_vpc_acl",
      name: "x",
      instances: [
        { index_key: 0, attributes: { id: "fr-par/1", is_ipv6: false } },
        { index_key: "six", attributes: { id: "fr-par/1", is_ipv6: true } },
      ],
    };
    expect(managedResources(statesWith({ "network.tfstate": state([acl]) }))).toMatchObject([
      { address: "scaleway_vpc_acl.x[0]", discriminator: "ipv4" },
      { address: 'scaleway_vpc_acl.x["six"]', discriminator: "ipv6" },
    ]);
  });

  it("show outputs, but not those that the engine holds for sensitive", () => {
    const outputs = { buckets: { value: ["a"] }, token: { value: "canary", sensitive: true } };
    expect(stackOutputs(statesWith({ "storage.tfstate": state([], outputs) }))).toEqual([
      { environment: "sandbox", stack: "storage", name: "buckets", value: ["a"] },
    ]);
  });

  it("are empty before anything was deployed, and where an engine was killed before its first write", () => {
    expect(managedResources(join(tmpdir(), "nowhere"))).toEqual([]);
    expect(managedResources(statesWith({ "storage.tfstate": "" }))).toEqual([]);
  });

  it("are mended from the engine's backup when a kill cut one off, and only then", () => {
    const whole = state([bucket]);
    const folder = statesWith({
      "torn.tfstate": whole.slice(0, 40),
      "torn.tfstate.backup": whole,
      "good.tfstate": state([]),
      "good.tfstate.backup": whole,
    });

    expect(mendTornStates(folder)).toEqual([join(folder, "sandbox", "torn.tfstate")]);
    expect(readFileSync(join(folder, "sandbox", "torn.tfstate"), "utf8")).toBe(whole);
    expect(readFileSync(join(folder, "sandbox", "good.tfstate"), "utf8")).toBe(state([]));
    expect(mendTornStates(folder)).toEqual([]);
  });
});
