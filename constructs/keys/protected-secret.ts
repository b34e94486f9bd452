import { Secret } from "@cdktf/provider-scaleway/lib/secret";
import { SecretVersion } from "@cdktf/provider-scaleway/lib/secret-version";
import { Fn, Op } from "cdktf";
import { Construct } from "constructs";
import { custodyOf, guarded, labelList } from "../core/custody";
import { type DataClass, DEFAULT_DATA_CLASS } from "../core/data-class";
import type { Region } from "../core/locality";
import { refuse, unlessPurpose } from "../core/refusal";
import type { ProjectScope } from "../identity/project-scope";
import { secretVariable, variableName } from "./secret-variable";

export interface ProtectedSecretProps {
  /** What the secret opens; becomes part of its name. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  /** One sentence: who uses it, and how it is renewed. */
  readonly description: string;
  /** Project that holds it. CAUTION: changing it makes a new, empty secret. */
  readonly project: ProjectScope;
  /** Region that holds it. CAUTION: changing it makes a new, empty secret. */
  readonly locality: Region;
  /** Counts the values it has had, from 1. The value is written when this number changes, and at no other time. */
  readonly version: number;
  /** Class of what it opens. @default C3 */
  readonly dataClass?: DataClass;
}

/**
 * A secret whose value never stands in code, state or a plan: it is handed to the engine as
 * `TF_VAR_secret_<project>_<purpose>_<region>` and written through. While protection is on, neither Terraform nor the API
 * will delete it.
 *
 * Scaleway encrypts it with a key of its own: provider 2.81.0 cannot name one of the customer's (provider issue #4178).
 */
export class ProtectedSecret extends Construct {
  /** Terraform id of the secret, `<region>/<uuid>`. */
  readonly secretId: string;

  constructor(scope: Construct, id: string, props: ProtectedSecretProps) {
    super(scope, id);
    const { purpose, description, project, locality, version, dataClass = DEFAULT_DATA_CLASS } = props;
    refuse(this, unlessPurpose(purpose), unlessVersion(version));

    const { prefix, environment, protection } = custodyOf(this);
    const secret = new Secret(this, "secret", {
      name: `${prefix}-${purpose}`,
      path: `/hdh/${environment}/${project.purpose}`,
      description,
      projectId: project.projectId,
      region: locality.code,
      protected: protection,
      tags: labelList(this, { dataClass, project: project.purpose, zone: project.zone }),
      lifecycle: guarded(this),
    });
    this.secretId = secret.id;

    const value = secretVariable(this, {
      name: variableName("secret", project.purpose, purpose, locality.code),
      description: `Value ${version} of the secret ${purpose}. ${description}`,
      format: { pattern: ".", rule: "must not be empty" },
    });
    new SecretVersion(this, "version", {
      secretId: secret.id,
      region: locality.code,
      dataWo: unknownUntilApply(value),
      dataWoVersion: version,
      // A new version replaces the old one, and the provider would delete that first (2.81.0, secret/version.go).
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

function unlessVersion(version: number): string | undefined {
  return Number.isInteger(version) && version >= 1 ? undefined : `version: a whole number from 1; got ${version}`;
}

/**
 * Provider 2.81.0 copies a value that it knows when planning into the plan file, where no command shows it
 * (secret/version.go: the StateFunc of `data_wo`). The engine knows the time only when it applies, and therefore none of
 * what depends on it.
 */
function unknownUntilApply(value: string): string {
  return Fn.conditional(Op.neq(Fn.timestamp(), "never"), value, "");
}
