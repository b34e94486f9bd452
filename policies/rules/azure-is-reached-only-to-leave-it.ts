import { at, fail, type Graph, isDay, type Json, type Resource, remembered, type Verdict } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { AZURE_HOST, AZURE_PROVIDERS, mayNameAzure } from "../knowledge/azure";
import { labelOf } from "../labels/labels";
import { isFrom, phaseOf } from "../labels/phase";
import { sovereigntyRule } from "../sovereignty-rule";

/** Role of what copies from Azure, one way. */
const SOURCE = "migration-source";

const job = (phase: string, labels: string[]) => ({
  resource: {
    scaleway_container: {
      c: { tags: [`hdh-phase=${phase}`, ...labels], environment_variables: { SRC: "https://x.blob.core.windows.net" } },
    },
  },
});

export const azureIsReachedOnlyToLeaveIt = sovereigntyRule({
  id: "HDH-MIG-003",
  severity: "critical",
  title: "Azure reach is one-way, temporary and confined",
  remedy:
    "Remove it, and change every credential that Azure knows. Before P4 the migration source alone may name Azure.",
  waivers: "conditional",
  given: "Given every text in every block, and every provider",
  scenarios: {
    "nothing that leads to Azure": "pass",
    "a host of Azure from P4 on, wherever it stands": "fail",
    "a host of Azure that stands in no block, as in a local": "fail",
    "a host of Azure before P4, in anything but the migration source": "fail",
    "the migration source before P4, temporary, within the last day, with read-only credentials on record": "pass",
    "the migration source, without its credentials on record": "evidence-missing",
    "the migration source, without an end, or with one after the last day": "fail",
    "a provider or a resource of Azure": "fail",
    "a host that only looks alike": "pass",
  },
  why: "The move is done when nothing leads back. Until then data come in and none go out, from one place that has an end.",
  controls: ["SNC:19.6.c", "SNC:19.1.i", "HDS:EXI-27", "HDS:EXI-30", "GDPR:44", "SREN:31"],
  bad: job("P4", ["hdh-temp=true"]),
  good: { resource: { scaleway_container: { c: { environment_variables: { SRC: "https://s3.fr-par.scw.cloud" } } } } },
  checkWhole: (graph, inputs, { evidence }) =>
    suspectsIn(graph).flatMap(({ name, host, resources }) => {
      const mentions = resources.flatMap((resource) => {
        const found = mentionOf(resource);
        return found === undefined ? [] : [{ resource, found }];
      });
      if (mentions.length === 0 && host !== undefined) {
        return [fail(`stack ${name} names ${host} outside of any block; only a temporary ${SOURCE} may`)];
      }
      return mentions.map(({ resource, found }) =>
        at(
          resource,
          judge(resource, found, inputs, () => evidence.demand("azure-read-only", resource.address)),
        ),
      );
    }),
});

interface Suspect {
  /** Name of the stack. */
  readonly name: string;
  /** @default - its text names a provider of Azure, or something that only looks alike */
  readonly host?: string;
  readonly resources: readonly Resource[];
}

/** The documents that name Azure at all: most name it nowhere, and are read through once. */
const suspectsIn = remembered((graph: Graph): readonly Suspect[] =>
  graph.documents.flatMap((document) => {
    if (document.text !== undefined && !document.others && !document.modules && !mayNameAzure(document.text)) return [];
    const { name, json, others = [], modules = {} } = document;
    const content = [json, others, modules] as unknown as Json;
    if (!firstIn(content, (text) => (mayNameAzure(text) ? text : undefined))) return [];
    const resources = graph.byKind.flatMap(({ resources: found }) => found.filter(({ stack }) => stack.name === name));
    return [{ name, host: firstIn(content, hostIn), resources }];
  }),
);

function hostIn(text: string): string | undefined {
  return mayNameAzure(text) ? AZURE_HOST.exec(text)?.[0] : undefined;
}

/** The first that is found in any text or name of a JSON value, however deep it is nested. */
function firstIn(json: Json, find: (text: string) => string | undefined): string | undefined {
  const open: Json[] = [json];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === "string") {
      const found = find(next);
      if (found !== undefined) return found;
    } else if (typeof next === "object" && next !== null) {
      for (const [name, value] of Object.entries(next)) open.push(name, value as Json);
    }
  }
  return undefined;
}

/** What leads to Azure: the host, or the provider. */
function mentionOf(resource: Resource): string | undefined {
  const kind = AZURE_PROVIDERS.find(
    (provider) => resource.type === provider || resource.type.startsWith(`${provider}_`),
  );
  if (kind) return `the provider ${kind}`;
  if (resource.mode === "terraform") {
    const required = [...resource.stack.requiredProviders].find(([name, source]) =>
      AZURE_PROVIDERS.some((provider) => [name, String(source).split("/").pop()].includes(provider)),
    );
    if (required) return `the provider ${required[0]}`;
  }
  for (const name of resource.names) {
    const host = name === "//" ? undefined : firstIn(resource.given(name) ?? null, hostIn);
    if (host !== undefined) return `${host} in ${name}`;
  }
  return undefined;
}

function judge(resource: Resource, found: string, inputs: PolicyInputs, readOnly: () => Verdict): Verdict {
  const phase = phaseOf(resource, inputs);
  if (isFrom(phase, "P4")) return fail(`leads to Azure by ${found}; from P4 on nothing may`);
  if (labelOf(resource, "hdh-role") !== SOURCE || labelOf(resource, "hdh-temp") === undefined) {
    return fail(`leads to Azure by ${found}; only a temporary ${SOURCE} may`);
  }
  const expiry = labelOf(resource, "hdh-expiry");
  const { azureExitBy } = inputs;
  if (expiry === undefined || azureExitBy === undefined || !isDay(expiry) || expiry > azureExitBy) {
    return fail(
      `leads to Azure by ${found} until ${expiry ?? "no day"}; must end by ${azureExitBy ?? "a day that the environment names"}`,
      "tags.hdh-expiry",
      expiry,
    );
  }
  return readOnly();
}
