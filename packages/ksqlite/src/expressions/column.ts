import type { ColumnReference } from '../sql/ast/expression.ts';
import type { Compiled } from './compiled.ts';
import type { Compiler } from './compiler.ts';

/** A lambda's parameter where one has the name, else a column. Throws what `Scope.column` throws. */
export function compileColumn(compiler: Compiler, reference: ColumnReference): Compiled {
  const variable = reference.source === undefined ? compiler.variables.get(reference.name.text) : undefined;
  if (variable === undefined) return compiler.options.scope.column(reference);
  return { type: variable.type, evaluate: () => variable.value };
}
