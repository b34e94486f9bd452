import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AccountProject } from "@cdktf/provider-scaleway/lib/account-project";
import { App, type TerraformStack } from "cdktf";
import { environmentNamed, environmentNames } from "../../config/environments";
import { HdhApp } from "../../stacks/hdh-app";
import { HdhStack } from "../../stacks/hdh-stack";
import { HealthDataHub } from "../../stacks/health-data-hub";
import { TestStack } from "../helpers/render";

/** Types whose destruction or replacement loses data, or what data and its readers depend on. */
const STATEFUL =
  /^scaleway_(account_project|cockpit_source|k8s_cluster|key_manager_key|key_manager_key_material|lb_ip|object_bucket|rdb_database|rdb_instance|registry_namespace|secret|vpc|vpc_private_network|vpc_public_gateway_ip)$/;

interface Rendered {
  readonly resource?: Record<string, Record<string, unknown>>;
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
}

interface Addresses {
  /** What holds state, as `stack  type.name`. */
  readonly stateful: readonly string[];
  /** Former addresses whose state is taken along, by the engine's `moved` blocks. */
  readonly moved: ReadonlyMap<string, string>;
}

function addressesOf(stacks: readonly TerraformStack[]): Addresses {
  const rendered = stacks.map((stack) => ({ id: stack.node.id, json: stack.toTerraform() as Rendered }));
  return {
    stateful: rendered
      .flatMap(({ id, json }) =>
        Object.entries(json.resource ?? {})
          .filter(([type]) => STATEFUL.test(type))
          .flatMap(([type, named]) => Object.keys(named).map((name) => `${id}  ${type}.${name}`)),
      )
      .sort(),
    moved: new Map(
      rendered.flatMap(({ id, json }) =>
        (json.moved ?? []).map(({ from, to }): [string, string] => [`${id}  ${from}`, `${id}  ${to}`]),
      ),
    ),
  };
}

/** Addresses of a golden list that are neither there nor moved to one that is: their next deploy would destroy them. */
function lost(golden: readonly string[], { stateful, moved }: Addresses): string[] {
  return golden.filter((address) => !stateful.includes(moved.get(address) ?? address));
}

/** Addresses that no golden list knows yet. */
function unlisted(golden: readonly string[], { stateful }: Addresses): string[] {
  return stateful.filter((address) => !golden.includes(address));
}

function goldenOf(environment: string): string[] {
  const file = join(__dirname, "..", "golden", `stateful-addresses.${environment}.txt`);
  return readFileSync(file, "utf8").trim().split("\n");
}

/**
 * A resource that is renamed is destroyed and made anew at its next deploy, with all it holds. A name leaves the golden
 * list only after a `moveTo` has taken its state along.
 */
describe("the addresses of what holds state", () => {
  it.each(environmentNames)("are still those of the golden list in %s", (environment) => {
    process.env.CDKTF_OUTDIR = mkdtempSync(join(tmpdir(), "hdh-golden-"));
    const app = new HdhApp();
    delete process.env.CDKTF_OUTDIR;
    new HealthDataHub(app, environmentNamed(environment));
    const addresses = addressesOf(app.node.findAll().filter(HdhStack.isHdhStack));
    const golden = goldenOf(environment);

    expect(lost(golden, addresses)).toEqual([]);
    expect(unlisted(golden, addresses)).toEqual([]);
  });

  const golden = ["test  scaleway_account_project.data_project_7A09E4A9"];
  const renamed = (move: (project: AccountProject) => void) => {
    const stack = new TestStack(new App({ outdir: mkdtempSync(join(tmpdir(), "hdh-golden-")) }));
    move(new AccountProject(stack, "records", {}));
    return addressesOf([stack]);
  };

  it("are lost by a new name", () => {
    const addresses = renamed(() => undefined);

    expect(lost(golden, addresses)).toEqual(golden);
    expect(unlisted(golden, addresses)).toEqual(["test  scaleway_account_project.records"]);
  });

  it("are kept under a new name by a move", () => {
    const addresses = renamed((project) => project.moveFromId("scaleway_account_project.data_project_7A09E4A9"));

    expect(lost(golden, addresses)).toEqual([]);
    expect(unlisted(golden, addresses)).toEqual(["test  scaleway_account_project.records"]);
  });
});
