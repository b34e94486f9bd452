import { type Report, summaryOf } from "@hdh/policy-engine";
import colours from "picocolors";
import type { StackChanges } from "./cdktf";
import type { RunningServer } from "./local/server";
import type { ManagedResource } from "./local/states";
import { formatSeconds } from "./progress";

export interface Overview {
  readonly environment: string;
  readonly server: RunningServer;
  readonly changes: readonly StackChanges[];
  readonly resources: readonly ManagedResource[];
  readonly policies: Report;
  /** Seconds that each part of the start took. */
  readonly parts: Readonly<Record<string, number>>;
}

/** The last screen of `npm start`: a tree of stacks and what they hold, the rules' verdict, and where to go from here. */
export function overview({ environment, server, changes, resources, policies, parts }: Overview): string {
  const own = resources.filter((resource) => resource.environment === environment);
  const stacks = [...new Set(own.map(({ stack }) => stack))].sort();
  const width = Math.max(...stacks.map((stack) => stack.length));
  const tree = stacks.flatMap((stack, index) => {
    const held = own.filter((resource) => resource.stack === stack);
    const last = index === stacks.length - 1;
    const [first = "", ...more] = contents(held);
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
    ...tree,
    `  ${own.length} resources, each live exactly once; ${changed === 0 ? "no changes" : `${changed} changes`} in ${formatSeconds(total)}` +
      `   (${Object.entries(parts)
        .map(([part, seconds]) => `${part} ${formatSeconds(seconds)}`)
        .join(", ")})`,
    `  policies: ${summaryOf(policies)}`,
    ...policies.deviations.map(({ id, message }) => `  ${colours.yellow(`○ ${id}`)} ${message}`),
    "",
    "  Look around        npx hdh local status",
    "  Change something   config/environments/sandbox.ts, then npm start",
    "  Take down          npm run destroy",
    "",
  ].join("\n");
}

/** What a reader wants to know of a stack's resources; parts of others, such as policies, go without saying. */
function contents(resources: readonly ManagedResource[]): string[] {
  const named = (type: string, describe: (attributes: Readonly<Record<string, unknown>>) => string) =>
    resources.filter((resource) => resource.type === type).map(({ attributes }) => describe(attributes));
  const listed = (label: string, found: string[]) => (found.length > 0 ? [`${label} ${found.sort().join(", ")}`] : []);
  const name = ({ name: value }: Readonly<Record<string, unknown>>) => String(value);
  return [
    ...listed("projects", named("scaleway_account_project", name)),
    ...listed("identities", named("scaleway_iam_application", name)),
    ...listed("keys", named("scaleway_key_manager_key", name)),
    ...listed("vpc", named("scaleway_vpc", name)),
    ...listed(
      "networks",
      named("scaleway_vpc_private_network", (attributes) => `${name(attributes)} ${rangeOf(attributes)}`),
    ),
    ...listed(
      "buckets",
      named(
        "scaleway_object_bucket",
        (attributes) => `${name(attributes)} (${tagOf(attributes, "hdh-class")}, ${tagOf(attributes, "hdh-role")})`,
      ),
    ),
  ];
}

function rangeOf({ ipv4_subnet }: Readonly<Record<string, unknown>>): string {
  return (ipv4_subnet as { subnet: string }[] | undefined)?.[0]?.subnet ?? "";
}

function tagOf({ tags }: Readonly<Record<string, unknown>>, key: string): string {
  return (tags as Record<string, string> | undefined)?.[key] ?? "";
}
