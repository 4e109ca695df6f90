import request, { type Response } from 'supertest';

export type Fields = Record<string, string>;

/** One browser: keeps cookies, says where its posts come from, and sends the form token of the page it saw last. */
export interface Visitor {
  get(path: string, headers?: Fields): Promise<Response>;
  head(path: string, headers?: Fields): Promise<Response>;
  post(path: string, fields?: Fields, headers?: Fields): Promise<Response>;
  /** The value of one of this browser's cookies. */
  cookie(name: string): string | undefined;
  /** Puts a cookie into this browser, as an attacker or a copied jar would. */
  setCookie(name: string, value: string): void;
}

/** Opens a browser without a window. `client` lets it come from an address of its own, as a trusted proxy would say. */
export function openVisitor(origin: string, client?: string): Visitor {
  const agent = request.agent(origin);
  let csrf = '';
  const common: Fields = {
    'User-Agent': 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0',
    ...(client && { 'X-Forwarded-For': client }),
  };
  const seen = (response: Response): Response => {
    csrf = /name="_csrf" value="([^"]+)"/.exec(response.text ?? '')?.[1] ?? csrf;
    return response;
  };
  return {
    get: async (path, headers = {}) =>
      seen(
        await agent
          .get(path)
          .redirects(0)
          .set({ ...common, ...headers }),
      ),
    head: async (path, headers = {}) =>
      seen(
        await agent
          .head(path)
          .redirects(0)
          .set({ ...common, ...headers }),
      ),
    post: async (path, fields = {}, headers = {}) => {
      const body = new URLSearchParams(csrf ? { _csrf: csrf, ...fields } : fields).toString();
      const from = { Origin: origin, 'Sec-Fetch-Site': 'same-origin', ...common, ...headers };
      return seen(await agent.post(path).redirects(0).set(from).type('form').send(body));
    },
    cookie: (name) =>
      agent.jar.getCookie(name, { domain: 'localhost', path: '/', secure: false, script: false })?.value,
    setCookie: (name, value) => void agent.jar.setCookie(`${name}=${value}; Path=/`, 'localhost', '/'),
  };
}
