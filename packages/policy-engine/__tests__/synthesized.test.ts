import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { NotSynthesized, readSynthesized } from "../src";

describe("readSynthesized", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "synthesized-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(file: string, content: unknown): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), typeof content === "string" ? content : JSON.stringify(content));
  }

  it("reads the stacks that the manifest names, by name, and no other file", () => {
    for (const name of ["b", "a", "left-over"]) write(`stacks/${name}/cdk.tf.json`, { locals: { name } });
    const stack = (name: string) => ({ synthesizedStackPath: `stacks/${name}/cdk.tf.json` });
    write("manifest.json", { stacks: { b: stack("b"), a: stack("a") } });
    expect(readSynthesized(folder).map(({ name, file, json }) => [name, file, json])).toEqual([
      ["a", join(folder, "stacks/a/cdk.tf.json"), { locals: { name: "a" } }],
      ["b", join(folder, "stacks/b/cdk.tf.json"), { locals: { name: "b" } }],
    ]);
  });

  it("refuses a folder without a manifest: the synth did not finish", () => {
    write("stacks/a/cdk.tf.json", {});
    expect(() => readSynthesized(folder)).toThrow(`${folder} has no manifest.json: no synth has finished there`);
  });

  it("says what to do about a file that is broken, and passes on what the system says of one", () => {
    write("manifest.json", { stacks: { a: { synthesizedStackPath: "a.json" } } });
    write("a.json", "{");
    expect(() => readSynthesized(folder)).toThrow(NotSynthesized);
    expect(() => readSynthesized(folder)).toThrow("Run the synth again");
    rmSync(join(folder, "a.json"));
    mkdirSync(join(folder, "a.json"));
    expect(() => readSynthesized(folder)).toThrow("EISDIR");
  });

  it.each([
    ["{", "is no JSON"],
    ["[]", "holds no JSON object"],
    ["{}", "names no stacks"],
    ['{"stacks":{"a":{}}}', "gives no synthesizedStackPath for stack a"],
    ['{"stacks":{"a":{"synthesizedStackPath":"a.json"}}}', "a.json is missing"],
  ])("refuses the manifest %s", (manifest, reason) => {
    write("manifest.json", manifest);
    expect(() => readSynthesized(folder)).toThrow(reason);
  });
});
