import { ManagedKey, type ManagedKeyProps } from "../../../constructs/keys/managed-key";
import { frPar, projectIn, render, TestStack } from "../../helpers/render";

function key(stack: TestStack, props: Partial<ManagedKeyProps> = {}): ManagedKey {
  return new ManagedKey(stack, "key", { purpose: "lake", project: projectIn(stack), locality: frPar, ...props });
}

describe("ManagedKey", () => {
  it("is symmetric, rotated every 90 days, in the stated region, and protected", () => {
    expect(render((stack) => void key(stack)).one("key_manager_key")).toMatchObject({
      name: "hdh-production-lake",
      region: "fr-par",
      usage: "symmetric_encryption",
      algorithm: "aes_256_gcm",
      rotation_policy: { rotation_period: "2160h" },
      unprotected: false,
      lifecycle: { prevent_destroy: true, ignore_changes: ["rotation_policy[0].next_rotation_at"] },
      tags: expect.arrayContaining(["hdh-class=C3", "hdh-project=data", "hdh-zone=ingest"]),
    });
  });

  it("can be destroyed where the environment has switched protection off", () => {
    expect(render((stack) => void key(stack, { dataClass: "C1" }), "sandbox").one("key_manager_key")).toMatchObject({
      unprotected: true,
      lifecycle: { ignore_changes: ["rotation_policy[0].next_rotation_at"] },
    });
  });

  it("takes another rotation and class", () => {
    expect(
      render((stack) => void key(stack, { rotationDays: 30, dataClass: "C4" })).one("key_manager_key"),
    ).toMatchObject({
      rotation_policy: { rotation_period: "720h" },
      tags: expect.arrayContaining(["hdh-class=C4"]),
    });
  });

  it.each([0, 366, 1.5, Number.NaN])("refuses a rotation of %p days", (rotationDays) => {
    expect(() => render((stack) => void key(stack, { rotationDays }))).toThrow(
      `rotationDays: whole days from 1 to 365; got ${rotationDays}`,
    );
  });

  it("refuses a purpose that would not fit into names", () => {
    expect(() => render((stack) => void key(stack, { purpose: "Le lac" }))).toThrow(
      'test/key\n  purpose: lower case, digits and hyphens, 3–20 characters, starting with a letter; got "Le lac"',
    );
  });

  describe("with own material", () => {
    const own = (stack: TestStack, props: Partial<ManagedKeyProps> = {}) => key(stack, { ownMaterial: true, ...props });

    it("comes from outside, is never rotated, and is protected like any other", () => {
      const block = render((stack) => void own(stack)).one("key_manager_key");

      expect(block).toMatchObject({ origin: "external", unprotected: false, lifecycle: { prevent_destroy: true } });
      expect(block).not.toHaveProperty("rotation_policy");
      expect(block.lifecycle).not.toHaveProperty("ignore_changes");
    });

    it("imports material that is written through, once, for a key named with its region, as provider 2.81.0 answers", () => {
      const material = render((stack) => void own(stack)).one("key_manager_key_material");

      expect(material).toMatchObject({
        key_id: expect.stringMatching(/^\$\{scaleway_key_manager_key\.key_\w+\.id\}$/),
        region: "fr-par",
        key_material_wo: "${var.key_material_data_lake_fr_par}",
        key_material_wo_version: 1,
        lifecycle: { prevent_destroy: true },
      });
      expect(material).not.toHaveProperty("key_material");
    });

    it("takes the material from a variable that no plan keeps and that must be 32 bytes in base64", () => {
      const { variable } = render((stack) => void own(stack)).json as {
        variable: Record<string, { validation: { condition: string }[] }>;
      };

      expect(variable.key_material_data_lake_fr_par).toMatchObject({
        ephemeral: true,
        sensitive: true,
        nullable: false,
      });
      expect(variable.key_material_data_lake_fr_par).not.toHaveProperty("default");
      const condition = variable.key_material_data_lake_fr_par?.validation[0]?.condition ?? "";
      const pattern = new RegExp(/regex\("(.*)", var\./.exec(condition)?.[1] ?? "nothing");
      expect(pattern.test(Buffer.alloc(32, 7).toString("base64"))).toBe(true);
      expect(pattern.test(Buffer.alloc(16, 7).toString("base64"))).toBe(false);
    });

    it("lets whatever encrypts in the same stack wait for its material, and nothing in another", () => {
      render((stack) => {
        const other = new TestStack(stack.node.root, "other");
        const lake = own(stack);

        expect(lake.readiness(stack)).toHaveLength(1);
        expect(lake.readiness(other)).toBeUndefined();
      });
    });

    it("refuses a rotation, which Key Manager has not for such keys", () => {
      expect(() => render((stack) => void own(stack, { rotationDays: 30 }))).toThrow(
        "rotationDays: not with own material, which Key Manager cannot rotate; leave it out, and make a new key instead",
      );
    });
  });
});
