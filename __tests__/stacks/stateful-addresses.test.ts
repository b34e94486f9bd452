import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentNamed, environmentNames } from "../../config/environments";
import { HdhApp } from "../../stacks/hdh-app";
import { HdhStack } from "../../stacks/hdh-stack";
import { HealthDataHub } from "../../stacks/health-data-hub";

/** Types whose destruction or replacement loses data, or what data and its readers depend on. */
const STATEFUL =
  /^scaleway_(account_project|key_manager_key|object_bucket|vpc|vpc_private_network|vpc_public_gateway_ip)$/;

interface Rendered {
  readonly resource?: Record<string, Record<string, unknown>>;
}

function statefulAddresses(environment: string): string[] {
  process.env.CDKTF_OUTDIR = mkdtempSync(join(tmpdir(), "hdh-golden-"));
  const app = new HdhApp();
  delete process.env.CDKTF_OUTDIR;
  new HealthDataHub(app, environmentNamed(environment));
  return app.node
    .findAll()
    .filter(HdhStack.isHdhStack)
    .flatMap((stack) =>
      Object.entries((stack.toTerraform() as Rendered).resource ?? {})
        .filter(([type]) => STATEFUL.test(type))
        .flatMap(([type, named]) => Object.keys(named).map((name) => `${stack.node.id}  ${type}.${name}`)),
    )
    .sort();
}

/**
 * A resource that is renamed here is destroyed and made anew at its next deploy, with all it holds. A name leaves the
 * golden list only with a `moveTo` that takes its state along.
 */
describe("the addresses of what holds state", () => {
  it.each(environmentNames)("are still those of the golden list in %s", (environment) => {
    const golden = readFileSync(join(__dirname, "..", "golden", `stateful-addresses.${environment}.txt`), "utf8");
    expect(statefulAddresses(environment)).toEqual(golden.trim().split("\n"));
  });
});
