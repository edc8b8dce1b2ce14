import { chooseTopics } from '../command/chosen-topics.ts';
import { runMain } from '../command/run-main.ts';
import { sidecarCommand } from './command/sidecar-command.ts';

runMain(sidecarCommand(chooseTopics));
