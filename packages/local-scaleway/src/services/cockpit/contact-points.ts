import { noContent, ok, operation, type Service } from "../../core/api";
import { invalidArgument, notFound } from "../../core/errors";
import { email, flag, object } from "../../core/fields";
import { paged, pageFields } from "../../core/listing";
import { ALERT_MANAGER_PATH, type AlertManager, alertManager, enabledAlertManager, keep } from "./alert-manager";
import { cockpitOf } from "./projects";

const PATH = `${ALERT_MANAGER_PATH}/contact-points`;
const contact = { project_id: cockpitOf("write"), email: object({ to: email() }) };

/** Cockpit API v1, contact points: the addresses that an alert manager writes to. */
export const contactPoints: Service = {
  operations: [
    operation({
      method: "GET",
      path: PATH,
      query: { ...pageFields, project_id: cockpitOf("read") },
      answer: (call, { query }) => {
        const { region = "" } = call;
        const all = alertManager(call, query.project_id)?.contact_points ?? [];
        return ok({
          ...paged("contact_points", [...all], query, (point) => ({ ...point, region })),
          // Those are made in Grafana.
          has_additional_contact_points: false,
          has_additional_receivers: false,
        });
      },
    }),
    operation({
      method: "POST",
      path: PATH,
      body: { ...contact, send_resolved_notifications: flag().default(true) },
      answer: (call, { body: { project_id, ...point } }) => {
        const manager = enabledAlertManager(call, project_id);
        if (indexIn(manager, point.email.to) !== -1) {
          throw invalidArgument("email.to", "constraint", "is a contact point already");
        }
        keep(call, { ...manager, contact_points: [...manager.contact_points, point] });
        return ok({ ...point, region: manager.region });
      },
    }),
    operation({
      method: "PATCH",
      path: PATH,
      body: { ...contact, send_resolved_notifications: flag().optional() },
      answer: (call, { body }) => {
        const manager = enabledAlertManager(call, body.project_id);
        const index = existingIn(manager, body.email.to);
        const { send_resolved_notifications: before, ...point } = manager.contact_points[index]!;
        const changed = { ...point, send_resolved_notifications: body.send_resolved_notifications ?? before };
        keep(call, { ...manager, contact_points: manager.contact_points.with(index, changed) });
        return ok({ ...changed, region: manager.region });
      },
    }),
    operation({
      method: "POST",
      path: `${PATH}/delete`,
      body: contact,
      answer: (call, { body }) => {
        const manager = enabledAlertManager(call, body.project_id);
        const index = existingIn(manager, body.email.to);
        keep(call, { ...manager, contact_points: manager.contact_points.toSpliced(index, 1) });
        return noContent;
      },
    }),
  ],
};

const indexIn = ({ contact_points }: AlertManager, to: string) =>
  contact_points.findIndex((point) => point.email.to === to);

/** @throws ApiError 404 when there is no such contact point */
function existingIn(manager: AlertManager, to: string): number {
  const index = indexIn(manager, to);
  if (index === -1) throw notFound("contact_point", to);
  return index;
}
