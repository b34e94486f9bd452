import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "@cdktf/hcl2json";
import { startLocalScaleway } from "@hdh/local-scaleway";
import type { Finding, JsonReport } from "@hdh/policy-engine";
import { prepareToolchain } from "@hdh/toolchain";
import { localEnvironment } from "../../cli/local/environment";
import { Clone, ended } from "../helpers/clone";
import { ENGINES, type EngineName, TOOLCHAIN_LIMIT } from "../helpers/engines";

const configuration = join(__dirname, "plain-terraform");

/** Rules, and where they speak: address and attribute. */
type Verdicts = Readonly<Record<string, readonly string[]>>;

/** All that the plan is known to break. */
const FAILURES: Verdicts = {
  "HDH-DAT-001": ["module.exchange.scaleway_object_bucket.this versioning.enabled"],
  "HDH-DAT-002": ["module.exchange.scaleway_object_bucket.this force_destroy"],
  "HDH-DAT-003": [
    "module.exchange.scaleway_object_bucket_acl.this acl",
    "module.exchange.scaleway_object_bucket_policy.this policy.Statement.Principal.SCW[0]",
  ],
  "HDH-ENC-001": [
    "module.department[0].scaleway_rdb_instance.this encryption_at_rest",
    "module.department[1].scaleway_rdb_instance.this encryption_at_rest",
  ],
  "HDH-ENC-002": [
    "module.exchange.scaleway_object_bucket.this scaleway_object_bucket_server_side_encryption_configuration",
  ],
  "HDH-ENC-007": [
    "module.department[0].scaleway_rdb_instance.this password",
    "module.department[1].scaleway_rdb_instance.this password",
    "scaleway_cockpit_exporter.monitoring datadog_destination.api_key",
  ],
  "HDH-IAM-001": ["module.integrators.scaleway_iam_policy.this rule.permission_set_names[0]"],
  "HDH-JUR-002": ["provider.scaleway.abroad secret_key"],
  "HDH-JUR-006": ["scaleway_cockpit_exporter.monitoring datadog_destination"],
  "HDH-LOC-001": [
    "module.exchange.scaleway_object_bucket.this region",
    "module.exchange.scaleway_object_bucket_acl.this region",
    "module.exchange.scaleway_object_bucket_policy.this region",
    "provider.scaleway.abroad region",
    "provider.scaleway.abroad zone",
  ],
  "HDH-LOC-002": [
    "module.exchange.scaleway_object_bucket.this region",
    "module.exchange.scaleway_object_bucket_acl.this region",
    "module.exchange.scaleway_object_bucket_policy.this region",
    "provider.scaleway.abroad region",
    "provider.scaleway.abroad zone",
  ],
  "HDH-LOC-003": [
    "module.department[0].scaleway_rdb_instance.this backup_same_region",
    "module.department[1].scaleway_rdb_instance.this backup_same_region",
  ],
  "HDH-LOC-006": ["module.exchange.scaleway_object_bucket.this region"],
  "HDH-LOG-001": [
    "module.department[0].scaleway_rdb_instance.this logs_policy.max_age_retention",
    "module.department[1].scaleway_rdb_instance.this logs_policy.max_age_retention",
    "scaleway_cockpit_source.debug retention_days",
  ],
  "HDH-LOG-003": ["environment"],
  "HDH-MIG-001": [
    "module.guests.scaleway_instance_security_group.this tags.hdh-class",
    "module.guests.scaleway_vpc.this tags.hdh-class",
    "module.guests.scaleway_vpc_private_network.this tags.hdh-class",
  ],
  "HDH-NET-002": [
    "module.guests.scaleway_instance_security_group.this inbound_default_policy",
    "module.guests.scaleway_instance_security_group.this outbound_default_policy",
  ],
  "HDH-NET-003": [
    "module.guests.scaleway_instance_security_group.this inbound_rule[1].ip_range",
    "module.guests.scaleway_vpc_acl.ipv4 rules[1].source",
  ],
  "HDH-NET-004": ["module.guests.scaleway_vpc_acl.ipv4 default_policy"],
  "HDH-NET-005": [
    "module.department[0].scaleway_rdb_instance.this private_network",
    "module.department[1].scaleway_rdb_instance.this private_network",
  ],
  "HDH-PRJ-001": [
    "module.exchange.scaleway_object_bucket.this project_id",
    "module.exchange.scaleway_object_bucket_acl.this project_id",
    "module.exchange.scaleway_object_bucket_policy.this project_id",
  ],
  "HDH-PRJ-003": ["module.guests.scaleway_instance_security_group.this outbound_default_policy"],
  "HDH-PRJ-006": [
    "module.guests.scaleway_instance_security_group.this tags",
    "module.guests.scaleway_vpc.this tags",
    "module.guests.scaleway_vpc_private_network.this tags",
  ],
  "HDH-RES-002": [
    "module.department[0].scaleway_rdb_instance.this backup_schedule_retention",
    "module.department[0].scaleway_rdb_instance.this is_ha_cluster",
    "module.department[1].scaleway_rdb_instance.this backup_schedule_retention",
    "module.department[1].scaleway_rdb_instance.this is_ha_cluster",
  ],
  "HDH-SUP-001": ["terraform required_providers.scaleway.version"],
  "HDH-SUP-004": ["terraform_data.announcement provisioner"],
};

