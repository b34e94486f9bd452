import fc from "fast-check";
import { AddressPlan } from "../../config/address-plan";
import { environmentNamed, environmentNames } from "../../config/environments";
import { regions } from "../../config/localities";
import { Cidr } from "../../constructs/core/cidr";

const block = fc.integer({ min: 0, max: 15 }).map((index) => Cidr.parse("10.0.0.0/8").block(12, index));
const someRegions = fc.shuffledSubarray([...regions], { minLength: 1 });

describe("the address plan", () => {
  it("never lets two ranges overlap, and keeps all of them inside the environment's block", () => {
    fc.assert(
      fc.property(block, someRegions, (whole, chosen) => {
        const plan = new AddressPlan(whole, chosen);
        const networks = chosen.flatMap((region) => plan.platformNetworks(region).map(({ range }) => range));
        for (const [index, range] of networks.entries()) {
          expect(whole.contains(range)).toBe(true);
          for (const other of networks.slice(index + 1)) expect(range.overlaps(other)).toBe(false);
        }
      }),
    );
  });

  it("moves no range when a region joins", () => {
    fc.assert(
      fc.property(block, someRegions, (whole, chosen) => {
        const before = new AddressPlan(whole, chosen.slice(0, -1));
        const after = new AddressPlan(whole, chosen);
        for (const region of chosen.slice(0, -1)) {
          expect(after.platformNetworks(region).map(String)).toEqual(before.platformNetworks(region).map(String));
          expect(String(after.region(region))).toBe(String(before.region(region)));
        }
      }),
    );
  });

  it("gives what was given to the first environments for good", () => {
    const taken = environmentNames.map((name) => {
      const { addresses, regions: own } = environmentNamed(name);
      return own.flatMap((region) =>
        addresses.platformNetworks(region).map((network) => `${name} ${region} ${network.purpose} ${network.range}`),
      );
    });

    expect(taken.flat()).toEqual([
      "sandbox fr-par nodes 10.64.0.0/22",
      "sandbox fr-par services 10.64.4.0/22",
      "staging fr-par nodes 10.80.0.0/22",
      "staging fr-par services 10.80.4.0/22",
      "production fr-par nodes 10.96.0.0/22",
      "production fr-par services 10.96.4.0/22",
    ]);
  });

  it("knows only the environment's own regions", () => {
    const plan = new AddressPlan(Cidr.parse("10.64.0.0/12"), [regions[0]!]);
    expect(() => plan.platform(regions[1]!)).toThrow(
      "addresses: region nl-ams is not one of this environment's regions",
    );
  });
});
