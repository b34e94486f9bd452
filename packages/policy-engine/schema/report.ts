import { z } from "zod";
import { type Finding, type JsonReport, type Outcome, REPORT_VERSION, SEVERITIES } from "../src";

const count = z.int().nonnegative();
const severity = z.enum(SEVERITIES);

const countByOutcome = {
  pass: count,
  fail: count,
  unknown: count,
  "not-applicable": count,
  "evidence-missing": count,
  "open-deviation": count,
  error: count,
} satisfies Record<Outcome, z.ZodType>;
const counts = z.strictObject(countByOutcome);
const outcome = z.enum(Object.keys(countByOutcome) as Outcome[]);

const place = {
  managed: "a resource",
  data: "a data source",
  ephemeral: "an ephemeral resource",
  provider: "a provider block",
  module: "a call of a module",
  variable: "a variable",
  output: "an output",
  terraform: "the stack",
  environment: "all stacks together",
} satisfies Record<Finding["mode"], string>;

const rule = z.strictObject({
  id: z.string(),
  severity,
  title: z.string(),
  counts: counts.describe("Verdicts by outcome."),
});

const finding = z.strictObject({
  rule: z.string().describe("The id of its rule."),
  severity,
  title: z.string().describe("What must hold."),
  remedy: z.string().describe("What to do."),
  stack: z.string().optional().describe("Absent where it is about all stacks together."),
  file: z.string().optional().describe("The file that holds the block; absent where it was not read from one."),
  constructPath: z.string().describe("Where cdktf built it, else stack and address; `environment` of all stacks."),
  address: z.string().describe("As Terraform writes it; `environment` of all stacks."),
  mode: z.enum(Object.keys(place) as Finding["mode"][]).describe(
    `What it is about: ${Object.entries(place)
      .map(([mode, what]) => `\`${mode}\`: ${what}`)
      .join("; ")}.`,
  ),
  outcome,
  attribute: z.string().optional().describe("Path in the block; absent where it is about the block as a whole."),
  value: z.json().optional().describe("What was found; absent where that is nothing, not known or sensitive."),
  message: z.string().describe("What is, and what must be."),
  blocking: z.boolean(),
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .describe("The same for the same finding in every run, whatever its line, its file and the other findings."),
});

/** What `formatJson` writes. */
export const reportSchema = z
  .strictObject({
    version: z
      .literal(REPORT_VERSION)
      .describe("Grows by one whenever a reader of an older report could misread a newer one."),
    blocked: z.boolean().describe("Whether any finding blocks, or at a gate any deviation."),
    asOf: z.iso.date().describe("The day for which it was judged."),
    gate: z.boolean().describe("Whether missing evidence and open deviations block, too."),
    resources: count.describe("Managed resources that were looked at."),
    stacks: count,
    counts: counts.describe("Verdicts of all rules, by outcome."),
    rules: z.array(rule).describe("By id."),
    findings: z.array(finding).describe("Everything but passes; the gravest first."),
    deviations: z
      .array(z.strictObject({ id: z.string(), message: z.string() }))
      .describe("Requirements that are known not to be met, whatever the rules say."),
    files: z
      .array(z.strictObject({ stack: z.string(), file: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
      .describe("What was judged."),
  })
  .meta({ title: "Report of the policy engine" }) satisfies z.ZodType<JsonReport>;

/** The same as JSON Schema (draft 2020-12), for readers in any language. */
export function reportJsonSchema(): object {
  return z.toJSONSchema(reportSchema);
}
