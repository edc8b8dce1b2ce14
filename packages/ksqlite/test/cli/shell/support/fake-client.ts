import type { Entity } from '../../../../src/client/answers/answers.ts';
import type { RestClient } from '../../../../src/client/rest-client.ts';

/** A client whose methods fail, but for those given. */
export const fakeClient = (methods: Partial<RestClient>): RestClient => {
  const missing = (name: string) => () => {
    throw new Error(`${name} was not expected`);
  };
  return {
    url: 'http://fake',
    info: missing('info'),
    health: missing('health'),
    isValidProperty: missing('isValidProperty'),
    execute: missing('execute'),
    commandStatus: missing('commandStatus'),
    query: missing('query'),
    print: missing('print'),
    insert: missing('insert'),
    closeQuery: missing('closeQuery'),
    close: missing('close'),
    ...methods,
  };
};

export const entityOf = (fields: Readonly<Record<string, unknown>>): Entity => ({
  '@type': 'currentStatus',
  statementText: '',
  warnings: [],
  ...fields,
});
