export default { test: { include: ['windows.spec.ts'] } };
