export { type Engine, openEngine, type ProcessingError } from './engine/engine.ts';
