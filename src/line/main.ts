import { runMain } from 'ksqlite/cli';
import { lineCommand } from './line-command.ts';

runMain(lineCommand);
