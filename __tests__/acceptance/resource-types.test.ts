import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalScaleway, type Status, startLocalScaleway } from "@hdh/local-scaleway";
import { prepareToolchain } from "@hdh/toolchain";
import { localEnvironment } from "../../cli/local/environment";
import { compare, type Inventory } from "../../cli/local/inventory";
import { statusOf } from "../../cli/local/server";
import { managedResources } from "../../cli/local/states";
import { createCertificateAuthority } from "../../packages/local-scaleway/src/front/certificate-authority";
import { ended } from "../helpers/clone";
import { ENGINES, type EngineName, TOOLCHAIN_LIMIT } from "../helpers/engines";

const project = join(__dirname, "..", "..");
const configurations = join(__dirname, "resource-types");
const GROUPS = [
  "identity",
  "keys-and-secrets",
  "kubernetes",
  "network",
  "gateways",
  "load-balancers",
  "security-groups",
  "servers",
  "object-storage",
  "observability",
  "billing",
  "databases",
  "site-links",
];

interface Exception {
  /**
   * Where they differ from all others, which are updated in place, have a live object of their own, and leave nothing to
   * change when they are imported.
   */
  readonly at: "update" | "import" | "live object";
  readonly addresses: readonly string[];
  /** What the engine does to them. @default - nothing */
  readonly action?: "update" | "replace";
  readonly reason: string;
}

