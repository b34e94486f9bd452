import { ManagedKey, type ManagedKeyProps } from "../../../constructs/keys/managed-key";
import { frPar, projectIn, render, type TestStack } from "../../helpers/render";

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
});
