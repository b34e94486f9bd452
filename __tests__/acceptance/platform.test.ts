import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Clone } from "../helpers/clone";
import { SANDBOX_STACKS } from "../helpers/deployed";
import { engineProgram, TOOLCHAIN_LIMIT } from "../helpers/engines";

jest.setTimeout(5 * 60_000);

describe("the platform's services on the local Scaleway", () => {
  let clone: Clone;

  beforeAll(async () => {
    clone = new Clone({ TERRAFORM_BINARY_NAME: await engineProgram("opentofu") });
    await clone.succeed(["start"]);
  }, TOOLCHAIN_LIMIT);

  afterAll(() => clone.hdh(["local", "down"]));

  const plan = (stack: string) => clone.engine(stack, "plan", "-detailed-exitcode", "-no-color");
  const expectEmptyPlans = async (stacks: readonly string[]) => {
    for (const stack of stacks) {
      const { code, stdout, stderr } = await plan(stack);
      if (code !== 0) throw new Error(`the plan of ${stack} ended with ${code}\n${stdout}\n${stderr}`);
    }
  };

  it("have public addresses for the reasons of the golden list, and no others", async () => {
    const golden = readFileSync(join(__dirname, "..", "golden", "public-addresses.sandbox.txt"), "utf8");
    const listed = golden
      .trim()
      .split("\n")
      .map((line) => line.split("  ")[0]);

    expect(await publicAddresses(clone)).toEqual(listed);
  });

  it("answer the Kubernetes API to administrators only", async () => {
    const cluster = await theOne(clone, "k8s/v1/regions/fr-par/clusters", "clusters");
    const { rules } = await get(clone, `k8s/v1/regions/fr-par/clusters/${cluster.id}/acls`);

    expect((rules as { ip: string }[]).map(({ ip }) => ip)).toEqual(["192.0.2.16/28"]);
  });

  it("span three zones, and keep the database on two nodes without a public endpoint", async () => {
    const { pools } = await get(clone, `k8s/v1/regions/fr-par/clusters/${await clusterId(clone)}/pools`);
    expect((pools as { zone: string }[]).map(({ zone }) => zone).sort()).toEqual(["fr-par-1", "fr-par-2", "fr-par-3"]);

    const database = await theOne(clone, "rdb/v1/regions/fr-par/instances", "instances");
    expect(database).toMatchObject({
      is_ha_cluster: true,
      encryption: { enabled: true },
      backup_same_region: true,
      endpoints: [{ private_network: expect.anything() }],
    });
  });

  it("keep their passwords in Secret Manager, and in no state, plan or log", async () => {
    const secrets = await list(clone, "secret-manager/v1beta1/regions/fr-par/secrets", "secrets");
    const passwords = await Promise.all(
      secrets.map(async ({ id }) => {
        const { data } = await get(clone, `secret-manager/v1beta1/regions/fr-par/secrets/${id}/versions/1/access`);
        return Buffer.from(String(data), "base64").toString();
      }),
    );
    expect(passwords).toEqual([expect.stringMatching(/^[0-9a-f-]{36}-aA1!$/), expect.stringMatching(/-aA1!$/)]);

    const { code } = await clone.hdh([
      "local",
      "exec",
      "--",
      "sh",
      "-c",
      'cd cdktf.out/stacks/catalogue-fr-par && "$TERRAFORM_BINARY_NAME" plan -out=tfplan',
    ]);
    expect(code).toBe(0);
    for (const password of passwords) {
      const found = await clone.hdh([
        "local",
        "exec",
        "--",
        "grep",
        "-rlaF",
        password,
        ".hdh/state",
        ".hdh/cdktf.log",
        "cdktf.out",
      ]);
      expect(found).toMatchObject({ code: 1, stdout: "" });
    }
  });

  it("lose one zone's pool, and nothing else changes", async () => {
    const { pools } = await get(clone, `k8s/v1/regions/fr-par/clusters/${await clusterId(clone)}/pools`);
    const lost = (pools as { id: string; zone: string }[]).find(({ zone }) => zone === "fr-par-3");
    await ask(clone, "DELETE", `k8s/v1/regions/fr-par/pools/${lost?.id}`);

    const cluster = await plan("cluster-fr-par");
    expect(cluster).toMatchObject({ code: 2, stdout: expect.stringContaining("1 to add, 0 to change, 0 to destroy") });
    expect(cluster.stdout).toContain("pool-fr-par-3");
    await expectEmptyPlans(SANDBOX_STACKS.filter((stack) => stack !== "cluster-fr-par"));

    await clone.succeed(["start"]);
    await expectEmptyPlans(["cluster-fr-par"]);
  });

  it("leave the second region's stacks usable when the first answers nothing", async () => {
    await clone.succeed(["local", "outage", "fr-par"]);
    expect((await clone.engine("network-fr-par", "plan", "-no-color")).code).toBe(1);

    for (const stack of ["network-nl-ams", "recovery-nl-ams"]) {
      expect(await plan(stack)).toMatchObject({ code: 0 });
      expect(await clone.engine(stack, "apply", "-auto-approve", "-no-color")).toMatchObject({ code: 0 });
    }
    await clone.succeed(["local", "outage", "fr-par", "--end"]);
    await expectEmptyPlans(["network-fr-par"]);
  });

  it("can lose their cluster without touching a bucket, a key or a network", async () => {
    const of = async (pattern: RegExp) =>
      (await clone.status()).matched.map(({ resource }) => resource.address).filter((address) => pattern.test(address));
    const kept = /^scaleway_(object_bucket|key_manager_key|vpc|secret|rdb|lb|iam|account)/;
    const before = await of(kept);

    expect(await clone.engine("cluster-fr-par", "destroy", "-auto-approve", "-no-color")).toMatchObject({ code: 0 });

    expect(await of(/^scaleway_k8s/)).toEqual([]);
    expect(await of(kept)).toEqual(before);
    await expectEmptyPlans(SANDBOX_STACKS.filter((stack) => stack !== "cluster-fr-par"));
  });
});

