import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatFinding, readSynthesized, type StackDocument } from "@hdh/policy-engine";
import { environmentNamed } from "../../config/environments";
import { policyInputs } from "../../config/policy-inputs";
import { judgeStacks } from "../../policies/judge-stacks";
import { EXAMPLES, forEachExample } from "../helpers/examples";
import { projectFolder, synthesize } from "../helpers/synthesis";

/** Types whose names exist once in an organisation, or among all customers of Scaleway. */
const NAMED_ONCE = [
  "scaleway_account_project",
  "scaleway_iam_group",
  "scaleway_object_bucket",
  "scaleway_registry_namespace",
];

type Resources = Record<string, Record<string, { readonly name: string; acl?: string }>>;

jest.setTimeout(60_000);

describe("the examples", () => {
  const outdirs = new Map<string, string>();
  const documentsOf = (app: string) => readSynthesized(outdirs.get(app)!);
  const examples = () => EXAMPLES.flatMap(documentsOf);
  const blockingFindings = (documents: readonly StackDocument[]) =>
    judgeStacks(documents, policyInputs(environmentNamed("sandbox"))).findings.filter((finding) => finding.blocking);
  const blocking = (documents: readonly StackDocument[]) => blockingFindings(documents).map(formatFinding);

  const build = async (name: string, app: string) => {
    const outdir = mkdtempSync(join(tmpdir(), `hdh-${name}-`));
    outdirs.set(name, outdir);
    expect(await synthesize({ app, outdir })).toMatchObject({ code: 0, stderr: "" });
  };

  beforeAll(async () => {
    await Promise.all([
      build("sandbox", "main.ts"),
      forEachExample((example) => build(example, `examples/${example}/main.ts`)),
    ]);
  });

  it("are one for each group of constructs", () => {
    expect(EXAMPLES).toEqual([
      "catalogue",
      "identity",
      "keys",
      "kubernetes",
      "network",
      "observability",
      "portal",
      "recovery",
      "storage",
    ]);
  });

  it("compile", () => {
    const tsc = join(projectFolder, "node_modules", ".bin", "tsc");
    let errors = "";
    try {
      execFileSync(tsc, ["--noEmit"], { cwd: projectFolder, encoding: "utf8" });
    } catch (error) {
      errors = (error as { stdout: string }).stdout;
    }
    expect(errors.split("\n").filter((line) => line.startsWith("examples/"))).toEqual([]);
  });

  it.each(EXAMPLES)("are one stack each, named after its folder: %s", (example) => {
    expect(documentsOf(example).map(({ name }) => name)).toEqual([`example-${example}`]);
  });

  it.each(EXAMPLES)("break no rule but about the environment as a whole, which they are not: %s", (example) => {
    const own = blockingFindings(documentsOf(example)).filter(({ mode }) => mode !== "environment");
    expect(own.map(formatFinding)).toEqual([]);
  });

  it("break no rule together with the sandbox", () => {
    expect(blocking([...documentsOf("sandbox"), ...examples()])).toEqual([]);
  });

  it("would be found out if they broke one", () => {
    const [storage] = documentsOf("storage");
    const json = structuredClone(storage!.json);
    for (const bucket of Object.values((json.resource as Resources).scaleway_object_bucket!))
      bucket.acl = "public-read";

    expect(blocking([{ ...storage!, json }]).join("\n")).toContain("HDH-DAT-003");
  });

  it("take no name that another of them or the sandbox has, so that all can be deployed at once", () => {
    const names = [...documentsOf("sandbox"), ...examples()].flatMap(({ json }) =>
      NAMED_ONCE.flatMap((type) =>
        Object.values((json.resource as Resources)[type] ?? {}).map(({ name }) => `${type} ${name}`),
      ),
    );

    expect(names.length).toBeGreaterThan(EXAMPLES.length);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
  });
});
