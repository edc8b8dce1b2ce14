import { loadNative } from '../../../../src/topics/kafka/native/native-client.ts';

test('a client that is not installed: what to install', async () => {
  const error = await loadNative('@confluentinc/not-installed').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'KAFKA_CLIENT', exitCode: 12 });
  const { message } = error as Error;
  expect(message).toContain('CKJS_LINKING=dynamic npm install');
  expect(message).toContain('gcc g++ make python3 libssl-dev zlib1g-dev');
  expect(message).not.toContain('\n');
});
