import type { EnvironmentStatement } from "../environment";
import { production } from "./production";
import { sandbox } from "./sandbox";
import { staging } from "./staging";

/** What is stated of each environment, by its name. Plain data: naming them loads nothing of what judges them. */
export const statements: Readonly<Record<string, EnvironmentStatement>> = { sandbox, staging, production };

export const environmentNames = Object.keys(statements);

/** Environments that keep their states in files of the clone they are deployed from. */
export const localEnvironmentNames = environmentNames.filter((name) => statements[name]?.state.kind === "local-files");
