import { runMain } from 'ksqlite/cli';
import { chooseLineTopics } from '../../line/topics/chosen-topics.ts';
import { catalogueCommand } from './catalogue-command.ts';

runMain(catalogueCommand(chooseLineTopics));
