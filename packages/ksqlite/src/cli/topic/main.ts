import { chooseTopics } from '../../topics/chosen-topics.ts';
import { runMain } from '../support/run-main.ts';
import { topicCommand } from './topic-command.ts';

runMain(topicCommand(chooseTopics));
