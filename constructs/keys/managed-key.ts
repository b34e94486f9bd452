import { KeyManagerKey } from "@cdktf/provider-scaleway/lib/key-manager-key";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { custodyOf, guarded, labelList } from "../core/custody";
import { type DataClass, DEFAULT_DATA_CLASS } from "../core/data-class";
import type { Region } from "../core/locality";
import { refuse, unlessPurpose } from "../core/refusal";
import type { ProjectScope } from "../identity/project-scope";

export interface ManagedKeyProps {
  /** What the key encrypts; becomes part of its name. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  /** Project that holds the key. CAUTION: changing it makes a new key, and what the old one encrypted is lost with it. */
  readonly project: ProjectScope;
  /** Region that holds the key. CAUTION: changing it makes a new key, and what the old one encrypted is lost with it. */
  readonly locality: Region;
  /** Class of the data it encrypts. @default C3 */
  readonly dataClass?: DataClass;
  /** Days between two rotations, 1–365. Older versions of the key go on decrypting. @default 90 */
  readonly rotationDays?: number;
}

/**
 * A symmetric key that the customer holds (AES-256-GCM), rotated by Scaleway Key Manager. While protection is on, neither
 * Terraform nor the API will destroy it; destroying it shreds what it encrypted.
 *
 * Usage, algorithm, origin and protection cannot change in place: provider 2.81.0 plans such a change and then sends
 * nothing (keymanager/key_resource.go, Update), so none of them is a property here.
 */
export class ManagedKey extends Construct {
  readonly project: ProjectScope;
  readonly locality: Region;
  readonly dataClass: DataClass;
  /** UUID of the key, without its region: the form that object storage takes. */
  readonly keyId: string;

  constructor(scope: Construct, id: string, props: ManagedKeyProps) {
    super(scope, id);
    const rotationDays = props.rotationDays ?? 90;
    refuse(this, unlessPurpose(props.purpose), unlessRotation(rotationDays));
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
      rotationPolicy: { rotationPeriod: `${rotationDays * 24}h` },
      tags: labelList(this, { dataClass: this.dataClass, project: props.project.purpose, zone: props.project.zone }),
      lifecycle: guarded(this, ["rotation_policy[0].next_rotation_at"]),
    });
    this.keyId = Fn.element(Fn.split("/", key.id), 1);
  }
}

/** Key Manager takes 24 h to 8,760 h (provider 2.81.0, docs/resources/key_manager_key.md, rotation_policy). */
function unlessRotation(days: number): string | undefined {
  return Number.isInteger(days) && days >= 1 && days <= 365
    ? undefined
    : `rotationDays: whole days from 1 to 365; got ${days}`;
}
