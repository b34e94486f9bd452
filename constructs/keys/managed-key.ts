import { KeyManagerKey } from "@cdktf/provider-scaleway/lib/key-manager-key";
import { KeyManagerKeyMaterial } from "@cdktf/provider-scaleway/lib/key-manager-key-material";
import { Fn, type ITerraformDependable, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { custodyOf, guarded, labelList } from "../core/custody";
import { type DataClass, DEFAULT_DATA_CLASS } from "../core/data-class";
import type { Region } from "../core/locality";
import { refuse, unlessPurpose } from "../core/refusal";
import type { ProjectScope } from "../identity/project-scope";
import { secretVariable, variableName } from "./secret-variable";

export interface ManagedKeyProps {
  /** What the key encrypts; becomes part of its name. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  /** Project that holds the key. CAUTION: changing it makes a new key, and what the old one encrypted is lost with it. */
  readonly project: ProjectScope;
  /** Region that holds the key. CAUTION: changing it makes a new key, and what the old one encrypted is lost with it. */
  readonly locality: Region;
  /** Class of the data it encrypts. @default C3 */
  readonly dataClass?: DataClass;
  /** Days between two rotations, 1–365. Older versions of the key go on decrypting. Refused with own material, which Key Manager cannot rotate. @default 90 */
  readonly rotationDays?: number;
  /** Whether the key is made from 32 random bytes of one's own, handed to the engine in base64 as `TF_VAR_key_material_<project>_<purpose>_<region>`. CAUTION: decided once; for a key that exists, provider 2.81.0 plans the change and sends nothing. Whoever loses the bytes, and then the imported copy, loses what the key encrypted. @default false, Key Manager makes the key */
  readonly ownMaterial?: boolean;
}

/**
 * A symmetric key that the customer holds (AES-256-GCM), rotated by Scaleway Key Manager unless its material is the
 * customer's own. While protection is on, neither Terraform nor the API will destroy it; destroying it shreds what it
 * encrypted.
 *
 * Usage, algorithm, origin and protection cannot change in place: provider 2.81.0 plans such a change and then sends
 * nothing (keymanager/key_resource.go, Update), so usage, algorithm and protection are no properties here.
 */
export class ManagedKey extends Construct {
  readonly project: ProjectScope;
  readonly locality: Region;
  readonly dataClass: DataClass;
  /** UUID of the key, without its region: the form that object storage takes. */
  readonly keyId: string;
  private readonly material?: KeyManagerKeyMaterial;

  constructor(scope: Construct, id: string, props: ManagedKeyProps) {
    super(scope, id);
    refuse(this, unlessPurpose(props.purpose), unlessRotation(props));
    this.project = props.project;
    this.locality = props.locality;
    this.dataClass = props.dataClass ?? DEFAULT_DATA_CLASS;

    const custody = custodyOf(this);
    const key = new KeyManagerKey(this, "key", {
      name: `${custody.prefix}-${props.purpose}`,
      projectId: props.project.projectId,
      region: props.locality.code,
      usage: "symmetric_encryption",
      algorithm: "aes_256_gcm",
      unprotected: !custody.protection,
      tags: labelList(this, { dataClass: this.dataClass, project: props.project.purpose, zone: props.project.zone }),
      ...(props.ownMaterial
        ? { origin: "external", lifecycle: guarded(this) }
        : {
            rotationPolicy: { rotationPeriod: `${rotationOf(props) * 24}h` },
            lifecycle: guarded(this, ["rotation_policy[0].next_rotation_at"]),
          }),
    });
    this.keyId = Fn.element(Fn.split("/", key.id), 1);
    if (props.ownMaterial) this.material = this.importMaterial(key, props);
  }

  /** What a user of the key in the same stack waits for: a key without its material encrypts nothing. Other stacks are deployed afterwards anyway. */
  readiness(user: Construct): ITerraformDependable[] | undefined {
    const here = this.material && TerraformStack.of(this) === TerraformStack.of(user);
    return here && this.material ? [this.material] : undefined;
  }

  private importMaterial(key: KeyManagerKey, { purpose, project, locality }: ManagedKeyProps) {
    const name = variableName("key_material", project.purpose, purpose, locality.code);
    return new KeyManagerKeyMaterial(this, "material", {
      // With its region: provider 2.81.0 answers so, and takes any other form for an inconsistent result.
      keyId: key.id,
      region: locality.code,
      keyMaterialWo: secretVariable(this, {
        name,
        description: `Material of the key ${purpose}: 32 random bytes in base64. Kept by its owner, outside Scaleway.`,
        format: {
          pattern: "^[A-Za-z0-9+/]{43}=$",
          rule: "32 random bytes in base64, as `openssl rand -base64 32` prints",
        },
      }),
      // Always the first: another version would replace the material, and with it lose all that the key encrypted.
      keyMaterialWoVersion: 1,
      lifecycle: guarded(this),
    });
  }
}

function rotationOf({ rotationDays = 90 }: ManagedKeyProps): number {
  return rotationDays;
}

/** Key Manager takes 24 h to 8,760 h (provider 2.81.0, docs/resources/key_manager_key.md, rotation_policy). */
function unlessRotation(props: ManagedKeyProps): string | undefined {
  if (props.ownMaterial) {
    return props.rotationDays === undefined
      ? undefined
      : "rotationDays: not with own material, which Key Manager cannot rotate; leave it out, and make a new key instead";
  }
  const days = rotationOf(props);
  return Number.isInteger(days) && days >= 1 && days <= 365
    ? undefined
    : `rotationDays: whole days from 1 to 365; got ${days}`;
}
