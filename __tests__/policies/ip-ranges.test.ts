import type { Json } from "@hdh/policy-engine";
import { isAnywhere, isEverybody, tooOpen, tooWide } from "../../policies/network/ip-ranges";
import { INPUTS } from "../helpers/terraform-json";

describe("tooWide", () => {
  it.each([
    "10.64.0.0/16",
    "10.64.0.4",
    "100.64.0.0/16",
    "fd00::/48",
    "192.0.2.0/28",
    "192.0.2.1",
    "2a01::/64",
    "2a01::1",
  ])("lets in one site of a private network, and sixteen addresses or one network of the internet: %s", (range) => {
    expect(tooWide(range)).toBeUndefined();
  });

  it.each<[Json | undefined, string]>([
    ["10.64.0.0/15", "private ranges are at most a /16"],
    ["fd00::/47", "private ranges are at most a /48"],
    ["1.2.3.0/27", "public ranges are at most a /28"],
    ["2a01::/63", "public ranges are at most a /64"],
    ["0.0.0.0/0", "it is everybody"],
    ["::/0", "it is everybody"],
    ["", "it leaves out nobody"],
    [undefined, "it leaves out nobody"],
    ["10.64/16", "must be a range"],
    ["10.64.0.0/33", "must be a range"],
    ["internet", "must be a range"],
    [7, "must be a range"],
  ])("refuses what is wider, or no range: %j", (range, why) => {
    expect(tooWide(range)).toContain(why);
  });
});

describe("tooOpen", () => {
  const declaredRanges = {
    networks: ["10.64.0.0/16", "fd00:1::/48"],
    administrators: ["192.0.2.0/28"],
    visitors: ["198.51.0.0/16"],
  };
  const inputs = { ...INPUTS, declaredRanges };

  it.each([
    ["10.64.3.0/24", "programs"],
    ["fd00:1::7", "programs"],
    ["192.0.2.3", "administrators"],
    ["192.0.2.0/28", "programs"],
    ["198.51.0.0/16", "visitors"],
  ] as const)("lets in %s as one of the declared ranges of %s", (range, callers) => {
    expect(tooOpen(range, callers, inputs)).toBeUndefined();
  });

  it.each([
    ["10.65.0.0/16", "programs"],
    ["fd00:2::7", "programs"],
    ["10.64.3.0/24", "administrators"],
    ["198.51.100.1", "administrators"],
    ["192.0.2.16", "administrators"],
    ["::ffff:192.0.2.3", "administrators"],
  ] as const)("refuses %s, which is none of the declared ranges of %s", (range, callers) => {
    expect(tooOpen(range, callers, inputs)).toContain("must be within a declared range");
  });

  it("refuses a range around a declared one", () => {
    const one = { ...inputs, declaredRanges: { ...declaredRanges, networks: ["10.64.0.0/24"] } };
    expect(tooOpen("10.64.0.0/16", "programs", one)).toBe(
      "must be within a declared range: 10.64.0.0/24, 192.0.2.0/28",
    );
    const none = { ...INPUTS, declaredRanges: { networks: [], administrators: [], visitors: [] } };
    expect(tooOpen("10.64.0.4", "programs", none)).toBe("must be within a declared range: none is");
  });

  it("lets visitors in from a large network, and asks nothing more where nothing is declared", () => {
    expect(tooOpen("198.51.0.0/16", "visitors", INPUTS)).toBeUndefined();
    expect(tooOpen("198.50.0.0/15", "visitors", INPUTS)).toContain("at most a /16");
    expect(tooOpen("198.51.0.0/16", "programs", INPUTS)).toContain("at most a /28");
  });
});

describe("isAnywhere", () => {
  it.each<[Json | undefined, boolean]>([
    ["0.0.0.0/0", true],
    ["::/0", true],
    ["10.0.0.0/00", true],
    ["0.0.0.0/1", true],
    ["128.0.0.0/1", true],
    ["10.0.0.0/7", true],
    ["51.0.0.0/8", true],
    ["2000::/3", true],
    ["2a00::/12", true],
    ["fc00::/6", true],
    ["everybody/0", true],
    ["", true],
    [undefined, true],
    [7, true],
    ["10.0.0.0/8", false],
    ["10.0.0.0/08", false],
    ["127.0.0.0/8", false],
    ["fd00::/8", false],
    ["fc00::/7", false],
    ["51.0.0.0/9", false],
    ["2a00::/13", false],
    ["51.158.0.0/15", false],
    ["192.0.2.1", false],
  ])("is the internet or a good part of it, and what nobody can read as less: %j", (range, expected) => {
    expect(isAnywhere(range)).toBe(expected);
  });
});

describe("isEverybody", () => {
  it.each<[Json | undefined, "ipv4" | "ipv6", boolean]>([
    ["0.0.0.0/0", "ipv4", true],
    ["0.0.0.0/00", "ipv4", true],
    ["::/0", "ipv6", true],
    ["::/0", "ipv4", false],
    ["0.0.0.0/0", "ipv6", false],
    ["0.0.0.0/1", "ipv4", false],
    ["", "ipv4", false],
    [undefined, "ipv4", false],
  ])("is all of one version of IP: %j, %s", (range, version, expected) => {
    expect(isEverybody(range, version)).toBe(expected);
  });
});
