import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import type { Construct } from "constructs";
import { environmentNamed } from "../../config/environments";
import { regionNamed } from "../../config/localities";
import { Cidr } from "../../constructs/core/cidr";
import type { TrustZone } from "../../constructs/core/custody";
import type { DataClass } from "../../constructs/core/data-class";
import type { Region } from "../../constructs/core/locality";
import { ProjectScope } from "../../constructs/identity/project-scope";
import { ServiceIdentity } from "../../constructs/identity/service-identity";
import { ManagedKey } from "../../constructs/keys/managed-key";
import { IsolatedVpc } from "../../constructs/network/isolated-vpc";
import { HdhStack } from "../../stacks/hdh-stack";

export const frPar = regionNamed("fr-par");

/** A stack for one test: production's custody, so that everything is protected, unless the test asks for the sandbox. */
export class TestStack extends HdhStack {
  constructor(scope: Construct, id = "test", environment = "production") {
    super(scope, id, { environment: environmentNamed(environment), locality: frPar });
  }
}

type Block = Record<string, unknown>;

/** The rendered JSON of one stack: what a plan is made from, overrides included. */
export class Template {
  constructor(readonly json: { resource?: Record<string, Record<string, Block>>; [key: string]: unknown }) {}

  all(type: string): Block[] {
    return Object.values(this.json.resource?.[`scaleway_${type}`] ?? {});
  }

  /** @throws unless there is exactly one */
  one(type: string): Block {
    const [block, ...more] = this.all(type);
    if (!block || more.length > 0) throw new Error(`expected one scaleway_${type}, found ${this.all(type).length}`);
    return block;
  }

  /** The resource at a construct path below the stack. */
  at(path: string): Block {
    const blocks = Object.values(this.json.resource ?? {}).flatMap((byName) => Object.values(byName));
    const found = blocks.find((block) => pathOf(block).endsWith(`/${path}`));
    if (!found) throw new Error(`nothing at ${path}; there is ${blocks.map(pathOf).join(", ")}`);
    return found;
  }
}

function pathOf(block: Block): string {
  return (block["//"] as { metadata: { path: string } }).metadata.path;
}

export function render(build: (stack: TestStack) => void, environment?: string): Template {
  const stack = new TestStack(new App({ outdir: mkdtempSync(join(tmpdir(), "hdh-render-")) }), "test", environment);
  build(stack);
  return new Template(stack.toTerraform());
}

/** The one project of a test's stack. */
export function projectIn(stack: Construct): ProjectScope {
  const existing = stack.node.tryFindChild("project") as ProjectScope | undefined;
  return (
    existing ?? new ProjectScope(stack, "project", { purpose: "data", zone: "ingest", description: "Source data." })
  );
}

/** A VPC of two networks, nodes and services, in a project of its own. */
export function vpcIn(
  stack: Construct,
  { zone = "platform", locality = frPar }: { zone?: TrustZone; locality?: Region } = {},
): IsolatedVpc {
  return new IsolatedVpc(stack, "vpc", {
    purpose: "platform",
    project: new ProjectScope(stack, "shared", { purpose: "shared", zone, description: "Shared." }),
    locality,
    networks: [
      { purpose: "nodes", range: Cidr.parse("10.64.0.0/22") },
      { purpose: "services", range: Cidr.parse("10.64.4.0/22") },
    ],
    dataClass: "C3",
  });
}

export function keyIn(stack: Construct, dataClass?: DataClass): ManagedKey {
  return new ManagedKey(stack, "key", { purpose: "lake", project: projectIn(stack), locality: frPar, dataClass });
}

export function identityIn(stack: Construct, project: ProjectScope, id = "identity"): ServiceIdentity {
  return new ServiceIdentity(stack, id, {
    purpose: id,
    description: "Does one thing.",
    grants: [{ project, permissionSets: ["ObjectStorageObjectsWrite"] }],
  });
}