/** What the provider, 2.81.0, and the API do otherwise. An exception that no longer occurs fails its test. */
const EXCEPTIONS: readonly Exception[] = [
  {
    at: "update",
    addresses: [
      "scaleway_iam_group_membership.application",
      "scaleway_iam_group_membership.user",
      "scaleway_iam_saml.organization",
      "scaleway_iam_saml_certificate.identity_provider",
      "scaleway_iam_scim.organization",
      "scaleway_iam_scim_token.identity_provider",
      "scaleway_key_manager_key_material.brought",
      "scaleway_cockpit_token.agent",
      "scaleway_cockpit_token.reader",
      "scaleway_cockpit_token.default_scopes",
      "scaleway_rdb_database.metadata",
    ],
    reason: "there is nothing to update: they have no argument, or each one replaces them",
  },
  {
    at: "update",
    addresses: ["scaleway_lb_acl.offices", "scaleway_lb_acl.moved"],
    action: "replace",
    reason: "an update of their frontend deletes them, so that it has to replace them",
  },
  {
    at: "update",
    addresses: ["scaleway_lb_frontend.http"],
    reason: "an update would delete its ACL",
  },
  {
    at: "update",
    addresses: ["scaleway_lb_private_network.records"],
    reason: "there is nothing to update: each argument replaces it",
  },
  {
    at: "import",
    addresses: ["scaleway_iam_group.open"],
    action: "update",
    reason: "external_membership is not read, so that the members seem to be the group's own",
  },
  {
    at: "import",
    addresses: [
      "scaleway_key_manager_key.own",
      "scaleway_key_manager_key.brought",
      "scaleway_key_manager_key.first",
      "scaleway_key_manager_key.second",
    ],
    action: "update",
    reason: "unprotected and origin are not read",
  },
  {
    at: "import",
    addresses: ["scaleway_key_manager_key_material.brought"],
    action: "replace",
    reason: "the API never shows key_material",
  },
  {
    at: "import",
    addresses: ["scaleway_secret_version.in_state", "scaleway_secret_version.not_in_state"],
    action: "replace",
    reason: "data and data_wo_version are not read",
  },
  {
    at: "import",
    addresses: [
      "scaleway_ipam_ip.ipv4",
      "scaleway_ipam_ip.ipv6",
      "scaleway_ipam_ip.egress",
      "scaleway_ipam_ip.link",
      "scaleway_ipam_ip.records",
    ],
    action: "update",
    reason: "source.private_network_id is not read",
  },
  {
    at: "import",
    addresses: ["scaleway_ipam_ip_reverse_dns.ipv4"],
    action: "update",
    reason: "nothing but its id is read: it does not say which name is meant",
  },
  {
    at: "import",
    addresses: ["scaleway_vpc_acl.ipv4", "scaleway_vpc_acl.ipv6"],
    action: "update",
    reason: "vpc_id and is_ipv6 are not read: both lists have the VPC's id, which imports the rules for IPv4",
  },
  {
    at: "import",
    addresses: ["scaleway_vpc_public_gateway.egress"],
    action: "update",
    reason: "refresh_ssh_keys exists in the configuration only",
  },
  {
    at: "import",
    addresses: ["scaleway_k8s_cluster.platform", "scaleway_k8s_cluster.sandbox"],
    action: "update",
    reason: "delete_additional_resources exists in the configuration only",
  },
  {
    at: "import",
    addresses: [
      "scaleway_k8s_pool.one",
      "scaleway_k8s_pool.two",
      "scaleway_k8s_pool.three",
      "scaleway_k8s_pool.sandbox",
    ],
    action: "update",
    reason: "wait_for_pool_ready exists in the configuration only",
  },
  {
    at: "import",
    addresses: ["scaleway_k8s_acl.sandbox"],
    action: "update",
    reason: "no_ip_allowed is not read: no rule at all seems to be no choice",
  },
  {
    at: "import",
    addresses: ["scaleway_lb.records", "scaleway_lb_private_network.records"],
    action: "replace",
    reason: "assign_flexible_ip is not read, and replaces the load balancer",
  },
  {
    at: "import",
    addresses: ["scaleway_lb_certificate.www"],
    action: "replace",
    reason: "letsencrypt is not read",
  },
  {
    at: "import",
    addresses: ["scaleway_lb_frontend.https"],
    action: "update",
    reason: "external_acls is not read",
  },
  {
    at: "import",
    addresses: ["scaleway_lb_acl.offices", "scaleway_lb_acl.moved"],
    action: "replace",
    reason: "the update of their frontend deletes them",
  },
  {
    at: "import",
    addresses: ["scaleway_instance_security_group.bastion"],
    action: "update",
    reason: "external_rules is not read",
  },
  {
    at: "import",
    addresses: ["scaleway_instance_server.web"],
    action: "update",
    reason: "the label of its image, private_network and replace_on_type_change are not read",
  },
  {
    at: "import",
    addresses: ["scaleway_object_bucket.lake", "scaleway_object_bucket.archive"],
    action: "update",
    reason: "acl and force_destroy are not read",
  },
  {
    at: "import",
    addresses: ["scaleway_object.readme"],
    action: "update",
    reason: "content is not read",
  },
  {
    at: "import",
    addresses: ["scaleway_cockpit_alert_manager.on_call"],
    action: "update",
    reason: "of the enabled rules only those in the state are read",
  },
  {
    at: "import",
    addresses: ["scaleway_cockpit_exporter.to_datadog"],
    action: "update",
    reason: "the API never shows api_key",
  },
  {
    at: "import",
    addresses: ["scaleway_rdb_instance.catalogue", "scaleway_rdb_user.reader"],
    action: "update",
    reason: "password_wo_version is not read",
  },
  {
    at: "import",
    addresses: ["scaleway_rdb_instance.restored"],
    action: "replace",
    reason: "snapshot_id is not read",
  },
  {
    at: "live object",
    addresses: [
      "scaleway_ipam_ip_reverse_dns.ipv4",
      "scaleway_vpc_public_gateway_ip_reverse_dns.egress",
      "scaleway_object_bucket_acl.lake",
    ],
    reason: "they are settings of an address or a bucket that is always there",
  },
  {
    at: "import",
    addresses: ["scaleway_s2s_vpn_connection.routed"],
    action: "replace",
    reason: "enable_route_propagation, bgp_config_ipv4 and bgp_config_ipv6 are not read",
  },
  {
    at: "live object",
    addresses: ["scaleway_lb_private_network.records"],
    reason: "the API does not say whether a load balancer's network is its own block or a resource",
  },
  {
    at: "live object",
    addresses: ["scaleway_instance_security_group_rules.bastion"],
    reason: "rules are set in their security group, by its own blocks or by this resource",
  },
  {
    at: "live object",
    addresses: ["scaleway_object.readme"],
    reason: "the inventory counts buckets, not what is in them",
  },
];

