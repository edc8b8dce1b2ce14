// A thread begins without tsx's loader, whatever its process was started with: so its first module is JavaScript.
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