/**
 * What nobody can tell before the first apply: a policy whose text holds an id that does not exist yet, and the network of
 * a dynamic block, of which a plan does not show what it refers to.
 */
const NOT_KNOWN_YET: Verdicts = {
  "HDH-DAT-003": [
    'module.register["cardiology"].scaleway_object_bucket_policy.this policy',
    'module.register["oncology"].scaleway_object_bucket_policy.this policy',
  ],
  "HDH-IAM-004": [
    'module.register["cardiology"].scaleway_object_bucket_policy.this policy.Statement.Principal',
    'module.register["oncology"].scaleway_object_bucket_policy.this policy.Statement.Principal',
  ],
  "HDH-LOC-004": ["module.appointments.scaleway_rdb_instance.this private_network.zone"],
  "HDH-PRJ-002": ["module.appointments.scaleway_rdb_instance.this private_network.pn_id"],
};

/** What fails in the configuration alone, by what a plan does not show. */
const NOT_IN_A_PLAN: Readonly<Record<string, Verdicts>> = {
  "the backend": { "HDH-LOC-005": ["terraform backend"] },
  "the lifecycle block": {
    "HDH-NET-004": [
      "module.guests.scaleway_vpc_acl.ipv4 lifecycle.prevent_destroy",
      "module.guests.scaleway_vpc_acl.ipv6 lifecycle.prevent_destroy",
    ],
  },
  "what count leaves out: a module's encryption that is switched off": {
    "HDH-LOC-002": ["module.exchange.scaleway_object_bucket_server_side_encryption_configuration.this region"],
    "HDH-PRJ-001": ["module.exchange.scaleway_object_bucket_server_side_encryption_configuration.this project_id"],
  },
};

/** What cannot be known from the configuration alone, by the reason that is given: an expression is never guessed. */
const NOT_IN_THE_CONFIGURATION: Readonly<Record<string, Verdicts>> = {
  "count decides how many there are": {
    "HDH-ENC-002": [
      "module.exchange.scaleway_object_bucket.this scaleway_object_bucket_server_side_encryption_configuration",
      "module.register.scaleway_object_bucket.this scaleway_object_bucket_server_side_encryption_configuration",
    ],
  },
  "it is a dynamic block": {
    "HDH-LOC-004": [
      "module.appointments.scaleway_rdb_instance.this private_network.zone",
      "module.department.scaleway_rdb_instance.this private_network.zone",
    ],
    "HDH-NET-003": [
      "module.clinical.scaleway_instance_security_group.this inbound_rule.ip_range",
      "module.clinical.scaleway_vpc_acl.ipv4 rules.destination",
      "module.clinical.scaleway_vpc_acl.ipv4 rules.source",
      "module.guests.scaleway_instance_security_group.this inbound_rule.ip_range",
      "module.guests.scaleway_vpc_acl.ipv4 rules.destination",
      "module.guests.scaleway_vpc_acl.ipv4 rules.source",
    ],
    "HDH-NET-004": [
      "module.clinical.scaleway_vpc_acl.ipv4 rules.source",
      "module.guests.scaleway_vpc_acl.ipv4 rules.source",
    ],
    "HDH-NET-005": [
      "module.appointments.scaleway_rdb_instance.this private_network",
      "module.department.scaleway_rdb_instance.this private_network",
    ],
    "HDH-PRJ-002": [
      "module.appointments.scaleway_rdb_instance.this private_network.pn_id",
      "module.department.scaleway_rdb_instance.this private_network.pn_id",
    ],
    "HDH-PRJ-003": ["module.guests.scaleway_vpc_acl.ipv4 rules.destination"],
    "HDH-RES-002": [
      "module.exchange.scaleway_object_bucket.this lifecycle_rule.transition.storage_class",
      "module.register.scaleway_object_bucket.this lifecycle_rule.transition.storage_class",
    ],
  },
  'jsonencode({ Version = "2023-04-17" Statement = [ { Sid = "readers" Effect = "Al… is decided by the engine': {
    "HDH-DAT-003": [
      "module.exchange.scaleway_object_bucket_policy.this policy",
      "module.register.scaleway_object_bucket_policy.this policy",
    ],
    "HDH-IAM-004": [
      "module.exchange.scaleway_object_bucket_policy.this policy.Statement.Principal",
      "module.register.scaleway_object_bucket_policy.this policy.Statement.Principal",
    ],
  },
  "module.department.scaleway_rdb_acl.this: how often module department is called": {
    "HDH-NET-003": ["module.department.scaleway_rdb_instance.this scaleway_rdb_acl"],
  },
  "variable debug_days is set by the caller, whatever its default": {
    "HDH-LOG-001": ["scaleway_cockpit_source.debug retention_days"],
  },
  "variable exchange_region is set by the caller, whatever its default": {
    "HDH-LOC-001": [
      "module.exchange.scaleway_object_bucket.this region",
      "module.exchange.scaleway_object_bucket_acl.this region",
      "module.exchange.scaleway_object_bucket_policy.this region",
      "module.exchange.scaleway_object_bucket_server_side_encryption_configuration.this region",
      "provider.scaleway.abroad region",
    ],
    "HDH-LOC-006": ["module.exchange.scaleway_object_bucket.this region"],
  },
};

