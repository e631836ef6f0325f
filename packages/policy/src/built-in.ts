/** The place of a rule that is no key of the configuration, so that no one can switch it off. */
export const BUILT_IN = '(built in)';
