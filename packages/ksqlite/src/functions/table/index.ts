import type { TableFunction } from '../table-function.ts';
import { cubeExplode } from './cube-explode.ts';
import { explode } from './explode.ts';

export const builtinTableFunctions: readonly TableFunction[] = [explode, cubeExplode];