/** Sound, and nothing may be said against it. */
const IN_ORDER =
  /^(module\.(appointments|clinical|register|reports)\b|scaleway_(account_project|cockpit_alert_manager)\.)/;

jest.setTimeout(2 * 60_000);

describe("a hospital's own Terraform", () => {
  const clone = new Clone();
  const asJson = mkdtempSync(join(tmpdir(), "hdh-plain-terraform-json-"));

  beforeAll(() => translate(configuration, asJson));

  async function check(path: string): Promise<readonly Finding[]> {
    const { code, stdout, stderr } = await clone.hdh(["check", path, "--json", "--as-of", "2026-11-22"]);
    expect({ code, stderr }).toEqual({ code: 4, stderr: "" });
    return (JSON.parse(stdout) as JsonReport).findings;
  }

  describe.each(ENGINES)("planned with %s", (engine) => {
    let findings: readonly Finding[];
    let planned: Plan;

    beforeAll(async () => {
      planned = await planOf(configuration, engine);
      findings = await check(planned.file);
    }, TOOLCHAIN_LIMIT);

    it("is refused for all that it breaks through its modules, and for nothing else", () => {
      expect(verdicts(findings, "fail")).toEqual(FAILURES);
      expect(verdicts(findings, "unknown")).toEqual(NOT_KNOWN_YET);
    });

    it("is not blamed for what is in order", () => {
      const judged = planned.changes.filter(({ address }) => IN_ORDER.test(address));
      const blamed = findings.filter(({ address, outcome }) => IN_ORDER.test(address) && outcome === "fail");

      expect(judged.length).toBeGreaterThan(15);
      expect(blamed.map(({ rule, address }) => `${rule} ${address}`)).toEqual([]);
    });

    it("means the same to the engine when it is written as JSON", async () => {
      const { changes } = await planOf(asJson, engine);
      expect(changes).toEqual(planned.changes);
    });
  });

  describe("written as JSON", () => {
    let findings: readonly Finding[];

    beforeAll(async () => {
      findings = await check(asJson);
    });

    it("fails where its plan fails, or says that only the engine knows", () => {
      const judged = blocking(findings).map(({ rule, address }) => `${rule} ${address}`);
      const failures = lines(FAILURES).map((line) => withoutInstances(line).split(" ").slice(0, 2).join(" "));
      expect(failures.filter((failure) => !judged.includes(failure))).toEqual([]);
    });

    it("fails elsewhere for nothing but what a plan does not show", () => {
      const inPlan = lines(FAILURES).map(withoutInstances);
      const failures = lines(verdicts(findings, "fail")).map(withoutInstances);
      expect(failures.filter((failure) => !inPlan.includes(failure))).toEqual(
        Object.values(NOT_IN_A_PLAN).flatMap(lines).sort(),
      );
    });

    it("leaves open what only the engine knows, and nothing else", () => {
      const reasons = new Map<string, Finding[]>();
      for (const finding of blocking(findings).filter(({ outcome }) => outcome === "unknown")) {
        const [, why = ""] = finding.message.split(" cannot be known: ");
        reasons.set(why, [...(reasons.get(why) ?? []), finding]);
      }
      expect(Object.fromEntries([...reasons].map(([why, found]) => [why, verdicts(found, "unknown")]))).toEqual(
        NOT_IN_THE_CONFIGURATION,
      );
    });
  });
});

