import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Finding } from "@hdh/policy-engine";
import { checkDocuments } from "../../cli/policy-check";

/** Workspaces of which a few break rules on purpose: 200 of 18 resources each, one of them with a database. */
const inputs = resolve(process.env.HDH_BENCH_INPUTS ?? join(__dirname, "..", "..", "..", "shared", "bench", "inputs"));
const available = existsSync(inputs);

/** What was planted, one in each of ten workspaces: the rule, the address, and what it says. */
const PLANTED = [
  ["HDH-LOC-001", "scaleway_object_bucket.ws0002-data", "region is nl-ams"],
  ["HDH-DAT-002", "scaleway_object_bucket.ws0003-data", "force_destroy is true"],
  ["HDH-DAT-001", "scaleway_object_bucket.ws0004-results", "versioning.enabled is false"],
  ["HDH-DAT-003", "scaleway_object_bucket_acl.ws0005-results-acl", "acl is public-read"],
  ["HDH-NET-003", "scaleway_vpc_acl.ws0006-acl", "rules.source is 0.0.0.0/0"],
  ["HDH-NET-004", "scaleway_vpc_acl.ws0007-acl", "default_policy is accept"],
  ["HDH-IAM-001", "scaleway_iam_policy.ws0011-policy", "rule.permission_set_names[0] is AllProductsFullAccess"],
  ["HDH-NET-005", "scaleway_rdb_instance.ws0013-db", "private_network is not set"],
  ["HDH-ENC-002", "scaleway_object_bucket.ws0017-data", "has no server-side encryption configuration"],
  ["HDH-DAT-003", "scaleway_object_bucket_policy.ws0019-logs-policy", 'policy.Statement.Principal is "*"'],
] as const;

/** The bucket that the update moves abroad, and what goes with it. */
const MOVED = [
  ["HDH-LOC-001", "scaleway_object_bucket.ws0137-results", "region is nl-ams"],
  ["HDH-LOC-001", "scaleway_object_bucket_policy.ws0137-results-policy", "region is nl-ams"],
  ["HDH-LOC-001", "scaleway_object_bucket_server_side_encryption_configuration.ws0137-results-sse", "region is nl-ams"],
  ["HDH-LOC-006", "scaleway_object_bucket.ws0137-results", "region is nl-ams, outside France"],
  ["HDH-DAT-004", "scaleway_object_bucket.ws0137-results", "region is nl-ams"],
  ["HDH-DAT-006", "scaleway_object_bucket.ws0137-results", "is to be replaced"],
  ["HDH-DAT-006", "scaleway_object_bucket_policy.ws0137-results-policy", "is to be replaced"],
  [
    "HDH-DAT-006",
    "scaleway_object_bucket_server_side_encryption_configuration.ws0137-results-sse",
    "is to be replaced",
  ],
  [
    "HDH-ENC-002",
    "scaleway_object_bucket_server_side_encryption_configuration.ws0137-results-sse",
    "is to be replaced",
  ],
] as const;

const BUCKETS = ["data", "logs", "results"];
const LABELLED = ["app", "data", "group", "key", "logs", "pn", "policy", "results", "secret", "vpc"];

/** What every workspace breaks, since it was not built for these rules: the parts of it that each rule refuses. */
const EVERYWHERE: Readonly<Record<string, readonly string[]>> = {
  "HDH-ENC-002": BUCKETS,
  "HDH-LOG-002": ["project"],
  "HDH-LOG-004": ["project"],
  "HDH-MIG-001": LABELLED,
  "HDH-NET-003": ["acl"],
  "HDH-NET-004": ["vpc"],
  "HDH-PRJ-006": LABELLED,
};

/** The same of its configuration, which also shows that nothing keeps Terraform from destroying it. */
const EVERYWHERE_CONFIGURED: typeof EVERYWHERE = {
  ...EVERYWHERE,
  "HDH-DAT-002": [...BUCKETS, ...BUCKETS.map((bucket) => `${bucket}-sse`), "key", "secret"].sort(),
  "HDH-NET-004": ["acl", "vpc"],
};

jest.setTimeout(2 * 60_000);

if (!available)
  process.stdout.write(`planted violations: skipped, since ${inputs} does not exist (HDH_BENCH_INPUTS)\n`);

(available ? describe : describe.skip).each([
  { input: "synth-200", planted: PLANTED, everywhere: EVERYWHERE_CONFIGURED, whole: ["HDH-LOC-005", "HDH-LOG-003"] },
  { input: "plan-create-200", planted: PLANTED, everywhere: EVERYWHERE, whole: ["HDH-LOG-003"] },
  { input: "plan-update-200", planted: MOVED, everywhere: EVERYWHERE, whole: ["HDH-LOG-003"] },
])("of $input", ({ input, planted, everywhere, whole }) => {
  let failures: readonly Finding[];

  beforeAll(async () => {
    const json = JSON.parse(gunzipSync(readFileSync(join(inputs, `${input}.json.gz`))).toString("utf8"));
    const report = await checkDocuments([{ name: input, json }], { asOf: "2026-11-22" });
    failures = report.findings.filter(({ blocking }) => blocking);
  });

  it.each(planted)("%s is found on %s, and in no other workspace", (rule, address, says) => {
    const found = failures.filter((one) => one.rule === rule && one.message.startsWith(says));

    expect(found.map((one) => one.address)).toContain(address);
    expect([...new Set(found.map((one) => workspaceOf(one.address)))]).toEqual([workspaceOf(address)]);
  });

  it("every other workspace fails in what it is known to break, and in nothing else", () => {
    const workspaces = workspacesOf(failures);
    const sound = [...workspaces].filter(([name]) => !planted.some(([, address]) => address.includes(name)));

    expect(workspaces.size).toBe(200);
    expect(sound).toHaveLength(200 - new Set(planted.map(([, address]) => workspaceOf(address))).size);
    for (const [name, found] of sound) expect([name, partsOf(found)]).toEqual([name, everywhere]);
  });

  it("what belongs to no workspace fails in what is known of the whole", () => {
    const rules = failures.filter(({ address }) => workspaceOf(address) === undefined).map(({ rule }) => rule);
    expect(rules.sort()).toEqual(whole);
  });

  it("nothing is left unknown, and no rule breaks", () => {
    expect(failures.filter(({ outcome }) => outcome !== "fail")).toEqual([]);
  });
});

/** `ws0042` of `scaleway_vpc.ws0042-vpc`. */
function workspaceOf(address: string): string | undefined {
  return /\.(ws\d{4})-/.exec(address)?.[1];
}

function workspacesOf(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = workspaceOf(finding.address);
    if (name === undefined) continue;
    const others = found.get(name);
    if (others) others.push(finding);
    else found.set(name, [finding]);
  }
  return found;
}

/** The parts of one workspace that each rule refuses. */
function partsOf(findings: readonly Finding[]): Record<string, readonly string[]> {
  const parts = new Map<string, Set<string>>();
  for (const { rule, address } of findings) {
    const part = address.replace(/^.*\.ws\d{4}-/, "");
    parts.set(rule, (parts.get(rule) ?? new Set()).add(part));
  }
  return Object.fromEntries([...parts].map(([rule, names]) => [rule, [...names].sort()]));
}
