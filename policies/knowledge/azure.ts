/** Domains of Azure's services and of its sign-in (Microsoft Learn, Azure domains). */
export const AZURE_HOST =
  /(?<![\w-])(?:[\w-]+\.)*(?:windows\.net|azure\.com|azure\.net|microsoftonline\.com)(?![\w-])/i;

/** Prefixes of the types of Azure's providers. */
export const AZURE_PROVIDERS: readonly string[] = ["azapi", "azuread", "azurerm"];

/** What no text can lack that names Azure at all: quick to look for. */
export const MENTIONS_AZURE = /windows\.net|azure|azapi|microsoftonline/i;
