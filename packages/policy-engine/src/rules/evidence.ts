import { evidenceMissing, pass, type Verdict } from "./verdict";

/** A dated record of a fact that no configuration shows, such as a contract or a restore test. */
export interface EvidenceRecord {
  readonly id: string;
  /** What it shows, such as `restore-test`. */
  readonly type: string;
  /** The product, project or resource that it is about. */
  readonly subject: string;
  /** Day as `YYYY-MM-DD`. */
  readonly issued: string;
  /** First day on which it no longer counts, as `YYYY-MM-DD`. @default - it does not expire by itself */
  readonly expires?: string;
}

export interface EvidenceDemand {
  /** @default - any age, until it expires */
  readonly maxAgeDays?: number;
}

const DAY = 24 * 60 * 60 * 1000;

/** The records on file, as they count on one day. */
export class EvidenceRegister {
  /** @param asOf the day of the run, as `YYYY-MM-DD` */
  constructor(
    private readonly records: readonly EvidenceRecord[],
    private readonly asOf: string,
  ) {}

  /** The newest record of a type about a subject that counts on the day of the run. */
  find(type: string, subject: string, { maxAgeDays = Number.POSITIVE_INFINITY }: EvidenceDemand = {}) {
    return this.records
      .filter((record) => record.type === type && record.subject === subject)
      .filter(({ issued, expires }) => issued <= this.asOf && (expires === undefined || this.asOf < expires))
      .filter(({ issued }) => (Date.parse(this.asOf) - Date.parse(issued)) / DAY <= maxAgeDays)
      .sort((one, other) => (one.issued < other.issued ? 1 : -1))
      .at(0);
  }

  /** Passes where `find` finds a record; otherwise evidence is missing. */
  demand(type: string, subject: string, demand: EvidenceDemand = {}): Verdict {
    if (this.find(type, subject, demand)) return pass();
    const age = demand.maxAgeDays === undefined ? "" : `, at most ${demand.maxAgeDays} days old,`;
    return evidenceMissing(`no valid record ${type}${age} about ${subject} is in the evidence register`);
  }
}
