import { runMain } from 'ksqlite/cli';
import { chooseLineTopics } from '../../line/topics/chosen-topics.ts';
import { heartbeatCommand } from './heartbeat-command.ts';

runMain(heartbeatCommand(chooseLineTopics));
