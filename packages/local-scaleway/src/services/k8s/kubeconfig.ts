import { apiServerOf, type Cluster } from "./clusters";

/** There is no Kubernetes behind a cluster here, and nothing that this would open. */
const WORTHLESS_TOKEN = "local-scaleway-runs-no-kubernetes";

/** A certificate of an authority named kubernetes. Its key was thrown away: it can sign nothing. */
const CERTIFICATE = [
  "MIIBkTCCATegAwIBAgIUXsOoB43rWplVqEAZ5+xMEmhA/pUwCgYIKoZIzj0EAwIwFTETMBEGA1UEAwwKa3ViZXJuZXRlczAgFw0yNjExMjIwNzQ2MzVa",
  "GA8yMTI2MTAyOTA3NDYzNVowFTETMBEGA1UEAwwKa3ViZXJuZXRlczBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLNuGLxEFK8w/shtRZCiOu7hoiae",
  "wVoBXiuV6Nmqs1iJPIMlCWuYFzhIjXtlG5ZZHoWYXAO1SKn8zciFSKJ8DPqjYzBhMB0GA1UdDgQWBBT+akjdQazwjcsa0t05KVVQB8xQlTAfBgNVHSME",
  "GDAWgBT+akjdQazwjcsa0t05KVVQB8xQlTAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwICpDAKBggqhkjOPQQDAgNIADBFAiB55NHHC6HJ9+zZ",
  "qZBFFHgAZagKV5k4/R7m1DS6HCKNRAIhAK/NYk5QXKeA4x3Tt3ZQrG+rvRfM4y8r4N9kB9LEW/Ks",
].join("");

const base64 = (content: string) => Buffer.from(content).toString("base64");

/** The file with which kubectl finds and enters a cluster. */
export function kubeconfig(cluster: Cluster) {
  const { name } = cluster;
  const lines = CERTIFICATE.match(/.{1,64}/g) ?? [];
  const pem = ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
  const content = `apiVersion: v1
clusters:
- name: ${JSON.stringify(name)}
  cluster:
    certificate-authority-data: ${base64(pem)}
    server: ${apiServerOf(cluster)}
contexts:
- name: ${JSON.stringify(`admin@${name}`)}
  context:
    cluster: ${JSON.stringify(name)}
    user: ${JSON.stringify(`${name}-admin`)}
current-context: ${JSON.stringify(`admin@${name}`)}
kind: Config
preferences: {}
users:
- name: ${JSON.stringify(`${name}-admin`)}
  user:
    token: ${WORTHLESS_TOKEN}
`;
  return { name: "kubeconfig", content_type: "application/octet-stream", content: base64(content) };
}
