import { IPv4 } from "ipaddr.js";

/** An IPv4 range in CIDR notation, on its network address. */
export class Cidr {
  private constructor(
    /** Network address as an unsigned 32-bit number. */
    private readonly network: number,
    /** Prefix length in bits, 0–32. */
    readonly prefix: number,
  ) {}

  /** @throws when the text is not an IPv4 range, or has bits set behind its prefix. */
  static parse(text: string): Cidr {
    if (!IPv4.isValidCIDRFourPartDecimal(text)) {
      throw new Error(`range: an IPv4 range such as 10.64.0.0/16; got "${text}"`);
    }
    const network = IPv4.networkAddressFromCIDR(text).toString();
    const [address = "", prefix = ""] = text.split("/");
    if (network !== address)
      throw new Error(`range: starts on its network address ${network}/${prefix}; got "${text}"`);
    return new Cidr(numberOf(address), Number(prefix));
  }

  /** Number of addresses. */
  get size(): number {
    return 2 ** (32 - this.prefix);
  }

  /**
   * The block with the given number among the equal blocks of `prefix` bits that this range divides into.
   * @throws when the range holds no such block.
   */
  block(prefix: number, index: number): Cidr {
    const count = 2 ** (prefix - this.prefix);
    if (prefix < this.prefix || prefix > 32 || !Number.isInteger(index) || index < 0 || index >= count) {
      throw new Error(
        `range: ${this} holds ${Math.max(0, Math.floor(count))} blocks of /${prefix}; block ${index} was asked for`,
      );
    }
    return new Cidr(this.network + index * 2 ** (32 - prefix), prefix);
  }

  contains(other: Cidr): boolean {
    return other.network >= this.network && other.network + other.size <= this.network + this.size;
  }

  overlaps(other: Cidr): boolean {
    return this.network < other.network + other.size && other.network < this.network + this.size;
  }

  toString(): string {
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(this.network / 2 ** shift) % 256);
    return `${octets.join(".")}/${this.prefix}`;
  }
}

function numberOf(address: string): number {
  return address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
}
