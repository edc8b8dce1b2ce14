import { ConnectorError } from './connector-error.ts';

/**
 * Loads a package that is optional: only who runs a connector that needs it has it. What is used of it is written down where it is
 * asked for, as its types need not be there either.
 *
 * @throws ConnectorError where it is not installed
 */
export async function loadOptional<Package>(name: string): Promise<Package> {
  try {
    return await import(name);
  } catch (error) {
    throw new ConnectorError(
      `the package ${name} can't be loaded: install it beside ksqlite (npm install ${name})`,
      { cause: error },
    );
  }
}
