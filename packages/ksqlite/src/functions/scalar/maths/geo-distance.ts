import { DOUBLE } from '../../../types/sql-type.ts';
import { FunctionError } from '../../function-error.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { double, required, text } from '../../signature/parameter.ts';
import { nullable } from '../../signature/variant.ts';

const RADIUS_KM = 6371;
const RADIUS_MILES = 3959;
const MILES = ['mi', 'mile', 'miles'];
const KILOMETRES = ['km', 'kilometer', 'kilometers', 'kilometre', 'kilometres'];

function radius(units: string | null): number {
  const name = units === null ? '' : units.trim().toLowerCase();
  if (name === '' || KILOMETRES.includes(name)) return RADIUS_KM;
  if (MILES.includes(name)) return RADIUS_MILES;
  throw new FunctionError(
    `GEO_DISTANCE: units must be one of ${[...MILES, ...KILOMETRES].join(', ')}, not ${units}`,
  );
}

const radians = (degrees: number): number => degrees * 0.017453292519943295;
const haversine = (angle: number): number => Math.sin(angle / 2) ** 2;

function distance(lat1: number, lon1: number, lat2: number, lon2: number, units: string | null): number {
  if (Math.abs(lat1) > 90 || Math.abs(lat2) > 90)
    throw new FunctionError('GEO_DISTANCE: latitudes are from -90 to 90');
  if (Math.abs(lon1) > 180 || Math.abs(lon2) > 180) {
    throw new FunctionError('GEO_DISTANCE: longitudes are from -180 to 180');
  }
  const across = haversine(radians(lon2 - lon1)) * Math.cos(radians(lat1)) * Math.cos(radians(lat2));
  return 2 * Math.asin(Math.sqrt(haversine(radians(lat2 - lat1)) + across)) * radius(units);
}

const degrees = required(double);

/** scalar-functions.md#geo_distance: along the great circle, in kilometres unless miles are asked for. */
export const geoDistance = defineScalar(
  'GEO_DISTANCE',
  'OTHER',
  'The distance between two places on Earth.',
  [
    nullable([degrees, degrees, degrees, degrees], DOUBLE, (a, b, c, d) => distance(a, b, c, d, null)),
    nullable([degrees, degrees, degrees, degrees, text], DOUBLE, distance),
  ],
);
