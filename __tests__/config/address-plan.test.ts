import fc from "fast-check";
import { AddressPlan, networksIn, type PlannedNetwork } from "../../config/address-plan";
import { environmentNamed, environmentNames } from "../../config/environments";
import { regions } from "../../config/localities";
import { Cidr } from "../../constructs/core/cidr";
import type { Region } from "../../constructs/core/locality";

const block = fc.integer({ min: 0, max: 15 }).map((index) => Cidr.parse("10.0.0.0/8").block(12, index));
const purposes = fc.uniqueArray(fc.stringMatching(/^[a-z]{3,8}$/), { minLength: 1, maxLength: 64 });
const someRegions = fc.shuffledSubarray([...regions], { minLength: 1 });

const inWords = ({ purpose, range }: PlannedNetwork<string>) => `${purpose} ${range}`;

/** All that a plan gives to a region. */
function rangesOf(plan: AddressPlan, region: Region): string[] {
  const vpcs = [plan.region(region), plan.platform(region), plan.access(region)].map(String);
  return [...vpcs, ...[...plan.platformNetworks(region), ...plan.accessNetworks(region)].map(inWords)];
}

describe("the address plan", () => {
  it("never lets two ranges overlap, and keeps all of them inside the environment's block", () => {
    fc.assert(
      fc.property(block, someRegions, (whole, chosen) => {
        const plan = new AddressPlan(whole, chosen);
        const networks = chosen
          .flatMap((region) => [...plan.platformNetworks(region), ...plan.accessNetworks(region)])
          .map(({ range }) => range);
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
          expect(rangesOf(after, region)).toEqual(rangesOf(before, region));
        }
      }),
    );
  });

  it("moves no range when a network joins its VPC", () => {
    fc.assert(
      fc.property(block, purposes, (whole, all) => {
        const vpc = whole.block(16, 0);
        const before = networksIn(vpc, all.slice(0, -1));
        const after = networksIn(vpc, all);

        expect(after).toHaveLength(all.length);
        expect(after.slice(0, -1).map(inWords)).toEqual(before.map(inWords));
      }),
    );
  });

  it("has room for 64 networks in a VPC, and says so before it gives out a range twice", () => {
    const names = Array.from({ length: 65 }, (_, index) => `network-${index}`);

    expect(() => networksIn(Cidr.parse("10.64.0.0/16"), names)).toThrow(
      "range: 10.64.0.0/16 holds 64 blocks of /22; block 64 was asked for",
    );
  });

  it("keeps the VPC in front of the platform apart from it", () => {
    fc.assert(
      fc.property(block, someRegions, (whole, chosen) => {
        const plan = new AddressPlan(whole, chosen);
        for (const region of chosen) {
          expect(plan.access(region).overlaps(plan.platform(region))).toBe(false);
          for (const { range } of plan.accessNetworks(region)) expect(plan.access(region).contains(range)).toBe(true);
          for (const { range } of plan.platformNetworks(region))
            expect(plan.platform(region).contains(range)).toBe(true);
        }
      }),
    );
  });

  it("gives what was given to the first environments for good", () => {
    const taken = environmentNames.map((name) => {
      const { addresses, regions: french, recoveryRegions } = environmentNamed(name);
      return [...new Set([...french, ...recoveryRegions])].flatMap((region) =>
        [...addresses.platformNetworks(region), ...addresses.accessNetworks(region)].map(
          (network) => `${name} ${region} ${inWords(network)}`,
        ),
      );
    });

    expect(taken.flat()).toEqual([
      "sandbox fr-par nodes 10.64.0.0/22",
      "sandbox fr-par services 10.64.4.0/22",
      "sandbox fr-par entrance 10.65.0.0/22",
      "sandbox nl-ams nodes 10.68.0.0/22",
      "sandbox nl-ams services 10.68.4.0/22",
      "sandbox nl-ams entrance 10.69.0.0/22",
      "staging fr-par nodes 10.80.0.0/22",
      "staging fr-par services 10.80.4.0/22",
      "staging fr-par entrance 10.81.0.0/22",
      "production fr-par nodes 10.96.0.0/22",
      "production fr-par services 10.96.4.0/22",
      "production fr-par entrance 10.97.0.0/22",
    ]);
  });

  it("knows only the environment's own regions", () => {
    const plan = new AddressPlan(Cidr.parse("10.64.0.0/12"), [regions[0]!]);
    for (const ask of [() => plan.platform(regions[1]!), () => plan.accessNetworks(regions[1]!)]) {
      expect(ask).toThrow("addresses: region nl-ams is not one of this environment's regions");
    }
  });
});
