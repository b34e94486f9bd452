import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareToolchain } from "@hdh/toolchain";
import { TOOLCHAIN_LIMIT } from "../helpers/engines";
import { asPlan } from "./generator/as-plan";
import { isObject, type Json, type JsonObject, valueAt } from "./generator/json";
import type { Stack } from "./generator/tree";
import { workspaces } from "./generator/workspaces";

/** A create plan makes no call, so no key has to be good. */
const NOBODY = {
  SCW_ACCESS_KEY: "SCWXXXXXXXXXXXXXXXXX",
  SCW_SECRET_KEY: "11111111-1111-1111-1111-111111111111",
  SCW_DEFAULT_ORGANIZATION_ID: "11111111-1111-1111-1111-111111111111",
};

describe("a plan that is made without the engine", () => {
  let ours: JsonObject;
  let theirs: JsonObject;

  beforeAll(async () => {
    const [workspace] = workspaces(1).stacks;
    ours = asPlan(workspace!).json;
    theirs = await planOfEngine(workspace!);
  }, TOOLCHAIN_LIMIT);

  it("says of the configuration what the engine says", () => {
    expect(expressionsOf(ours)).toEqual(expressionsOf(theirs));
    expect(valueAt(ours, ["configuration", "provider_config"])).toEqual(
      valueAt(theirs, ["configuration", "provider_config"]),
    );
  });

  it("shows the values that the engine shows, but for the provider's defaults", () => {
    const known = Object.entries(valuesOf(ours)).filter(([, value]) => value !== null);
    expect(valuesOf(theirs)).toMatchObject(Object.fromEntries(known));
    expect(Object.keys(valuesOf(ours)).filter((place) => /\.(region|zone)$/.test(place))).toEqual([]);
  });
});

async function planOfEngine({ json }: Stack): Promise<JsonObject> {
  const toolchain = await prepareToolchain({ environment: { ...process.env, HDH_TOOLCHAIN_PROVIDER: "build" } });
  const cwd = mkdtempSync(join(tmpdir(), "hdh-plan-"));
  const { backend: _, ...terraform } = json.terraform as JsonObject;
  writeFileSync(join(cwd, "main.tf.json"), JSON.stringify({ ...json, terraform }));
  const env = {
    ...NOBODY,
    PATH: process.env.PATH,
    HOME: cwd,
    CHECKPOINT_DISABLE: "1",
    TF_CLI_CONFIG_FILE: toolchain.cliConfiguration,
  };
  const engine = (...args: string[]) =>
    execFileSync(toolchain.engine.path, args, { cwd, env, encoding: "utf8", maxBuffer: 2 ** 26 });
  engine("init", "-no-color");
  engine("plan", "-refresh=false", "-no-color", "-out=plan");
  return JSON.parse(engine("show", "-json", "plan")) as JsonObject;
}

function expressionsOf(plan: JsonObject): Record<string, Json> {
  const resources = valueAt(plan, ["configuration", "root_module", "resources"]) as JsonObject[];
  return Object.fromEntries(resources.map(({ address, expressions }) => [String(address), expressions!]));
}

/** What is known of each argument of each managed resource; of nested blocks only those that are given. */
function valuesOf(plan: JsonObject): Record<string, Json> {
  const changes = (plan.resource_changes as JsonObject[]).filter(({ mode }) => mode === "managed");
  return Object.fromEntries(
    changes.flatMap(({ address, change }) =>
      Object.entries((change as JsonObject).after as JsonObject)
        .filter(([, value]) => !(Array.isArray(value) && (value.length === 0 || isObject(value[0]))))
        .map(([name, value]) => [`${String(address)}.${name}`, value]),
    ),
  );
}
