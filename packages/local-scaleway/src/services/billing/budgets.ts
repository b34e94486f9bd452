import type { Platform } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { email, flag, integer, list, ref, text, url } from "../../core/fields";
import { equalId } from "../../core/listing";
import { type Resource, resource } from "../../core/resource";
import { ORGANIZATION_ID, organization } from "../account/organization";

export interface Budget {
  readonly id: string;
  readonly organization_id: string;
  /** Euros per month. */
  readonly consumption_limit: number;
  readonly enabled: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface BudgetAlert {
  readonly id: string;
  readonly budget_id: string;
  /** Percentage of the limit. */
  readonly threshold: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface BudgetAlertNotification {
  readonly id: string;
  readonly budget_alert_id: string;
  readonly type: "sms" | "email" | "webhook";
  readonly recipients: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
}

const uint32 = integer({ min: 0, max: 2 ** 32 - 1 });
/** Percentage (provider 2.81.0, internal/services/billing/budget_alert_resource.go). */
const threshold = integer({ min: 0, max: 100 });

/** Billing API v2, budgets. They show their alerts. Nothing is consumed here, so that none is ever used up. */
export const budgets: Resource<Budget> = resource<Budget>({
  path: "/billing/v2/budgets",
  kind: "budget",
  notFoundAs: "Budget",
  terraformType: "scaleway_billing_budget",
  create: creation(
    {
      organization_id: organization().default(ORGANIZATION_ID),
      consumption_limit: uint32,
      enabled: flag().default(false),
    },
    (given, { id, now }) => ({ id, ...given, created_at: now, updated_at: now }),
  ),
  update: update({ consumption_limit: uint32, enabled: flag() }),
  shown: ({ consumption_limit, ...budget }, platform) => ({
    ...budget,
    consumption_limit: { currency_code: "", units: consumption_limit, nanos: 0 },
    alerts: alertsOf(budget, platform).map((alert) => shownAlert(alert, platform)),
  }),
  list: {
    key: "budgets",
    orderBy: { created_at: "created_at" },
    filters: { organization_id: equalId("organization_id") },
  },
  deletion: {},
});

/** Most alerts of a budget (Scaleway documentation, Billing, how to use billing alerts). */
const MOST_ALERTS = 10;

/** Billing API v2, budget alerts. */
export const budgetAlerts: Resource<BudgetAlert> = resource<BudgetAlert>({
  path: "/billing/v2/budget-alerts",
  kind: "budget_alert",
  terraformType: "scaleway_billing_budget_alert",
  create: creation({ budget_id: ref(budgets), threshold }, (given, { id, now, call }) => {
    if (alertsOf({ id: given.budget_id }, call.platform).length >= MOST_ALERTS) {
      throw invalidArgument("budget_id", "constraint", `has ${MOST_ALERTS} alerts, which is the most there can be`);
    }
    return { id, ...given, created_at: now, updated_at: now };
  }),
  update: update({ threshold }),
  shown: shownAlert,
  notListed: true,
  onlyListed: true,
  holds: { budget_id: budgets },
  deletion: {},
});

const phoneNumber = text().map((value, { argument }) => {
  if (/^\+[1-9]\d{6,14}$/.test(value)) return value;
  throw invalidArgument(argument, "format", "must be an international phone number such as +33612345678");
});

/** Whom it is sent to: exactly one of these is there. */
const recipients = {
  sms_phone_numbers: list(phoneNumber, { min: 1 }).optional(),
  email_addresses: list(email(), { min: 1 }).optional(),
  webhook_urls: list(url(), { min: 1 }).optional(),
};

/** Billing API v2, budget alert notifications. None is ever sent. */
export const budgetAlertNotifications: Resource<BudgetAlertNotification> = resource<BudgetAlertNotification>({
  path: "/billing/v2/budget-alert-notifications",
  kind: "budget_alert_notification",
  terraformType: "scaleway_billing_budget_alert_notification",
  create: creation(
    { budget_alert_id: ref(budgetAlerts), ...recipients },
    ({ budget_alert_id, ...given }, { id, now }) => ({
      id,
      budget_alert_id,
      ...theOnly(given),
      created_at: now,
      updated_at: now,
    }),
  ),
  update: update(recipients, (notification, given) => ({ ...notification, ...theOnly(given) })),
  shown: shownNotification,
  notListed: true,
  onlyListed: true,
  holds: { budget_alert_id: budgetAlerts },
  deletion: {},
});

const alertsOf = ({ id }: Pick<Budget, "id">, platform: Platform) =>
  budgetAlerts.existing(platform).filter(({ budget_id }) => budget_id === id);

function shownAlert({ budget_id: _, ...alert }: BudgetAlert, platform: Platform) {
  const own = budgetAlertNotifications.existing(platform).filter(({ budget_alert_id }) => budget_alert_id === alert.id);
  return { ...alert, notifications: own.map(shownNotification) };
}

function shownNotification({ budget_alert_id: _, ...notification }: BudgetAlertNotification) {
  return notification;
}

interface Recipients {
  readonly sms_phone_numbers?: readonly string[];
  readonly email_addresses?: readonly string[];
  readonly webhook_urls?: readonly string[];
}

/** @throws InvalidArguments when there is not exactly one kind of recipients */
function theOnly(given: Recipients): Pick<BudgetAlertNotification, "type" | "recipients"> {
  const kinds = { sms: given.sms_phone_numbers, email: given.email_addresses, webhook: given.webhook_urls };
  const [only, another] = (["sms", "email", "webhook"] as const).flatMap((type) => {
    const recipients = kinds[type];
    return recipients ? [{ type, recipients }] : [];
  });
  if (only && !another) return only;
  throw invalidArgument("recipients", "required", "exactly one of sms_phone_numbers, email_addresses and webhook_urls");
}
