type Environment = NodeJS.ProcessEnv;

export const isDumb = ({ TERM }: Environment): boolean => TERM === undefined || TERM === '' || TERM === 'dumb';

export const hasColors = (env: Environment): boolean => !env['NO_COLOR'] && !isDumb(env);

/** The locale does not say that the terminal knows more than ASCII. */
export const isPlain = ({ LC_ALL, LC_CTYPE, LANG }: Environment): boolean =>
  !/utf-?8/i.test([LC_ALL, LC_CTYPE, LANG].find(Boolean) ?? '');
