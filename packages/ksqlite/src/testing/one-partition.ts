import type { Token } from '../sql/lexer/token.ts';
import { tokenize } from '../sql/lexer/tokenize.ts';

/**
 * The same script, every topic of it with one partition: records have one order then, as under Kafka Streams' TopologyTestDriver, whose
 * topics have one whatever statements say. Of `PARTITIONS = n` in CREATE statements the number is replaced, and no other
 * character moves, so that places stay what they are.
 */
export function inOnePartition(sql: string): string {
  if (!/PARTITIONS/i.test(sql)) return sql;
  const tokens = tokenize(sql);
  let verb: string | undefined;
  let written = '';
  let copied = 0;
  tokens.forEach((token, i) => {
    verb = token.text === ';' ? undefined : (verb ?? token.text);
    if (verb !== 'CREATE' || !isCount(tokens, i)) return;
    written += sql.slice(copied, token.start) + '1'.padEnd(token.end - token.start);
    copied = token.end;
  });
  return written + sql.slice(copied);
}

function isCount(tokens: readonly Token[], at: number): boolean {
  const kind = tokens[at]?.kind;
  if (kind !== 'integer' && kind !== 'string' && kind !== 'variable') return false;
  return tokens[at - 1]?.text === '=' && tokens[at - 2]?.text.toUpperCase() === 'PARTITIONS';
}