/** What the API keeps for some days after its deletion. An import has replaced both versions of the secret. */
const SCHEDULED_FOR_DELETION: Readonly<Record<string, readonly string[]>> = {
  "keys-and-secrets": [
    "scaleway_key_manager_key",
    "scaleway_key_manager_key",
    "scaleway_secret",
    "scaleway_secret_version",
    "scaleway_secret_version",
    "scaleway_secret_version",
    "scaleway_secret_version",
  ],
  "object-storage": ["scaleway_key_manager_key", "scaleway_key_manager_key"],
};

jest.setTimeout(2 * 60_000);

const suites = ENGINES.flatMap((engine) => GROUPS.map((group) => ({ engine, group })));

describe.each(suites)("the resource types of $group with $engine", ({ engine, group }) => {
  const addresses = addressesIn(group);
  let cycle: Cycle;

  beforeAll(async () => {
    cycle = await Cycle.begin(group, engine);
  }, TOOLCHAIN_LIMIT);

  afterAll(() => cycle?.end());

  it("are made, and leave nothing to change", async () => {
    expect(await cycle.apply(1)).toEqual(actions(addresses, () => "create"));
    expect(await cycle.plan(1)).toEqual({});
    await expectEachLive(cycle, addresses);
  });

  it("are updated in place, and leave nothing to change", async () => {
    expect(await cycle.apply(2)).toEqual(actions(addresses, usually("update", "update")));
    expect(await cycle.plan(2)).toEqual({});
    await expectEachLive(cycle, addresses);
  });

  it("are imported, and leave nothing to change", async () => {
    expect(await cycle.import(2)).toEqual(actions(addresses, usually("import", "import")));
    expect(await cycle.plan(2)).toEqual({});
    await expectEachLive(cycle, addresses);
  });

  it("are gone after destroy, but for what the API keeps", async () => {
    await cycle.destroy(2);
    const { scheduledForDeletion } = await expectEachLive(cycle, []);

    expect(scheduledForDeletion.map(({ type }) => type).sort()).toEqual(SCHEDULED_FOR_DELETION[group] ?? []);
  });
});

it("covers every resource type of the constructs", () => {
  const covered = new Set(GROUPS.flatMap(addressesIn).map((address) => address.split(".")[0]));
  const used = new Set(
    (readdirSync(join(project, "constructs"), { recursive: true }) as string[])
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => [
        ...readFileSync(join(project, "constructs", file), "utf8").matchAll(
          /@cdktf\/provider-scaleway\/lib\/([\w-]+)/g,
        ),
      ])
      .map(([, name = ""]) => `scaleway_${name.replaceAll("-", "_")}`)
      .filter((type) => type !== "scaleway_provider" && !type.startsWith("scaleway_data_")),
  );

  expect(used.size).toBeGreaterThan(0);
  expect([...used].filter((type) => !covered.has(type))).toEqual([]);
});

it("has an exception for nothing that is not tested", () => {
  const tested = GROUPS.flatMap(addressesIn);

  expect(EXCEPTIONS.flatMap(({ addresses }) => addresses).filter((address) => !tested.includes(address))).toEqual([]);
});

/** Holds the live objects to the managed addresses: one for each, and no other. */
async function expectEachLive(cycle: Cycle, addresses: readonly string[]): Promise<Inventory> {
  const inventory = await cycle.inventory();
  const { matched, missing, orphans, foreign, unhandled } = inventory;

  expect({ orphans, foreign, unhandled }).toEqual({ orphans: [], foreign: [], unhandled: [] });
  expect(matched.map(({ resource }) => resource.address).sort()).toEqual(
    addresses.filter((address) => !exceptionOf(address, "live object")),
  );
  expect(missing.map(({ address }) => address).sort()).toEqual(
    addresses.filter((address) => exceptionOf(address, "live object")),
  );
  return inventory;
}

/** The action on an address: the same on all of them, but for the exceptions. */
function usually(action: string, at: Exception["at"]): (address: string) => string | undefined {
  return (address) => {
    const exception = exceptionOf(address, at);
    return exception ? exception.action : action;
  };
}

function exceptionOf(address: string, at: Exception["at"]): Exception | undefined {
  return EXCEPTIONS.find((exception) => exception.at === at && exception.addresses.includes(address));
}

