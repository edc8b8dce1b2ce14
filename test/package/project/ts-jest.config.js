import { createDefaultEsmPreset } from 'ts-jest';

export default { ...createDefaultEsmPreset(), testMatch: ['**/readings.test.ts'] };
