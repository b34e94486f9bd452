import { PROVIDER_VERSION, prepareToolchain, providerSchema } from "@hdh/toolchain";
import { version } from "../../packages/provider-scaleway/package.json";
import { committedSnapshot, snapshotOf } from "../../packages/provider-scaleway/snapshot.cjs";
import { ENGINES, TOOLCHAIN_LIMIT } from "../helpers/engines";

describe("the bindings", () => {
  it("are of the version that the toolchain pins", () => {
    expect(version).toBe(PROVIDER_VERSION);
  });

  it.each([...ENGINES])(
    "are made from what the real provider says of itself to %s",
    async (engine) => {
      const environment = { ...process.env, TERRAFORM_BINARY_NAME: undefined, HDH_TOOLCHAIN_PROVIDER: "build" };
      const schema = providerSchema(await prepareToolchain({ engine, environment }));

      expect(JSON.parse(JSON.stringify(snapshotOf(schema)))).toEqual(committedSnapshot());
    },
    TOOLCHAIN_LIMIT,
  );
});
