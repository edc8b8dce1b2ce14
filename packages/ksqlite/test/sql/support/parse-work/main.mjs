// A thread of Node 20 begins without the loader of its process: so its first module is JavaScript.
import '../../../../../../tooling/typescript/register.mjs';

await import('./main.ts');
