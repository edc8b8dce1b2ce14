import * as ts from 'typescript';

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** Literals of a module that inputs are compared to: longer ones are messages. */
const LONGEST_LITERAL = 24;

/**
 * A module's text with a counter at the start of each function, arm of a branch, loop and clause, and behind each
 * branch and loop. Lines stay where they are. The module asks `globalThis.fuzzCounters` (coverage.ts) for its counters
 * when it is loaded, and tells it the literals that it compares with.
 */
export function instrumented(path: string, text: string): string {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);
  const insertions: Insertion[] = [];
  const literals = new Set<string>();
  let counters = 0;
  const insert = (at: number, inserted: string): void => {
    insertions.push({ at, text: inserted });
  };
  const count = (): string => `__c[${counters++}]++`;

  /** Visits an expression, which counts when it is evaluated. */
  const counted = (node: ts.Expression): void => {
    insert(node.getStart(file), `(${count()},`);
    visit(node);
    insert(node.end, ')');
  };
  /** Visits a statement that a branch or a loop leads to. */
  const arm = (node: ts.Statement): void => {
    const isBlock = ts.isBlock(node);
    insert(isBlock ? node.getStart(file) + 1 : node.getStart(file), `${isBlock ? '' : '{'}${count()};`);
    visit(node);
    if (!isBlock) insert(node.end, '}');
  };
  const behind = (node: ts.Statement): void => {
    if (ts.isBlock(node.parent) || ts.isCaseOrDefaultClause(node.parent)) insert(node.end, `;${count()};`);
  };
  const visit = (node: ts.Node): void => {
    for (const literal of comparedWith(node)) literals.add(literal);
    if (ts.isIfStatement(node)) {
      visit(node.expression);
      arm(node.thenStatement);
      if (node.elseStatement !== undefined) arm(node.elseStatement);
      behind(node);
    } else if (ts.isIterationStatement(node, false)) {
      ts.forEachChild(node, (child) => (child === node.statement ? arm(node.statement) : visit(child)));
      behind(node);
    } else if (ts.isCaseOrDefaultClause(node)) {
      if (ts.isCaseClause(node)) visit(node.expression);
      insert(node.statements.pos, `${count()};`);
      node.statements.forEach(visit);
    } else if (ts.isCatchClause(node)) {
      arm(node.block);
    } else if (ts.isConditionalExpression(node)) {
      visit(node.condition);
      counted(node.whenTrue);
      counted(node.whenFalse);
    } else if (ts.isBinaryExpression(node) && CHOOSES.has(node.operatorToken.kind)) {
      visit(node.left);
      counted(node.right);
    } else if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const { body } = node;
      ts.forEachChild(node, (child) => {
        if (child !== body) visit(child);
        else if (ts.isBlock(body)) arm(body);
        else counted(body as ts.Expression);
      });
    } else if (!ts.isTypeNode(node) && !ts.isInterfaceDeclaration(node)) ts.forEachChild(node, visit);
  };
  visit(file);

  // a stable sort: what is inserted at one place stays as it was visited, the outer before the inner
  insertions.sort((a, b) => a.at - b.at);
  // `#!…` has to stay the first line
  let from = /^#!.*\n/.exec(text)?.[0].length ?? 0;
  let result = text.slice(0, from);
  result += `const __c = globalThis.fuzzCounters?.(${counters}, ${JSON.stringify([...literals])}) ?? []; `;
  for (const { at, text: inserted } of insertions) {
    result += text.slice(from, at) + inserted;
    from = at;
  }
  return result + text.slice(from);
}

const CHOOSES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

const COMPARES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

/** Literals that a node compares something with, the members of literal lists among them: they are looked up. */
function comparedWith(node: ts.Node): readonly string[] {
  const operands = ts.isCaseClause(node)
    ? [node.expression]
    : ts.isBinaryExpression(node) && COMPARES.has(node.operatorToken.kind)
      ? [node.left, node.right]
      : ts.isCallExpression(node)
        ? node.arguments
        : ts.isArrayLiteralExpression(node)
          ? node.elements
          : [];
  return operands.flatMap((operand) =>
    (ts.isStringLiteralLike(operand) || ts.isNumericLiteral(operand)) &&
    operand.text !== '' &&
    operand.text.length <= LONGEST_LITERAL
      ? [operand.text]
      : [],
  );
}
