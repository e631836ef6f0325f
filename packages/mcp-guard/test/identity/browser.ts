/** Goes to an address as a browser does: with cookies, and wherever it is sent. Resolves with the last page. */
export async function browse(
  url: string,
  stopAt: (url: string) => boolean = () => false,
): Promise<{ url: string; status: number; page: string; headers: Headers }> {
  const cookies = new Map<string, string>();
  let at = url;
  for (let hops = 0; hops < 20; hops++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(set) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null)
      return { url: at, status: response.status, page: await response.text(), headers: response.headers };
    await response.body?.cancel();
    at = new URL(location, at).href;
    if (stopAt(at)) return { url: at, status: response.status, page: '', headers: response.headers };
  }
  throw new Error(`sent from place to place: ${url}`);
}
