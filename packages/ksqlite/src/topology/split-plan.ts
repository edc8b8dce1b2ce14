import { planInputs } from '../plan/plan-inputs.ts';
import type {
  GroupRepartition,
  PlanNode,
  Repartition,
  ResultNode,
  StreamSource,
  TableSource,
} from '../plan/plan-node.ts';
import { MAIN } from './sub-topology.ts';

/** A part of a plan that one sub-topology carries out. */
export interface PlanPart {
  readonly name: string;
  /** What it writes: the result, or what goes into an internal topic. */
  readonly root: ResultNode | Repartition | GroupRepartition;
  /** What it reads, in the order of the FROM clause. */
  readonly leaves: readonly PlanLeaf[];
  /** One task reads all partitions: it joins on a foreign key. */
  readonly gathers: boolean;
}

/** A topic that is read: a source's, or one that an earlier part writes. */
export type PlanLeaf = StreamSource | TableSource | Repartition | GroupRepartition;

/** Cuts a plan at its repartitions. Parts come before those that read them; the last one is the result. */
export function splitPlan(plan: ResultNode): readonly PlanPart[] {
  const parts: PlanPart[] = [];
  const add = (root: PlanPart['root'], name: string): void => {
    const leaves: PlanLeaf[] = [];
    let gathers = false;
    const visit = (node: PlanNode): void => {
      if (isRepartition(node)) add(node, node.name);
      if (node.kind === 'ForeignKeyJoin') gathers = true;
      if (isLeaf(node)) leaves.push(node);
      else planInputs(node).forEach(visit);
    };
    planInputs(root).forEach(visit);
    parts.push({ name, root, leaves, gathers });
  };
  add(plan, MAIN);
  return parts;
}

export const isRepartition = (node: PlanNode): node is Repartition | GroupRepartition =>
  node.kind === 'Repartition' || node.kind === 'GroupRepartition';

const isLeaf = (node: PlanNode): node is PlanLeaf =>
  isRepartition(node) || node.kind === 'StreamSource' || node.kind === 'TableSource';
