/** AWS's quota of aliases for one key. */
export const ALIASES_PER_KEY_MAX = 50;

/** AWS's quota of grants for one key. */
export const GRANTS_PER_KEY_MAX = 50_000;