function actions(addresses: readonly string[], actionOn: (address: string) => string | undefined): Changes {
  const all = addresses.map((address) => [address, actionOn(address)] as const);
  return Object.fromEntries(all.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

/** Address and action of everything that a plan would change. */
type Changes = Readonly<Record<string, string>>;

/** One group's configuration, with a local Scaleway and a state of its own. */
class Cycle {
  /** States stand where the inventory looks for them: one folder per environment. */
  private readonly states: string;
  private readonly folder: string;

  private constructor(
    root: string,
    private readonly scaleway: LocalScaleway,
    private readonly environment: Record<string, string>,
  ) {
    this.states = join(root, "states");
    this.folder = join(this.states, "resource-types");
  }

  static async begin(group: string, engine: EngineName): Promise<Cycle> {
    const toolchain = await prepareToolchain({
      engine,
      environment: { ...process.env, TERRAFORM_BINARY_NAME: undefined, HDH_TOOLCHAIN_PROVIDER: "build" },
    });
    const root = mkdtempSync(join(tmpdir(), "hdh-resource-types-"));
    const scaleway = await startLocalScaleway({ directory: join(root, "scaleway") });
    const cycle = new Cycle(root, scaleway, {
      ...localEnvironment({ ...scaleway, pid: process.pid, build: "" }, toolchain, process.env),
      SCW_DEFAULT_PROJECT_ID: scaleway.credentials.projectId,
    });
    mkdirSync(cycle.folder, { recursive: true });
    for (const file of ["provider.tf", `${group}.tf`]) cpSync(join(configurations, file), join(cycle.folder, file));
    writeFileSync(join(cycle.folder, "certificate.pem"), certificateChain(root));
    await cycle.run("init", "-no-color");
    return cycle;
  }

  apply(step: number): Promise<Changes> {
    return this.changes("apply", "-auto-approve", `-var=step=${step}`);
  }

  plan(step: number): Promise<Changes> {
    return this.changes("plan", `-var=step=${step}`);
  }

  destroy(step: number): Promise<Changes> {
    return this.changes("destroy", "-auto-approve", `-var=step=${step}`);
  }

  /** Forgets the state, and applies the configuration with each resource imported by the id that it had. */
  async import(step: number): Promise<Changes> {
    const imports = join(this.folder, "imports.tf");
    const blocks = managedResources(this.states).map(
      ({ address, id }) => `import {\n  to = ${address}\n  id = ${JSON.stringify(id)}\n}\n`,
    );
    writeFileSync(imports, blocks.join("\n"));
    renameSync(join(this.folder, "terraform.tfstate"), join(this.folder, "before-import"));
    const changes = await this.apply(step);
    rmSync(imports);
    return changes;
  }

  /** The state against what exists, and the requests that nobody knew. */
  async inventory(): Promise<Inventory & Pick<Status, "unhandled">> {
    const status = await statusOf(this.scaleway);
    return { ...compare(managedResources(this.states), status.objects, []), unhandled: status.unhandled };
  }

  end(): Promise<void> {
    return this.scaleway.stop();
  }

  private async changes(...args: string[]): Promise<Changes> {
    const messages = (await this.run(...args, "-json", "-input=false"))
      .split("\n")
      .filter((line) => line !== "")
      .map((line): Message => JSON.parse(line));
    return Object.fromEntries(
      messages
        .filter(({ type }) => type === "planned_change")
        .flatMap(({ change }) => (change ? [[change.resource.addr, change.action]] : [])),
    );
  }

  /** @throws with its output when it fails */
  private async run(...args: string[]): Promise<string> {
    const program = this.environment.TERRAFORM_BINARY_NAME ?? "";
    // Never synchronously: the server that the engine talks to is in this process.
    const child = spawn(program, args, { cwd: this.folder, env: this.environment });
    const { code, stdout, stderr } = await ended(child);
    if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}\n${stdout}\n${stderr}`);
    return stdout;
  }
}

/** A line of an engine's machine-readable output, as far as it is read here. */
interface Message {
  readonly type: string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
}

/** A certificate and its private key as a load balancer takes them, made anew for every run. */
function certificateChain(folder: string): string {
  const { cert, key } = createCertificateAuthority(join(folder, "authority")).issue(["portal.example.org"]);
  return `${cert}${key}`;
}

function addressesIn(group: string): string[] {
  const text = readFileSync(join(configurations, `${group}.tf`), "utf8");
  return [...text.matchAll(/^resource "(\w+)" "(\w+)"/gm)].map(([, type, name]) => `${type}.${name}`).sort();
}
