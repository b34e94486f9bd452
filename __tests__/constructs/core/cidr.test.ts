import fc from "fast-check";
import { Cidr } from "../../../constructs/core/cidr";

const octet = fc.integer({ min: 0, max: 255 });
const prefix = fc.integer({ min: 0, max: 32 });
const cidr = fc.tuple(octet, octet, octet, octet, prefix).map(([a, b, c, d, bits]) => {
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const network = Math.floor(address / 2 ** (32 - bits)) * 2 ** (32 - bits);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join(".")}/${bits}`;
});

describe("Cidr", () => {
  it("reads what it writes", () => {
    fc.assert(fc.property(cidr, (text) => expect(Cidr.parse(text).toString()).toBe(text)));
  });

  it("divides into blocks that fill it and do not overlap", () => {
    const whole = Cidr.parse("10.64.0.0/14");
    const blocks = [0, 1, 2, 3].map((index) => whole.block(16, index));

    expect(blocks.map(String)).toEqual(["10.64.0.0/16", "10.65.0.0/16", "10.66.0.0/16", "10.67.0.0/16"]);
    expect(blocks.reduce((sum, one) => sum + one.size, 0)).toBe(whole.size);
    expect(blocks[0]!.overlaps(blocks[1]!)).toBe(false);
    expect(blocks.every((one) => whole.contains(one) && whole.overlaps(one))).toBe(true);
  });

  it.each([
    ["10.64.0.1/16", "range: starts on its network address 10.64.0.0/16"],
    ["10.64.0.0", "range: an IPv4 range such as 10.64.0.0/16"],
    ["10.64.0.0/33", "range: an IPv4 range"],
    ["fd00::/48", "range: an IPv4 range"],
    ["everything", "range: an IPv4 range"],
  ])("refuses %p", (text, message) => {
    expect(() => Cidr.parse(text)).toThrow(`${message}`);
  });

  it.each([
    [16, 4],
    [16, -1],
    [16, 0.5],
    [8, 0],
    [33, 0],
  ])("refuses block /%d number %d of a /14", (bits, index) => {
    expect(() => Cidr.parse("10.64.0.0/14").block(bits, index)).toThrow(/range: 10\.64\.0\.0\/14 holds \d+ blocks/);
  });
});
