import { loadOptional } from '../../optional-package.ts';

/**
 * What is used of the package `aws4fetch`, written down here because it is optional: without it neither its code nor its types are
 * there.
 */
export interface Aws4Package {
  readonly AwsClient: new (settings: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly region: string;
    readonly service: string;
    readonly retries: number;
  }) => {
    sign(
      url: string,
      request: {
        readonly method: string;
        readonly headers: Readonly<Record<string, string>>;
        readonly body?: Uint8Array;
      },
    ): Promise<Request>;
  };
}

/** @throws ConnectorError where it is not installed */
export const loadAws4 = (): Promise<Aws4Package> => loadOptional('aws4fetch');
