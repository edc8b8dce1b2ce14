import type { FillArgument, Filled } from './fill-topics.ts';
import { startProcess } from './start-process.ts';

/** Fills a new data folder with parts in a process of its own: none of its memory is that of who measures. */
export async function fill(argument: FillArgument): Promise<Filled> {
  const filling = startProcess<Filled>('./fill-topics.ts', argument);
  const filled = await filling.next();
  await filling.ended;
  return filled;
}
