import type { PlanNode } from './plan-node.ts';

type InputsOf = {
  readonly [Kind in PlanNode['kind']]: (node: Extract<PlanNode, { kind: Kind }>) => readonly PlanNode[];
};

const NONE = (): readonly PlanNode[] => [];
const one = ({ input }: { readonly input: PlanNode }): readonly PlanNode[] => [input];
const both = ({
  left,
  right,
}: {
  readonly left: PlanNode;
  readonly right: PlanNode;
}): readonly PlanNode[] => [left, right];

const INPUTS: InputsOf = {
  StreamSource: NONE,
  TableSource: NONE,
  TableLookup: NONE,
  TableRows: one,
  Filter: one,
  TableFilter: one,
  FlatMap: one,
  Project: one,
  TableProject: one,
  Repartition: one,
  GroupRepartition: one,
  StreamStreamJoin: both,
  StreamTableJoin: both,
  TableTableJoin: both,
  ForeignKeyJoin: both,
  StreamAggregate: one,
  TableAggregate: one,
  Sink: one,
};

/** The nodes right below a node, in the order of the FROM clause. */
export const planInputs = (node: PlanNode): readonly PlanNode[] =>
  (INPUTS[node.kind] as (node: PlanNode) => readonly PlanNode[])(node);
