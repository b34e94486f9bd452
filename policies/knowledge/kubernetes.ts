/** Minor versions that Kapsule supports (Scaleway documentation, Kubernetes version support policy, October 2026). */
export const SUPPORTED_KUBERNETES: readonly string[] = ["1.35", "1.36", "1.37"];

/** Network plugins that enforce network policies and that Kapsule still offers (provider 2.81.0, k8s_cluster). */
export const POLICY_CAPABLE_CNI: readonly string[] = ["calico", "cilium"];
