/* The parts of undici that are used. Its index loads fetch and all else, and sets a global dispatcher. */
declare module 'undici/lib/dispatcher/pool.js' {
  import { Pool } from 'undici';
  export default Pool;
}

declare module 'undici/lib/dispatcher/client.js' {
  import { Client } from 'undici';
  export default Client;
}

declare module 'undici/lib/api/api-request.js' {
  import { Dispatcher } from 'undici';
  const request: (
    this: Dispatcher,
    options: Omit<Dispatcher.RequestOptions<unknown>, 'origin'>,
  ) => Promise<Dispatcher.ResponseData<unknown>>;
  export default request;
}
