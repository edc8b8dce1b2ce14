import { CommandError } from 'ksqlite/cli';
import { request } from 'undici';
import { LINE_ERRORS } from '../../contracts/line-errors.ts';

const ANSWER_MS = 3_000;

/**
 * Resolves when something speaks HTTP at the price API's address, whatever it says: asked before the first car, so that
 * an API that is still starting, or a wrong address, does not fail every car that waits.
 *
 * @throws CommandError PRICE_API
 */
export async function priceApiAnswers(priceUrl: string): Promise<void> {
  try {
    const { body } = await request(priceUrl, { method: 'GET', signal: AbortSignal.timeout(ANSWER_MS) });
    body.on('error', () => undefined).destroy();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandError(
      LINE_ERRORS.PRICE_API,
      `the price API at ${priceUrl} does not answer (${code ?? message})`,
      {
        cause: error,
      },
    );
  }
}
