import { invalidArgument, notImplemented } from "../../core/errors";
import { integer, type Place } from "../../core/fields";

const GB = 10 ** 9;

/** Instances with too little memory for a node (scaleway-sdk-go, api/k8s/v1, CreatePoolRequest). */
const TOO_SMALL = ["dev1_s", "play2_pico", "stardust1_s"];

/** The system volume, 20 GB to 10 TB (provider, internal/services/k8s/pool.go). */
export const rootVolumeSize = () => integer({ min: 20 * GB, max: 10_000 * GB });

/** What comes with Instances that have local storage, in bytes. */
const LOCAL_STORAGE: Readonly<Record<string, number>> = { dev1_m: 40 * GB, dev1_l: 80 * GB, dev1_xl: 120 * GB };

/** A commercial type of Instances the way this API writes it: `pro2_xxs` for `PRO2-XXS`. */
export function nodeType(value: string, { argument, call }: Place): string {
  const name = value.toLowerCase().replaceAll("-", "_");
  if (!/^[a-z0-9]+(_[a-z0-9]+)*$/.test(name)) {
    throw invalidArgument(argument, "format", "must be a type of Instances such as PRO2-XXS");
  }
  // Machines of other providers join by themselves, and nothing here is one.
  if (name === "external") throw notImplemented(call.request.method, `${call.request.path} with external nodes`);
  if (TOO_SMALL.includes(name))
    throw invalidArgument(argument, "constraint", `${name} has too little memory for a node`);
  return name;
}

/** The system volume of a pool that says nothing of it: local where the type has local storage. */
export function defaultRootVolume(type: string, volumeType: string): { type: string; size: number } {
  const local = LOCAL_STORAGE[type];
  if (volumeType === "default_volume_type") {
    return local === undefined ? { type: "sbs_5k", size: 20 * GB } : { type: "l_ssd", size: local };
  }
  return { type: volumeType, size: volumeType === "l_ssd" && local !== undefined ? local : 20 * GB };
}
