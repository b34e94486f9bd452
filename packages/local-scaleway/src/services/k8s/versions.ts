import { ok, operation, type Service } from "../../core/api";
import { invalidArgument, notFound } from "../../core/errors";
import type { Place } from "../../core/fields";

/** scaleway-sdk-go, api/k8s/v1, CNI, without those that no version offers any more. */
export const CNIS = ["cilium", "cilium_native", "calico", "kilo", "none"] as const;

interface MinorVersion {
  /** Patches that were offered, the newest one first. */
  readonly patches: readonly string[];
  readonly cnis: readonly (typeof CNIS)[number][];
  readonly featureGates: readonly string[];
  readonly releasedAt: string;
  readonly deprecatedAt: string;
  readonly endOfLifeAt: string;
}

/** What was offered in July 2026, the newest version first, with the patches that it superseded. */
const MINOR_VERSIONS: readonly MinorVersion[] = [
  {
    patches: ["1.36.1"],
    cnis: CNIS,
    featureGates: ["HPAScaleToZero", "CPUManagerPolicyAlphaOptions", "ImageVolume", "MutatingAdmissionPolicy"],
    releasedAt: "2026-07-07T00:00:00Z",
    deprecatedAt: "2027-07-07T00:00:00Z",
    endOfLifeAt: "2027-09-07T00:00:00Z",
  },
  {
    patches: ["1.35.3", "1.35.2", "1.35.1", "1.35.0"],
    cnis: CNIS,
    featureGates: ["HPAScaleToZero", "CPUManagerPolicyAlphaOptions", "ImageVolume", "MutatingAdmissionPolicy"],
    releasedAt: "2026-01-19T00:00:00Z",
    deprecatedAt: "2027-01-19T00:00:00Z",
    endOfLifeAt: "2027-03-19T00:00:00Z",
  },
  {
    patches: ["1.34.6", "1.34.5", "1.34.4", "1.34.3", "1.34.1"],
    cnis: CNIS,
    featureGates: ["HPAScaleToZero", "CPUManagerPolicyAlphaOptions", "ImageVolume", "MutatingAdmissionPolicy"],
    releasedAt: "2025-09-29T00:00:00Z",
    deprecatedAt: "2026-09-29T00:00:00Z",
    endOfLifeAt: "2026-11-29T00:00:00Z",
  },
  {
    patches: ["1.33.10", "1.33.9", "1.33.8", "1.33.7", "1.33.4"],
    cnis: ["cilium", "calico", "kilo", "none"],
    featureGates: [
      "HPAScaleToZero",
      "DRAAdminAccess",
      "DynamicResourceAllocation",
      "PodLevelResources",
      "CPUManagerPolicyAlphaOptions",
      "ImageVolume",
    ],
    releasedAt: "2025-09-04T00:00:00Z",
    deprecatedAt: "2026-09-04T00:00:00Z",
    endOfLifeAt: "2026-11-04T00:00:00Z",
  },
];

const ADMISSION_PLUGINS: readonly string[] = ["AlwaysPullImages", "PodNodeSelector", "PodTolerationRestriction"];

/** Types by name, in the API's words. */
const KUBELET_ARGUMENTS: Readonly<Record<string, string>> = {
  containerLogMaxFiles: "uint16",
  containerLogMaxSize: "quantity",
  cpuCFSQuota: "bool",
  cpuCFSQuotaPeriod: "duration",
  cpuManagerPolicy: "enum:none|static",
  cpuManagerPolicyOptions: "map[string]string",
  enableDebuggingHandlers: "bool",
  evictionHard: "map[string]string",
  evictionMinimumReclaim: "map[string]string",
  imageGCHighThresholdPercent: "uint32",
  imageGCLowThresholdPercent: "uint32",
  maxParallelImagePulls: "int32",
  maxPods: "uint16",
  registryBurst: "int32",
  registryPullQPS: "int32",
  serializeImagePulls: "bool",
};

