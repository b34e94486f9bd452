/** Country as ISO 3166-1 alpha-2. */
export type Country = "FR" | "NL" | "PL" | "IT";

/** Products whose places differ from region to region. A product that is not listed is offered in every zone. */
export type ZonalProduct = "public-gateway" | "load-balancer" | "gpu";

export interface RegionFacts {
  /** Scaleway's code, for example `fr-par`. */
  readonly code: string;
  readonly country: Country;
  /** Zones in Scaleway's numbering: 3 means `<code>-1` to `<code>-3`. */
  readonly zones: number;
  /** Zone numbers that offer a product. @default - offered in every zone */
  readonly offers?: Partial<Record<ZonalProduct, readonly number[]>>;
  /** Where these facts were read: document, and the date it carries. */
  readonly source: string;
}

/** A region of Scaleway. Never a zone: three zones are not three regions, and the types do not mix. */
export class Region {
  readonly code: string;
  readonly country: Country;
  readonly zones: readonly Zone[];

  constructor(private readonly facts: RegionFacts) {
    this.code = facts.code;
    this.country = facts.country;
    this.zones = Array.from({ length: facts.zones }, (_, index) => new Zone(this, index + 1));
  }

  zonesOffering(product: ZonalProduct): readonly Zone[] {
    const numbers = this.facts.offers?.[product];
    return numbers ? this.zones.filter((zone) => numbers.includes(zone.number)) : this.zones;
  }

  toString(): string {
    return this.code;
  }
}

/** An availability zone of one region. */
export class Zone {
  readonly code: string;

  constructor(
    readonly region: Region,
    readonly number: number,
  ) {
    this.code = `${region.code}-${number}`;
  }

  toString(): string {
    return this.code;
  }
}
