export type { Caller, Principal } from './caller.js';
