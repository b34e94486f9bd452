export type { Engine, EngineChoice } from "./engine";
export { MINIMUM_ENGINE_VERSION } from "./engine";
export { ToolchainError } from "./error";
export { OPENTOFU_VERSION, PROVIDER_VERSION } from "./go-modules";
export type { Provider } from "./provider";
export { PROVIDER_ADDRESS } from "./provider";
export { providerSchema } from "./provider-schema";
export type { Progress, Toolchain, ToolchainOptions } from "./toolchain";
export { prepareToolchain } from "./toolchain";
