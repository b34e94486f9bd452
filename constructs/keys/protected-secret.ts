import { Secret } from "@cdktf/provider-scaleway/lib/secret";
import { SecretVersion } from "@cdktf/provider-scaleway/lib/secret-version";
import { Fn, Op, TerraformStack } from "cdktf";
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
  /** Whether the engine makes each value while it applies: a password that nobody hands over and nobody sees, of 122 random bits. @default false, somebody hands the value over */
  readonly generated?: boolean;
  /** Class of what it opens. @default C3 */
  readonly dataClass?: DataClass;
}

/**
 * A secret whose value never stands in code, state or a plan. Either it is handed to the engine as
 * `TF_VAR_secret_<project>_<purpose>_<region>` and written through, or the engine makes it up. While protection is on,
 * neither Terraform nor the API will delete it.
 *
 * Scaleway encrypts it with a key of its own: provider 2.81.0 cannot name one of the customer's (provider issue #4178).
 */
export class ProtectedSecret extends Construct {
  /** Terraform id of the secret, `<region>/<uuid>`. */
  readonly secretId: string;
  private readonly version: SecretVersion;
  private readonly region: string;

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

    this.region = locality.code;
    this.version = new SecretVersion(this, "version", {
      secretId: secret.id,
      region: locality.code,
      dataWo: props.generated ? MADE_UP : this.handedOver(props),
      dataWoVersion: version,
      // A new version replaces the old one, and the provider would delete that first (2.81.0, secret/version.go).
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /**
   * Reference to the value for write-only arguments in the same stack; the engine refuses it anywhere else. It is read
   * from Secret Manager while the engine applies, never while it plans, so that planning needs no right to read it.
   */
  get value(): string {
    const name = this.version.friendlyUniqueId;
    // cdktf 0.21 has no class for ephemeral resources.
    TerraformStack.of(this).addOverride(`ephemeral.scaleway_secret_version.${name}`, {
      secret_id: unknownUntilApply(this.version.secretId),
      revision: this.version.revision,
      region: this.region,
    });
    // Sensitive while it is planned, too: OpenTofu 1.12 takes a mark that only comes with the value for a change.
    return `\${sensitive(base64decode(ephemeral.scaleway_secret_version.${name}.data))}`;
  }

  private handedOver({ purpose, description, project, locality, version }: ProtectedSecretProps): string {
    const value = secretVariable(this, {
      name: variableName("secret", project.purpose, purpose, locality.code),
      description: `Value ${version} of the secret ${purpose}. ${description}`,
      format: { pattern: ".", rule: "must not be empty" },
    });
    return unknownUntilApply(value);
  }
}

/**
 * A random UUID, which the engine does not make up before it applies. What follows are the characters that password rules
 * ask for: a digit, a lower-case and an upper-case letter, a special character (scaleway-sdk-go, api/rdb/v1,
 * CreateInstanceRequest).
 */
const MADE_UP = `\${format("%s-aA1!", uuid())}`;

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