const PATH = "/k8s/v1/regions/{region}/versions";

/** Kubernetes API v1, versions: the list has the newest patch of each minor version. */
export const kubernetesVersions: Service = {
  operations: [
    operation({
      method: "GET",
      path: PATH,
      answer: (call) => ok({ versions: offered().map((name) => shown(name, call.param("region"))) }),
    }),
    operation({
      method: "GET",
      path: `${PATH}/{version}`,
      answer: (call) => {
        const name = call.param("version");
        if (!minorVersionOf(name)) throw notFound("version", name);
        return ok(shown(name, call.param("region")));
      },
    }),
  ],
};

/**
 * The name of a version. A patch that was superseded is right, too: configurations pin patches, and go on working when
 * this table is newer than they are.
 */
export function knownVersion(name: string, { argument }: Place): string {
  if (minorVersionOf(name)) return name;
  throw invalidArgument(argument, "constraint", `must be one of ${offered().join(", ")}; got "${name}"`);
}

/** Whether a cluster can go from one version to the other: to a later patch, or to the next minor version. */
export function isUpgrade(from: string, to: string): boolean {
  const [before, after] = [numbersIn(from), numbersIn(to)];
  return after.minor === before.minor ? after.patch > before.patch : after.minor === before.minor + 1;
}

/** Whether a pool can go from one version to the other. */
export function isLater(from: string, to: string): boolean {
  const [before, after] = [numbersIn(from), numbersIn(to)];
  return after.minor > before.minor || (after.minor === before.minor && after.patch > before.patch);
}

export const upgradeAvailable = (version: string): boolean => offered().some((one) => isUpgrade(version, one));

/** What a cluster asks of its version. */
interface Demands {
  readonly version: string;
  readonly cni: string;
  readonly feature_gates: readonly string[];
  readonly admission_plugins: readonly string[];
}

/** @throws InvalidArguments when the cluster's version lacks something that the cluster is to have */
export function refuseUnsupported({ version, cni, feature_gates, admission_plugins }: Demands): void {
  const { cnis = [], featureGates = [] } = minorVersionOf(version) ?? {};
  refuseOthers("cni", [cni], cnis, version);
  refuseOthers("feature_gates", feature_gates, featureGates, version);
  refuseOthers("admission_plugins", admission_plugins, ADMISSION_PLUGINS, version);
}

/** @throws InvalidArguments when there is an argument that pools cannot give to their kubelets */
export function knownKubeletArguments(given: Readonly<Record<string, string>>, { argument }: Place) {
  refuseOthers(argument, Object.keys(given), Object.keys(KUBELET_ARGUMENTS));
  return given;
}

function refuseOthers(
  argument: string,
  wanted: readonly string[],
  supported: readonly string[],
  version?: string,
): void {
  const other = wanted.find((one) => !supported.includes(one));
  if (other === undefined) return;
  const rule = version === undefined ? "must be of" : `Kubernetes ${version} supports`;
  throw invalidArgument(argument, "constraint", `${rule} ${supported.join(", ")}; got "${other}"`);
}

const minorVersionOf = (name: string) => MINOR_VERSIONS.find(({ patches }) => patches.includes(name));

const offered = () => MINOR_VERSIONS.flatMap(({ patches }) => patches.slice(0, 1));

function numbersIn(version: string) {
  const [, minor = 0, patch = 0] = version.split(".").map(Number);
  return { minor, patch };
}

function shown(name: string, region: string): object {
  const minor = minorVersionOf(name);
  return {
    region,
    name,
    label: `Kubernetes ${name}`,
    available_cnis: minor?.cnis,
    available_container_runtimes: ["containerd"],
    available_feature_gates: minor?.featureGates,
    available_admission_plugins: ADMISSION_PLUGINS,
    available_kubelet_args: KUBELET_ARGUMENTS,
    deprecated_at: minor?.deprecatedAt,
    end_of_life_at: minor?.endOfLifeAt,
    released_at: minor?.releasedAt,
  };
}
