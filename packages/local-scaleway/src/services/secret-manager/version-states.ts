/** When one version expires, and what happens to it then. */
export interface EphemeralProperties {
  readonly expires_at: string | null;
  readonly expires_once_accessed: boolean | null;
  readonly action: "delete" | "disable";
}

export interface SecretVersion {
  /** 1 for the first version of its secret. */
  readonly revision: number;
  readonly secret_id: string;
  readonly status: "enabled" | "disabled" | "scheduled_for_deletion";
  readonly created_at: string;
  readonly updated_at: string;
  readonly deleted_at: null;
  readonly description: string;
  readonly ephemeral_properties: EphemeralProperties | null;
  readonly deletion_requested_at: string | null;
  readonly region: string;
  /** Base64. */
  readonly data: string;
  readonly data_crc32: number | null;
  readonly madeFor?: string;
}

export function isScheduledForDeletion({ status }: SecretVersion): boolean {
  return status === "scheduled_for_deletion";
}

/** The version that is deleted, but stays for some days. */
export function scheduled(version: SecretVersion, now: string): SecretVersion {
  if (isScheduledForDeletion(version)) return version;
  return { ...version, status: "scheduled_for_deletion", deletion_requested_at: now, updated_at: now };
}

/** What is left of a version when it expires at `moment`. */
export function expired(version: SecretVersion, moment: string): SecretVersion {
  if (version.ephemeral_properties?.action === "delete") return scheduled(version, moment);
  return { ...version, status: "disabled", updated_at: moment };
}