/** Everything that has a public address, by what it is and where; the addresses themselves are drawn anew each time. */
async function publicAddresses(clone: Clone): Promise<string[]> {
  const found: string[] = [];
  for (const region of ["fr-par", "nl-ams"]) {
    for (const cluster of await list(clone, `k8s/v1/regions/${region}/clusters`, "clusters")) {
      found.push(`Kubernetes API of ${cluster.name}`);
      for (const node of await list(clone, `k8s/v1/regions/${region}/clusters/${cluster.id}/nodes`, "nodes")) {
        if (node.public_ip_v4 || node.public_ip_v6) found.push(`node ${node.name}`);
      }
    }
    for (const { name, endpoints } of await list(clone, `rdb/v1/regions/${region}/instances`, "instances")) {
      const open = (endpoints as { private_network?: object }[]).filter(({ private_network }) => !private_network);
      if (open.length > 0) found.push(`database ${name}`);
    }
    for (const zone of [1, 2, 3].map((number) => `${region}-${number}`)) {
      for (const gateway of await list(clone, `vpc-gw/v2/zones/${zone}/gateways`, "gateways"))
        found.push(`gateway ${gateway.name}${gateway.bastion_enabled ? " with bastion" : ""}`);
      const gateways = await list(clone, `vpc-gw/v2/zones/${zone}/ips`, "ips");
      found.push(...gateways.filter(({ gateway_id }) => !gateway_id).map(({ address }) => `unused address ${address}`));
      for (const balancer of await list(clone, `lb/v1/zones/${zone}/lbs`, "lbs"))
        found.push(`load balancer ${balancer.name}`);
      const balancers = await list(clone, `lb/v1/zones/${zone}/ips`, "ips");
      found.push(...balancers.filter(({ lb_id }) => !lb_id).map(({ ip_address }) => `unused address ${ip_address}`));
    }
  }
  return found.sort();
}

type Found = Record<string, unknown> & { readonly id: string; readonly name: string };

async function list(clone: Clone, path: string, collection: string): Promise<Found[]> {
  const answer = await ask(clone, "GET", `${path}?page_size=100`);
  if (answer.status === 404 || answer.status === 400) return []; // no such place
  return ((await answer.json()) as Record<string, Found[]>)[collection] ?? [];
}

async function theOne(clone: Clone, path: string, collection: string): Promise<Found> {
  const [one, ...more] = await list(clone, path, collection);
  if (!one || more.length > 0) throw new Error(`expected one of ${path}, found ${one ? more.length + 1 : 0}`);
  return one;
}

async function clusterId(clone: Clone): Promise<string> {
  return (await theOne(clone, "k8s/v1/regions/fr-par/clusters", "clusters")).id;
}

async function get(clone: Clone, path: string): Promise<Record<string, unknown>> {
  return (await (await ask(clone, "GET", path)).json()) as Record<string, unknown>;
}

function ask(clone: Clone, method: "GET" | "DELETE", path: string): Promise<Response> {
  const { apiUrl, credentials } = JSON.parse(clone.read(".hdh/local/server.json"));
  return fetch(`${apiUrl}/${path}`, { method, headers: { "X-Auth-Token": credentials.secretKey } });
}
