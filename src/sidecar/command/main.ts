import { runMain } from 'ksqlite/cli';
import { chooseLineTopics } from '../../line/topics/chosen-topics.ts';
import { sidecarCommand } from './sidecar-command.ts';

runMain(sidecarCommand(chooseLineTopics));
