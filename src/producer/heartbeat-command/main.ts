import { runMain } from 'ksqlite/cli';
import { chooseTopics } from 'ksqlite/topics';
import { heartbeatCommand } from './heartbeat-command.ts';

runMain(heartbeatCommand(chooseTopics));
