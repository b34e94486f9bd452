import fc from "fast-check";
import { freeIpv4Subnet, freeIpv6Subnet, isPrivate, overlap } from "../src/services/vpc/subnets";

describe("subnets", () => {
  it.each([
    ["10.0.0.0/8", "10.1.0.0/16", true],
    ["10.1.0.0/16", "10.0.0.0/8", true],
    ["10.0.0.0/22", "10.0.4.0/22", false],
    ["fd00::/64", "fd00:0:0:1::/64", false],
    ["0.0.0.0/0", "::/0", false],
  ])("%s and %s overlap: %p", (one, other, expected) => {
    expect(overlap(one, other)).toBe(expected);
  });

  it.each([
    ["172.31.252.0/22", true],
    ["172.32.0.0/22", false],
    ["8.0.0.0/6", false],
    ["fd12::/64", true],
    ["2001:bc8::/32", false],
  ])("%s is private: %p", (range, expected) => {
    expect(isPrivate(range)).toBe(expected);
  });

  it("are found free of whatever is taken", () => {
    const taken = fc.array(
      fc
        .tuple(fc.integer({ min: 16, max: 17 }), fc.integer({ min: 0, max: 255 }))
        .map(([b, c]) => `172.${b}.${c}.0/24`),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(taken, (ranges) => {
        const free = freeIpv4Subnet(ranges);
        expect(isPrivate(free)).toBe(true);
        expect(ranges.filter((range) => overlap(range, free))).toEqual([]);
      }),
    );
    expect(overlap(freeIpv6Subnet([]), "fd46:78ab:30b8::/48")).toBe(true);
  });

  it("run out one day, and say so", () => {
    expect(() => freeIpv4Subnet(["172.16.0.0/12"])).toThrow("precondition is not respected");
  });
});
