import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentNames } from "../../config/environments";
import { PRODUCTION_STACKS, SANDBOX_STACKS } from "../helpers/deployed";
import { cloneAt, projectFolder, synthesize } from "../helpers/synthesis";

const place = mkdtempSync(join(tmpdir(), "hdh-clones-"));

function withoutVersion(text: string): unknown {
  const json = JSON.parse(text);
  delete json["//"].metadata.version;
  return json;
}

jest.setTimeout(60_000);

describe.each(environmentNames)("the synthesis of %s", (environment) => {
  const env = { HDH_ENVIRONMENT: environment };

  it("is the same, byte for byte, from two clones at different paths, and names no path", async () => {
    const [one, other] = await Promise.all(
      ["a", "deeper/than/the/first"].map((path) =>
        synthesize({ folder: cloneAt(join(place, environment, path)), env }),
      ),
    );

    expect(one).toMatchObject({ code: 0, manifest: true });
    expect(Object.keys(one!.stacks).sort()).toEqual(environment === "sandbox" ? SANDBOX_STACKS : PRODUCTION_STACKS);
    expect(other!.stacks).toEqual(one!.stacks);
    for (const text of Object.values(one!.stacks)) {
      for (const path of [place, projectFolder, tmpdir()]) expect(text).not.toContain(path);
      expect(text).not.toMatch(/"path": "\/(?!hdh\/)/); // secrets have a path of their own
    }
  });

  it("is the same with stack traces as without", async () => {
    const [without, withTraces] = await Promise.all([
      synthesize({ env }),
      synthesize({ env: { ...env, HDH_STACK_TRACES: "1" } }),
    ]);

    expect(withTraces.code).toBe(0);
    expect(withTraces.stacks).toEqual(without.stacks);
  });

  it("is the same but for the version with cdktn under the name of cdktf", async () => {
    const preload = join(projectFolder, "__tests__/helpers/cdktn-as-cdktf.cjs");
    const [cdktf, cdktn] = await Promise.all([
      synthesize({ env }),
      synthesize({ env, nodeArguments: ["--require", preload] }),
    ]);

    expect(cdktn).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(cdktn.stacks.foundation!)["//"].metadata.version).toBe("0.24.0");
    for (const [name, text] of Object.entries(cdktf.stacks)) {
      expect(withoutVersion(cdktn.stacks[name]!)).toEqual(withoutVersion(text));
    }
  });
});

describe("a synthesis that fails", () => {
  it("withdraws the one before it, so that nothing is left to deploy", async () => {
    const outdir = mkdtempSync(join(tmpdir(), "hdh-synth-"));

    expect(await synthesize({ outdir })).toMatchObject({ code: 0, manifest: true });
    const failed = await synthesize({ outdir, env: { HDH_ENVIRONMENT: "nowhere" } });

    expect(failed).toMatchObject({ manifest: false });
    expect(failed.code).not.toBe(0);
    expect(failed.stderr).toContain('one of sandbox, staging, production; got "nowhere"');
  });
});
