import { z } from "zod";
import { DATA_CLASSES, isHealthData } from "../constructs/core/data-class";
import { accept, text } from "./statement";

const words = (rule: string) => text(/\S/, rule);

const source = words("where this was read: document and section").describe(
  "Where this was read: document and section, or article of a law.",
);

const dataSet = z.strictObject({
  id: text(
    /^[a-z][a-z0-9-]{1,30}$/,
    "lower case, digits and hyphens, 2–31 characters, starting with a letter",
  ).describe(
    "Name within its source. With the source's name before it, it is the data set's name everywhere: pmsi/mco.",
  ),
  title: words("what the data set holds, in words").describe("What the data set holds."),
  collectedSince: z
    .int("a year such as 2006")
    .min(1900, "a year such as 2006")
    .max(2100, "a year such as 2006")
    .optional()
    .describe("First year of collection that it covers. Left out: not established."),
  source,
});

/** The shape of `config/data-sets/<source>.yaml`. */
export const dataSourceShape = z.strictObject({
  title: words("what the source is called, in words").describe("What the source is called."),
  dataClass: z
    .enum(DATA_CLASSES)
    .describe(
      "Class of its most sensitive data: C0 open, C1 internal or synthetic, C2 anonymous, C3 pseudonymised health data, C4 identity and pseudonymisation secrets.",
    ),
  legalBasis: z
    .array(words("a law and its article"), "a list of laws with their articles")
    .min(1, "at least one law with its article; for data about nobody, why it is about nobody")
    .describe("Laws and articles on which the platform may hold it. For data about nobody, why it is about nobody."),
  stewards: z
    .array(
      z.strictObject({
        name: words("the name of a public institution").describe("A public institution, never a person."),
        source,
      }),
      "a list of public institutions",
    )
    .min(1, "at least one public institution that answers for the data")
    .describe("Public institutions that answer for the data."),
  retention: z
    .strictObject({
      years: z
        .int("whole years, 1 to 100")
        .min(1, "whole years, 1 to 100")
        .max(100, "whole years, 1 to 100")
        .describe("Years for which it may be kept, the year of collection included."),
      source,
    })
    .optional()
    .describe(
      "How long it may be kept. Left out for C0 to C2: nothing limits it. Left out for C3 and C4: not established, so that no store may lock it.",
    ),
  dataSets: z
    .array(dataSet, "a list of data sets")
    .min(1, "at least one data set")
    .describe("What it delivers, one entry for each data set."),
});

/** A source as its file states it. */
export interface DataSource extends z.output<typeof dataSourceShape> {
  /** Name of its file, by which environments name it. */
  readonly name: string;
}

/**
 * @param file where the statement stands, for error messages
 * @throws {ConfigurationError} naming every error at once
 */
export function dataSource(name: string, file: string, stated: unknown): DataSource {
  const statement = { file, kind: "a data source", stated };
  return { name, ...accept(dataSourceShape, statement, ({ dataSets = [] }) => repeatedIds(dataSets)) };
}

/**
 * Days for which its data may be kept from destruction. A year counts 365 days, so that no lock outlives the last one.
 * `undefined` for health data whose retention is not established.
 */
export function longestLock({ dataClass, retention }: DataSource): number | undefined {
  if (retention) return retention.years * 365;
  return isHealthData(dataClass) ? undefined : Number.POSITIVE_INFINITY;
}

function repeatedIds(dataSets: DataSource["dataSets"]): string[] {
  const first = new Map<string, number>();
  return dataSets.flatMap(({ id }, index) => {
    const taken = first.get(id);
    if (taken === undefined) first.set(id, index);
    return taken === undefined ? [] : [`dataSets[${index}].id: "${id}" is taken by dataSets[${taken}]. Choose another`];
  });
}
