/**
 * Runs a broker for as long as a test run lives: a run that is killed leaves none behind. Plain JavaScript, because it
 * is started as a process of its own.
 *
 * `node broker-keeper.mjs PARENT_PID FOLDER JAVA_ARGUMENT…`; writes the broker's pid to FOLDER/pid.
 */
import { spawn } from 'node:child_process';
import { openSync, writeFileSync } from 'node:fs';

const [parent, folder, ...java] = process.argv.slice(2);
const output = openSync(`${folder}/output.txt`, 'a');
const broker = spawn('java', java, { stdio: ['ignore', output, output] });
writeFileSync(`${folder}/pid`, String(broker.pid));
broker.once('exit', () => process.exit());
process.once('SIGTERM', () => broker.kill('SIGKILL'));

setInterval(() => {
  try {
    process.kill(Number(parent), 0);
  } catch {
    broker.kill('SIGKILL');
  }
}, 500);
