import { Budget, type BudgetProps } from "../../../constructs/observability/budget";
import { render, type Template } from "../../helpers/render";

function budget(props: Partial<BudgetProps> = {}): Template {
  return render((stack) => {
    new Budget(stack, "budget", { eurosPerMonth: 1000, contacts: ["platform-team@example.org"], ...props });
  });
}

/** The shares at which somebody is told, and who, by the alert's id. */
function toldOf(template: Template): Record<string, unknown> {
  const alerts = template.all("billing_budget_alert").map(({ threshold }) => threshold);
  return Object.fromEntries(
    alerts.map((threshold) => [threshold, template.at(`budget/notification-${threshold}`).email_addresses]),
  );
}

describe("Budget", () => {
  it("is stated in euros, not in cents as the provider's schema says, and on", () => {
    expect(budget().one("billing_budget")).toMatchObject({ consumption_limit: 1000, enabled: true });
  });

  it("tells its contacts at 50, 80 and 100 percent", () => {
    const template = budget();
    const told = ["platform-team@example.org"];

    expect(toldOf(template)).toEqual({ 50: told, 80: told, 100: told });
    for (const threshold of [50, 80, 100]) {
      expect(template.at(`budget/alert-${threshold}`)).toMatchObject({
        budget_id: expect.stringContaining("scaleway_billing_budget.budget_"),
      });
      expect(template.at(`budget/notification-${threshold}`)).toMatchObject({
        budget_alert_id: expect.stringContaining(`scaleway_billing_budget_alert.budget_alert-${threshold}_`),
      });
    }
  });

  it("tells several contacts at ten shares of one's own", () => {
    const thresholds = [1, 10, 20, 30, 40, 50, 60, 70, 80, 100];
    const template = budget({ eurosPerMonth: 1, contacts: ["b@example.org", "a@example.org"], thresholds });

    expect(toldOf(template)).toEqual(
      Object.fromEntries(thresholds.map((threshold) => [threshold, ["a@example.org", "b@example.org"]])),
    );
  });

  it.each([0, -1, 99.5, Number.NaN])("refuses a budget of %p euros", (eurosPerMonth) => {
    expect(() => budget({ eurosPerMonth })).toThrow(
      new Error(`test/budget\n  eurosPerMonth: whole euros, at least 1; got ${eurosPerMonth}`),
    );
  });

  it.each([0, -5, 101, 50.5, Number.NaN])("refuses a share of %p percent", (threshold) => {
    expect(() => budget({ thresholds: [threshold] })).toThrow(
      new Error(`test/budget\n  thresholds: whole percent from 1 to 100; got ${threshold}`),
    );
  });

  it.each<[string, Partial<BudgetProps>, string]>([
    ["no share", { thresholds: [] }, "thresholds: at least one; a budget that warns nobody has no use"],
    ["a share named twice", { thresholds: [80, 50, 80] }, "thresholds: 80 is named twice"],
    [
      "more alerts than a budget has",
      { thresholds: Array.from({ length: 11 }, (_, index) => index + 1) },
      "thresholds: at most 10; got 11. Remove some",
    ],
    ["nobody to tell", { contacts: [] }, "contacts: at least one mailbox; what nobody is told has no use"],
    ["a name", { contacts: ["team"] }, 'contacts: mailboxes such as alerts@example.org; got "team"'],
    [
      "a contact named twice",
      { contacts: ["a@example.org", "a@example.org"] },
      'contacts: "a@example.org" is named twice',
    ],
  ])("refuses %s", (_, props, message) => {
    expect(() => budget(props)).toThrow(new Error(`test/budget\n  ${message}`));
  });
});
