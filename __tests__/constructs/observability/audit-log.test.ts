import { TerraformOutput } from "cdktf";
import { AuditLog, type AuditLogProps } from "../../../constructs/observability/audit-log";
import { frPar, projectIn, render, type TestStack } from "../../helpers/render";

function log(stack: TestStack, props: Partial<AuditLogProps> = {}): AuditLog {
  return new AuditLog(stack, "log", { purpose: "data", project: projectIn(stack), locality: frPar, ...props });
}

describe("AuditLog", () => {
  it.each(["logs", "metrics"])(
    "keeps %s of the project for a year, which is the least and the most there can be",
    (type) => {
      expect(render((stack) => void log(stack)).at(`log/${type}`)).toMatchObject({
        name: `hdh-production-data-${type}`,
        type,
        retention_days: 365,
        project_id: expect.stringContaining("scaleway_account_project.project_"),
        region: "fr-par",
        lifecycle: { prevent_destroy: true },
      });
    },
  );

  it("has one source of each, which others know by their ids", () => {
    const template = render((stack) => {
      const { logsId, metricsId } = log(stack);
      new TerraformOutput(stack, "ids", { value: [logsId, metricsId] });
    });

    expect(template.all("cockpit_source")).toHaveLength(2);
    expect(template.json.output).toMatchObject({
      ids: {
        value: [
          expect.stringMatching(/^\$\{scaleway_cockpit_source\.log_logs_\w+\.id\}$/),
          expect.stringMatching(/^\$\{scaleway_cockpit_source\.log_metrics_\w+\.id\}$/),
        ],
      },
    });
  });

  it("makes no token, which would stand in the state", () => {
    expect(render((stack) => void log(stack)).all("cockpit_token")).toEqual([]);
  });

  it("can be taken down where the environment has switched protection off", () => {
    for (const source of render((stack) => void log(stack), "sandbox").all("cockpit_source"))
      expect(source).not.toHaveProperty("lifecycle");
  });

  it("refuses a bad purpose", () => {
    expect(() => render((stack) => void log(stack, { purpose: "Data" }))).toThrow(
      new Error(
        'test/log\n  purpose: lower case, digits and hyphens, 3–20 characters, starting with a letter; got "Data"',
      ),
    );
  });
});
