import { runMain } from 'ksqlite/cli';
import { chooseTopics } from 'ksqlite/topics';
import { sidecarCommand } from './command/sidecar-command.ts';

runMain(sidecarCommand(chooseTopics));
