import { labelOf } from '../files/step.ts';
import { isApplied, type PlannedMigration } from '../plan/plan-migrations.ts';

/** What the server has of one file. */
export interface MigrationStatus {
  readonly name: string;
  readonly file: string;
  readonly sha256: string;
  readonly state: 'applied' | 'changed' | 'pending' | 'interrupted' | 'failed';
  readonly statements: number;
  /** how many of them are done for certain */
  readonly done: number;
  /** ISO times by the server's clock; absent for a pending one */
  readonly began?: string;
  readonly noted?: string;
  readonly who?: string;
  readonly failure?: string;
}

export function statusOf(planned: PlannedMigration): MigrationStatus {
  const { migration, steps, record, done, changes } = planned;
  const { name, file, sha256 } = migration;
  const common = { name, file, sha256, statements: steps.length, done };
  if (record === undefined) return { ...common, state: 'pending' };
  return {
    ...common,
    state:
      changes.length > 0
        ? 'changed'
        : isApplied(planned)
          ? 'applied'
          : record.state === 'FAILED'
            ? 'failed'
            : 'interrupted',
    began: new Date(record.began).toISOString(),
    noted: new Date(record.noted).toISOString(),
    who: record.who,
    ...(record.failure === undefined ? {} : { failure: record.failure }),
  };
}

/** A line a file. */
export function statusText(all: readonly MigrationStatus[]): string {
  const width = Math.max(...all.map(({ name }) => name.length));
  return all.map((one) => `  ${one.name.padEnd(width)}  ${stateText(one)}\n`).join('');
}

function stateText({ state, statements, done, noted, failure }: MigrationStatus): string {
  const count = `${statements} ${statements === 1 ? 'statement' : 'statements'}`;
  switch (state) {
    case 'applied':
      return `applied      ${count}, ${noted}`;
    case 'changed':
      return `changed      since it was applied, ${noted}`;
    case 'pending':
      return `pending      ${count}`;
    case 'interrupted':
      return `interrupted  at statement ${done + 1} of ${statements}, ${noted}`;
    case 'failed':
      return `failed       at statement ${done + 1} of ${statements}, ${noted}\n    ${failure}`;
  }
}

/** A statement that would be sent. */
export interface StatementToSend {
  readonly migration: string;
  readonly statement: number;
  readonly label: string;
  readonly sql: string;
  readonly properties: Readonly<Record<string, string>>;
}

export const statementsToSend = (planned: readonly PlannedMigration[]): readonly StatementToSend[] =>
  planned.flatMap(({ migration, steps, done }) =>
    steps.slice(done).map((step) => ({
      migration: migration.name,
      statement: step.number,
      label: labelOf(step),
      sql: step.sql,
      properties: step.properties,
    })),
  );

export const toSendText = (statements: readonly StatementToSend[]): string =>
  statements
    .map(({ migration, statement, sql, properties }) => {
      const set = Object.entries(properties).map(([name, value]) => `-- with ${name} = ${value}\n`);
      return `-- ${migration}, statement ${statement}\n${set.join('')}${sql}\n\n`;
    })
    .join('');
