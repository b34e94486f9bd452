import { randomUUID } from "node:crypto";
import { creation } from "../../core/definition";
import { list, listParameter, oneOf, text } from "../../core/fields";
import { resource } from "../../core/resource";
import { cockpitOf } from "./projects";

/** scaleway-sdk-go, api/cockpit/v1, TokenScope. */
const SCOPES = [
  "read_only_metrics",
  "write_only_metrics",
  "full_access_metrics_rules",
  "read_only_logs",
  "write_only_logs",
  "full_access_logs_rules",
  "full_access_alert_manager",
  "read_only_traces",
  "write_only_traces",
] as const;

export interface Token {
  readonly id: string;
  readonly project_id: string;
  readonly name: string;
  readonly scopes: readonly (typeof SCOPES)[number][];
  readonly secret_key: string;
  readonly region: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Cockpit API v1, tokens: what agents push and query with. Nothing receives data here: a token opens nothing. */
export const cockpitTokens = resource<Token>({
  path: "/cockpit/v1/regions/{region}/tokens",
  kind: "token",
  terraformType: "scaleway_cockpit_token",
  create: creation(
    {
      project_id: cockpitOf("write"),
      name: text({ min: 1 }),
      token_scopes: list(oneOf(...SCOPES)),
    },
    ({ token_scopes, ...given }, { id, now, region }) => ({
      id,
      ...given,
      scopes: token_scopes,
      secret_key: randomUUID(),
      region,
      created_at: now,
      updated_at: now,
    }),
  ),
  shownOnce: ["secret_key"],
  list: {
    key: "tokens",
    orderBy: { created_at: "created_at", name: "name" },
    filters: {
      project_id: cockpitOf("read").map((id) => (token: Token) => token.project_id === id),
      token_scopes: listParameter(oneOf(...SCOPES))
        .map((wanted) => (token: Token) => token.scopes.some((scope) => wanted.includes(scope)))
        .optional(),
    },
  },
  deletion: {},
});
