import { chooseTopics } from '../../command/chosen-topics.ts';
import { runMain } from '../../command/run-main.ts';
import { heartbeatCommand } from './heartbeat-command.ts';

runMain(heartbeatCommand(chooseTopics));
