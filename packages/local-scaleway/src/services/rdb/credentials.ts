import { invalidArgument } from "../../core/errors";
import { text } from "../../core/fields";

/** Names of users and databases stand in paths, so they have no slash; 63 characters are PostgreSQL's most. */
export const databaseIdentifier = () =>
  text({ min: 1, max: 63 }).map((value, { argument }) => {
    if (!value.includes("/")) return value;
    throw invalidArgument(argument, "format", "must not have a slash");
  });

/** What a password must have (scaleway-sdk-go, api/rdb/v1, CreateInstanceRequest). */
const PARTS = [/\d/, /[A-Z]/, /[a-z]/, /[^A-Za-z0-9]/];

/** Passwords are checked and forgotten: nobody logs in here. */
export const password = () =>
  text({ min: 8, max: 128 }).map((value, { argument }) => {
    if (PARTS.every((part) => part.test(value))) return value;
    const help = "must have a digit, an upper case letter, a lower case letter and a special character";
    throw invalidArgument(argument, "constraint", help);
  });
