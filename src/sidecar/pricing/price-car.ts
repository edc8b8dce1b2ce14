import type { AwaitingPrice, RcCar } from '../../contracts/rc-car.ts';
import { LinkedAbortController } from '../concurrency/linked-abort-controller.ts';
import type { Attempt } from '../price-lookup/attempt.ts';
import { completeCar, unpricedCar } from './priced-car.ts';

/** A whole lookup, retries and all. */
export type LookUp = (id: string, signal: AbortSignal) => Promise<Attempt>;

/**
 * Four lookups at once; when one has failed for good, the others are called off. COMPLETE or FAILED_GET_PRICE, or
 * undefined when `signal` fired before either was sure. Not over before all of its requests are.
 */
export async function priceCar(
  lookUp: LookUp,
  car: AwaitingPrice,
  signal: AbortSignal,
): Promise<RcCar | undefined> {
  const own = new LinkedAbortController(signal);
  const look = async (id: string) => {
    const result = await lookUp(id, own.signal);
    if (!result.ok) own.abort();
    return result;
  };
  const [firstWheel] = car.wheels;
  if (firstWheel === undefined) throw new Error(`car ${car.sku} has no wheels`);
  try {
    const [body, engine, remoteControl, wheel] = await Promise.all([
      look(car.body.id),
      look(car.engine.id),
      look(car.remoteControl.id),
      look(firstWheel.id),
    ]);
    if (body.ok && engine.ok && remoteControl.ok && wheel.ok)
      return completeCar(car, {
        body: body.price,
        engine: engine.price,
        remoteControl: remoteControl.price,
        wheel: wheel.price,
      });
    return signal.aborted ? undefined : unpricedCar(car);
  } finally {
    own.release();
  }
}
