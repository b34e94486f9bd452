import { isDay } from "./day";
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
  /** Those that count, the newest first. */
  private readonly bySubject = new Map<string, EvidenceRecord[]>();

  /** @param asOf the day of the run, as `YYYY-MM-DD` */
  constructor(
    records: readonly EvidenceRecord[],
    private readonly asOf: string,
  ) {
    const counting = records.filter((record) => counts(record, asOf));
    for (const record of counting.sort((one, other) => Date.parse(other.issued) - Date.parse(one.issued))) {
      const others = this.bySubject.get(record.subject);
      if (others) others.push(record);
      else this.bySubject.set(record.subject, [record]);
    }
  }

  /** The newest record of a type about a subject that counts on the day of the run. */
  find(type: string, subject: string, { maxAgeDays = Number.POSITIVE_INFINITY }: EvidenceDemand = {}) {
    const newest = this.bySubject.get(subject)?.find((record) => record.type === type);
    return newest && this.daysSince(newest.issued) <= maxAgeDays ? newest : undefined;
  }

  private daysSince(day: string): number {
    return (Date.parse(this.asOf) - Date.parse(day)) / DAY;
  }

  /** Passes where `find` finds a record; otherwise evidence is missing. */
  demand(type: string, subject: string, demand: EvidenceDemand = {}): Verdict {
    if (this.find(type, subject, demand)) return pass();
    const age = demand.maxAgeDays === undefined ? "" : `, at most ${demand.maxAgeDays} days old,`;
    return evidenceMissing(`no valid record ${type}${age} about ${subject} is in the evidence register`);
  }
}

/** Whether a record counts on a day; one whose days are no days never does. */
function counts({ issued, expires }: EvidenceRecord, asOf: string): boolean {
  const isValid = expires === undefined || (isDay(expires) && asOf < expires);
  return isValid && isDay(issued) && issued <= asOf;
}
