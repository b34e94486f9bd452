import { AlertSet } from "../../../constructs/observability/alert-set";
import { frPar, projectIn, render, type Template } from "../../helpers/render";

function alerts(contacts: readonly string[] = ["platform-team@example.org"]): Template {
  return render((stack) => {
    new AlertSet(stack, "alerts", { project: projectIn(stack), locality: frPar, contacts });
  });
}

describe("AlertSet", () => {
  it("switches on every alert that Scaleway has prepared for the project", () => {
    const template = alerts();
    const place = { project_id: expect.stringContaining("scaleway_account_project.project_"), region: "fr-par" };

    expect(template.json.data).toMatchObject({
      scaleway_cockpit_preconfigured_alert: { [preparedIn(template)]: place },
    });
    expect(template.one("cockpit_alert_manager")).toMatchObject({
      ...place,
      preconfigured_alert_ids: `\${[for alert in data.scaleway_cockpit_preconfigured_alert.${preparedIn(template)}.alerts : alert.preconfigured_rule_id]}`,
    });
  });

  it("does not use the switch that the provider has given up", () => {
    expect(alerts().one("cockpit_alert_manager")).not.toHaveProperty("enable_managed_alerts");
  });

  it("tells contacts in one order, whatever order they are named in, since the provider shows a difference for each that moves", () => {
    const [one, other] = ["a@example.org", "b@example.org"] as const;
    const contactsOf = (contacts: readonly string[]) => alerts(contacts).one("cockpit_alert_manager").contact_points;

    expect(contactsOf([other, one])).toEqual([{ email: one }, { email: other }]);
    expect(contactsOf([other, one])).toEqual(contactsOf([one, other]));
  });

  it.each<[string, readonly string[], string]>([
    ["nobody to tell", [], "contacts: at least one mailbox; what nobody is told has no use"],
    ["a name", ["platform-team"], 'contacts: mailboxes such as alerts@example.org; got "platform-team"'],
    [
      "a host without a dot",
      ["team@localhost"],
      'contacts: mailboxes such as alerts@example.org; got "team@localhost"',
    ],
    [
      "a contact named twice",
      ["a@example.org", "b@example.org", "a@example.org"],
      'contacts: "a@example.org" is named twice',
    ],
    [
      "several at once",
      ["a@", "@b.org", "a b@example.org"],
      ['"a@"', '"@b.org"', '"a b@example.org"']
        .map((got) => `contacts: mailboxes such as alerts@example.org; got ${got}`)
        .join("\n  "),
    ],
  ])("refuses %s", (_, contacts, message) => {
    expect(() => alerts(contacts)).toThrow(new Error(`test/alerts\n  ${message}`));
  });
});

/** Name of the one data source that lists the prepared alerts. */
function preparedIn({ json }: Template): string {
  const data = json.data as Record<string, Record<string, unknown>>;
  const [name, ...more] = Object.keys(data.scaleway_cockpit_preconfigured_alert ?? {});
  if (!name || more.length > 0) throw new Error("expected one list of prepared alerts");
  return name;
}
