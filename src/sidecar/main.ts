import { runMain } from 'ksqlite/cli';
import { chooseLineTopics } from '../line/topics/chosen-topics.ts';
import { sidecarCommand } from './command/sidecar-command.ts';

runMain(sidecarCommand(chooseLineTopics));
