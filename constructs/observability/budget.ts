import { BillingBudget } from "@cdktf/provider-scaleway/lib/billing-budget";
import { BillingBudgetAlert } from "@cdktf/provider-scaleway/lib/billing-budget-alert";
import { BillingBudgetAlertNotification } from "@cdktf/provider-scaleway/lib/billing-budget-alert-notification";
import { Construct } from "constructs";
import { unlessMailboxes } from "../core/mailbox";
import { refuse } from "../core/refusal";

export interface BudgetProps {
  /** What the organisation means to spend in a month, in whole euros, at least 1. */
  readonly eurosPerMonth: number;
  /** Mailboxes that are told, at least one. */
  readonly contacts: readonly string[];
  /** Shares of the budget at which they are told, in percent, 1–100; at most 10. @default 50, 80 and 100 */
  readonly thresholds?: readonly number[];
}

/** Most alerts of a budget (scaleway/docs-content, billing/how-to/use-billing-alerts). */
const MOST_ALERTS = 10;

/**
 * What the whole organisation means to spend, and who hears of it. It warns; Scaleway stops nothing. It has no scope
 * smaller than the organisation, so one environment states it.
 */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, { eurosPerMonth, contacts, thresholds = [50, 80, 100] }: BudgetProps) {
    super(scope, id);
    refuse(
      this,
      Number.isInteger(eurosPerMonth) && eurosPerMonth >= 1
        ? undefined
        : `eurosPerMonth: whole euros, at least 1; got ${eurosPerMonth}`,
      thresholds.length > 0 ? undefined : "thresholds: at least one; a budget that warns nobody has no use",
      thresholds.length <= MOST_ALERTS
        ? undefined
        : `thresholds: at most ${MOST_ALERTS}; got ${thresholds.length}. Remove some`,
      ...thresholds
        .filter((threshold) => !Number.isInteger(threshold) || threshold < 1 || threshold > 100)
        .map((threshold) => `thresholds: whole percent from 1 to 100; got ${threshold}`),
      ...thresholds
        .filter((threshold, index) => thresholds.slice(0, index).includes(threshold))
        .map((threshold) => `thresholds: ${threshold} is named twice`),
      ...unlessMailboxes("contacts", contacts),
    );

    // In euros: the schema says cents, but the API shows what it took as whole units (provider 2.81.0, billing/testdata/budget-basic.cassette.yaml).
    const budget = new BillingBudget(this, "budget", { consumptionLimit: eurosPerMonth, enabled: true });
    for (const threshold of thresholds) {
      const alert = new BillingBudgetAlert(this, `alert-${threshold}`, { budgetId: budget.id, threshold });
      new BillingBudgetAlertNotification(this, `notification-${threshold}`, {
        budgetAlertId: alert.id,
        emailAddresses: [...contacts].sort(),
      });
    }
  }
}