function blocking(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => finding.blocking);
}

/** Where each rule blocks with an outcome. */
function verdicts(findings: readonly Finding[], outcome: "fail" | "unknown"): Verdicts {
  const found = new Map<string, string[]>();
  for (const { rule, address, attribute } of blocking(findings).filter((finding) => finding.outcome === outcome)) {
    const place = attribute === undefined ? address : `${address} ${attribute}`;
    found.set(rule, [...(found.get(rule) ?? []), place].sort());
  }
  return Object.fromEntries(found);
}

function lines(of: Verdicts): string[] {
  return Object.entries(of)
    .flatMap(([rule, places]) => places.map((place) => `${rule} ${place}`))
    .sort();
}

/** The configuration knows neither the instances of a module nor the elements of a list that a variable holds. */
function withoutInstances(line: string): string {
  return line.replaceAll(/\[[^\]]*\]/g, "");
}

interface Plan {
  readonly file: string;
  readonly changes: readonly { readonly address: string; readonly change: { readonly after: unknown } }[];
}

/** Plans the creation of everything; the data source is read from a local Scaleway of its own. */
async function planOf(source: string, engine: EngineName): Promise<Plan> {
  const toolchain = await prepareToolchain({
    engine,
    environment: { ...process.env, TERRAFORM_BINARY_NAME: undefined, HDH_TOOLCHAIN_PROVIDER: "build" },
  });
  const root = mkdtempSync(join(tmpdir(), "hdh-plain-terraform-"));
  const folder = join(root, "hospital");
  cpSync(source, folder, { recursive: true });
  cpSync(join(configuration, "terraform.tfvars"), join(folder, "terraform.tfvars"));
  const scaleway = await startLocalScaleway({ directory: join(root, "scaleway") });
  const env = localEnvironment({ ...scaleway, pid: process.pid, build: "" }, toolchain, process.env);
  const run = async (...args: string[]): Promise<string> => {
    // Never synchronously: the server that the engine talks to is in this process.
    const { code, stdout, stderr } = await ended(spawn(toolchain.engine.path, args, { cwd: folder, env }));
    if (code !== 0) throw new Error(`${engine} ${args.join(" ")} ended with ${code}\n${stdout}\n${stderr}`);
    return stdout;
  };
  try {
    await run("init", "-no-color");
    await run("plan", "-no-color", "-input=false", "-refresh=false", "-out=hospital.tfplan");
    const shown = await run("show", "-json", "hospital.tfplan");
    const file = join(root, "plan.json");
    writeFileSync(file, shown);
    const { resource_changes } = JSON.parse(shown) as { resource_changes: Plan["changes"] };
    return { file, changes: resource_changes };
  } finally {
    await scaleway.stop();
  }
}

/** Writes each file of a configuration as JSON, modules included. */
async function translate(from: string, to: string): Promise<void> {
  const files = (readdirSync(from, { recursive: true }) as string[]).filter((name) => name.endsWith(".tf"));
  for (const name of files) {
    const { variable, module, ...others }: Converted = await parse(name, readFileSync(join(from, name), "utf8"));
    const json = {
      ...others,
      variable: variable && mapped(variable, ([block]) => ({ ...block, type: word(block.type) })),
      module:
        module && mapped(module, ([call]) => ({ ...call, providers: call.providers && mapped(call.providers, word) })),
    };
    mkdirSync(dirname(join(to, name)), { recursive: true });
    writeFileSync(join(to, `${name}.json`), JSON.stringify(json));
  }
}

/** A file as the converter writes it: each block a list of one, and every word that is not quoted an expression. */
interface Converted {
  readonly variable?: Readonly<Record<string, readonly [{ readonly type: string }]>>;
  readonly module?: Readonly<Record<string, readonly [{ readonly providers?: Readonly<Record<string, string>> }]>>;
}

/** Types and references to providers are words in JSON, too (Terraform language, JSON Configuration Syntax). */
function word(expression: string): string {
  return expression.replace(/^\$\{(.*)\}$/, "$1");
}

function mapped<From, To>(object: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, to(value)]));
}
