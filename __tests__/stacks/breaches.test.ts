import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesize } from "../helpers/synthesis";

describe("breaches in several stacks", () => {
  const outdir = mkdtempSync(join(tmpdir(), "hdh-breaches-"));

  it("end the synthesis once, with all of them named, and leave nothing to deploy", async () => {
    expect(await synthesize({ outdir })).toMatchObject({ code: 0, manifest: true });

    const { code, stderr, manifest } = await synthesize({ outdir, app: "__tests__/apps/breaches.ts" });

    expect(code).toBe(1);
    expect(manifest).toBe(false);
    for (const breach of [
      "stray: does not extend HdhStack",
      "HDH-LOC-001 critical  storage-fr-par/raw/bucket  region is pl-waw; allowed: fr-par",
      "HDH-DAT-003 critical  storage-fr-par/lake/bucket  acl is public-read; must be private",
      "HDH-NET-004 high  network-fr-par/platform/acl-ipv4  default_policy is accept; must be drop",
      "HDH-LOC-002 high  foundation/platform/spare  region is not set",
      "Nothing can be deployed until all of them are mended.",
    ]) {
      expect(stderr).toContain(breach);
    }
    expect(stderr).not.toMatch(/skipValidation|\n {4}at /);
  });

  it("are never let through by a setting: no app of this project skips its validations", async () => {
    const { stderr, code } = await synthesize({
      outdir,
      app: "__tests__/apps/breaches.ts",
      env: { CDKTF_CONTEXT_JSON: '{"skipValidation":"true"}', CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: "true" },
    });

    expect(code).toBe(1);
    expect(stderr).toContain("HDH-LOC-001");
  });
});
