/** Domains of Azure's services and of its sign-in (Microsoft Learn, Azure domains). */
export const AZURE_HOST =
  /(?<![\w-])(?:[\w-]+\.)*(?:windows\.net|azure\.com|azure\.net|microsoftonline\.com)(?![\w-])/i;

/** Prefixes of the types of Azure's providers. */
export const AZURE_PROVIDERS: readonly string[] = ["azapi", "azuread", "azurerm"];

/** What no text can lack that names Azure at all. Long texts are searched faster for one word after the other. */
const WORDS: readonly RegExp[] = [/windows\.net/i, /az(?:ure|api)/i, /microsoftonline/i];

/** Whether a text may name Azure: quick to tell. */
export function mayNameAzure(text: string): boolean {
  return WORDS.some((word) => word.test(text));
}
