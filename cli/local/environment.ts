import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Toolchain } from "@hdh/toolchain";
import { ofProject } from "../access-key";
import { localFolder } from "../project";
import type { RunningServer } from "./server";

/**
 * What a child keeps of the caller's environment: what a terminal program needs, and the choice of environment.
 * Everything else stays outside, since one variable too many breaks a deployment or sends it elsewhere: SCW_DEFAULT_REGION
 * overrides every provider block, AWS_CA_BUNDLE breaks every object resource, NO_PROXY sends object storage past the proxy.
 */
const KEPT = [
  /^(PATH|HOME|USER|LOGNAME|SHELL|TERM|COLORTERM|LANG|LC_\w+|TZ|TMPDIR|CI|NO_COLOR|FORCE_COLOR)$/,
  /^(SystemRoot|USERPROFILE|APPDATA|LOCALAPPDATA|TEMP|TMP|PATHEXT|ComSpec)$/i,
  /^HDH_ENVIRONMENT$/,
  /^TF_VAR_(secret|key_material)_[a-z0-9_]+$/, // values that somebody hands over, by the names of ProtectedSecret and ManagedKey
  /^TF_LOG(_\w+)?$/,
];

/**
 * The environment in which any command deploys to the local Scaleway, and can reach nothing else.
 * @param stateProject UUID of the project whose bucket keeps the states. @default - states are kept in files
 */
export function localEnvironment(
  server: RunningServer,
  toolchain: Pick<Toolchain, "engine" | "cliConfiguration">,
  caller: NodeJS.ProcessEnv,
  stateProject?: string,
): Record<string, string> {
  const { credentials } = server;
  const nothing = join(localFolder, "empty");
  mkdirSync(nothing, { recursive: true });
  return {
    ...kept(caller),
    // The provider. No region, zone or project: these variables would override what the stacks state.
    SCW_API_URL: server.apiUrl,
    SCW_ACCESS_KEY: credentials.accessKey,
    SCW_SECRET_KEY: credentials.secretKey,
    SCW_DEFAULT_ORGANIZATION_ID: credentials.organizationId,
    SCW_CONFIG_PATH: join(nothing, "no-scaleway-configuration"),
    // Object storage, for the provider and for the engine's own backend, has its address built in: the proxy takes it.
    HTTPS_PROXY: server.proxyUrl,
    NO_PROXY: "127.0.0.1,localhost",
    SSL_CERT_FILE: server.caFile,
    SSL_CERT_DIR: nothing,
    AWS_ACCESS_KEY_ID: stateProject ? ofProject(credentials.accessKey, stateProject) : credentials.accessKey,
    AWS_SECRET_ACCESS_KEY: credentials.secretKey,
    AWS_CONFIG_FILE: join(nothing, "no-aws-configuration"),
    AWS_SHARED_CREDENTIALS_FILE: join(nothing, "no-aws-credentials"),
    // The engine.
    TERRAFORM_BINARY_NAME: toolchain.engine.path,
    TF_CLI_CONFIG_FILE: toolchain.cliConfiguration,
    TF_IN_AUTOMATION: "1",
    // cdktf's cache is shared by all clones of a user, and two engines that fill it at once break each other's init.
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    CHECKPOINT_DISABLE: "1",
    DISABLE_VERSION_CHECK: "1",
  };
}

function kept(caller: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(caller).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries.filter(([name]) => KEPT.some((pattern) => pattern.test(name))));
}

/** The project that keeps an environment's states on the local Scaleway, once it is bootstrapped. */
export async function stateProjectOf(server: RunningServer, environment: string): Promise<string | undefined> {
  const { organizationId, secretKey } = server.credentials;
  const query = new URLSearchParams({ organization_id: organizationId, name: `hdh-${environment}-state` });
  const answer = await fetch(`${server.apiUrl}/account/v3/projects?${query}`, {
    headers: { "X-Auth-Token": secretKey },
  });
  const { projects } = (await answer.json()) as { projects: readonly { id: string }[] };
  return projects[0]?.id;
}
