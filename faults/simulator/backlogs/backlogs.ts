import type { Backlog } from './backlog.ts';
import { burst } from './burst.ts';
import { tied } from './tied.ts';

export const BACKLOGS = { tied, burst } satisfies Readonly<Record<string, Backlog>>;
export type BacklogKind = keyof typeof BACKLOGS;
