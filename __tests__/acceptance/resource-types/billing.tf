resource "scaleway_billing_budget" "month" {
  consumption_limit = 10000 * var.step
  enabled           = var.step == 2
}

resource "scaleway_billing_budget_alert" "soon" {
  budget_id = scaleway_billing_budget.month.id
  threshold = 70 + var.step
}

resource "scaleway_billing_budget_alert" "reached" {
  budget_id = scaleway_billing_budget.month.id
  threshold = 98 + var.step
}

resource "scaleway_billing_budget_alert_notification" "by_mail" {
  budget_alert_id = scaleway_billing_budget_alert.soon.id
  email_addresses = ["budget@example.org", "step-${var.step}@example.org"]
}

resource "scaleway_billing_budget_alert_notification" "by_sms" {
  budget_alert_id   = scaleway_billing_budget_alert.reached.id
  sms_phone_numbers = ["+3361234567${var.step}"]
}

# One that is sent in another way later.
resource "scaleway_billing_budget_alert_notification" "by_webhook" {
  budget_alert_id = scaleway_billing_budget_alert.reached.id
  email_addresses = var.step == 1 ? ["budget@example.org"] : null
  webhook_urls    = var.step == 2 ? ["https://example.org/budget"] : null
}
