import { type Report, summaryOf } from "@hdh/policy-engine";
import colours from "picocolors";
import type { StackChanges } from "./cdktf";
import type { RunningServer } from "./local/server";
import type { ManagedResource, StackOutput } from "./local/states";
import { formatSeconds } from "./progress";

export interface Overview {
  readonly environment: string;
  readonly server: RunningServer;
  readonly changes: readonly StackChanges[];
  readonly resources: readonly ManagedResource[];
  readonly outputs: readonly StackOutput[];
  readonly policies: Report;
  /** Seconds that each part of the start took. */
  readonly parts: Readonly<Record<string, number>>;
}

/** The last screen of `npm start`: what is not met, a tree of stacks and what they hold, the rules' verdict, and where to go from here. */
export function overview({ environment, server, changes, resources, outputs, policies, parts }: Overview): string {
  const stacks = [...new Set(resources.map(({ stack }) => stack))].sort();
  const width = Math.max(...stacks.map((stack) => stack.length));
  const tree = stacks.flatMap((stack, index) => {
    const held = resources.filter((resource) => resource.stack === stack);
    const last = index === stacks.length - 1;
    const results = outputs.filter((output) => output.environment === environment && output.stack === stack);
    const [first = "", ...more] = [
      ...contents(held),
      ...results.map(({ name, value }) => colours.dim(`→ ${name} = ${JSON.stringify(value)}`)),
    ];
    return [
      `  ${last ? "└─" : "├─"} ${colours.bold(stack.padEnd(width))}  ${String(held.length).padStart(3)} resources   ${first}`,
      ...more.map((line) => `  ${last ? "  " : "│ "} ${" ".repeat(width + 18)}${line}`),
    ];
  });
  const changed = changes.reduce((sum, { added, changed: altered, destroyed }) => sum + added + altered + destroyed, 0);
  const total = Object.values(parts).reduce((sum, seconds) => sum + seconds, 0);
  return [
    "",
    `  ${colours.bold(`${environment} on local Scaleway`)}   ${server.apiUrl}`,
    ...policies.deviations.map(({ id, message }) => `  ${colours.yellow(`○ ${id}`)} ${message}`),
    ...tree,
    `  ${resources.length} resources, each live exactly once; ${changed === 0 ? "no changes" : `${changed} changes`} in ${formatSeconds(total)}` +
      `   (${Object.entries(parts)
        .map(([part, seconds]) => `${part} ${formatSeconds(seconds)}`)
        .join(", ")})`,
    `  policies: ${summaryOf(policies)}`,
    "",
    "  Look around        npx hdh local status",
    "  Change something   config/environments/sandbox.ts, then npm start",
    "  Take down          npm run destroy",
    "",
  ].join("\n");
}

/** What a reader looks for first; parts of others, such as a bucket's policy, go without saying. */
const HEADINGS: Readonly<Record<string, string>> = {
  scaleway_account_project: "projects",
  scaleway_iam_application: "identities",
  scaleway_key_manager_key: "keys",
  scaleway_vpc: "vpc",
  scaleway_vpc_private_network: "networks",
  scaleway_vpc_public_gateway: "gateways",
  scaleway_object_bucket: "buckets",
  scaleway_k8s_cluster: "cluster",
  scaleway_k8s_pool: "pools",
  scaleway_rdb_instance: "database",
  scaleway_lb: "load balancer",
  scaleway_cockpit_source: "telemetry",
};

function contents(resources: readonly ManagedResource[]): string[] {
  return Object.entries(HEADINGS).flatMap(([type, heading]) => {
    const labels = resources.filter((resource) => resource.type === type).map(({ label }) => label);
    return labels.length > 0 ? [`${heading} ${labels.sort().join(", ")}`] : [];
  });
}
