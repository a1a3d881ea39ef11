import { isIP } from 'node:net';

/** What is wrong with one variable: enough for a person to mend it without reading code. */
export interface ConfigProblem {
  readonly variable: string;
  /** As given, passwords blotted out; null when it is missing. */
  readonly value: string | null;
  readonly expected: string;
  readonly remedy: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads variables one by one and gathers every problem, so that a person mends all of them at once. */
export interface Reader {
  readonly problems: ConfigProblem[];
  /** The value, trimmed; null when unset or empty. */
  text(variable: string): string | null;
  /** Reports the value of `variable` as wrong. */
  refuse(variable: string, expected: string, remedy: string): void;
}

export function environmentReader(environment: Environment): Reader {
  const problems: ConfigProblem[] = [];
  const text = (variable: string) => {
    const value = environment[variable]?.trim() ?? '';
    return value === '' ? null : value;
  };
  const refuse = (variable: string, expected: string, remedy: string) => {
    const value = text(variable);
    problems.push({ variable, value: value === null ? null : withoutPassword(value), expected, remedy });
  };
  return { problems, text, refuse };
}

/** Blots out the password of a URL, also of one that does not parse. */
export function withoutPassword(value: string): string {
  return value.replace(/(:\/\/[^/?#@:]*):[^@]*@/, '$1:***@');
}

export function wholeNumber(
  reader: Reader,
  variable: string,
  bounds: { readonly least: number; readonly most: number; readonly otherwise: number },
): number {
  const value = reader.text(variable);
  if (value === null) {
    return bounds.otherwise;
  }
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= bounds.least && number <= bounds.most) {
    return number;
  }
  reader.refuse(
    variable,
    `a whole number from ${bounds.least} to ${bounds.most}`,
    `write for instance ${variable}=${bounds.otherwise}, or unset it`,
  );
  return bounds.otherwise;
}

export function onOrOff(reader: Reader, variable: string, otherwise: boolean): boolean {
  const value = reader.text(variable);
  if (value === null) {
    return otherwise;
  }
  if (value !== 'on' && value !== 'off') {
    reader.refuse(variable, 'on or off', `write ${variable}=on or ${variable}=off`);
    return otherwise;
  }
  return value === 'on';
}

/** An absolute URL of one of `schemes`, or null. */
export function url(reader: Reader, variable: string, schemes: readonly string[], example: string): URL | null {
  const value = reader.text(variable);
  if (value === null) {
    return null;
  }
  const parsed = URL.canParse(value) ? new URL(value) : null;
  if (parsed === null || !schemes.includes(parsed.protocol.replace(/:$/, '')) || parsed.host === '') {
    reader.refuse(
      variable,
      `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
      `write for instance ${variable}=${example}`,
    );
    return null;
  }
  return parsed;
}

/** A comma list of words out of `allowed`, each once; null when unset. */
export function words<W extends string>(
  reader: Reader,
  variable: string,
  allowed: readonly W[],
): ReadonlySet<W> | null {
  const value = reader.text(variable);
  if (value === null) {
    return null;
  }
  const parts = value.split(',').map((part) => part.trim());
  const known = parts.flatMap((part) => allowed.filter((word) => word === part));
  if (known.length !== parts.length) {
    reader.refuse(
      variable,
      `a comma list of ${allowed.join(', ')}`,
      `write for instance ${variable}=${allowed.join(',')}, or unset it for all`,
    );
  }
  return new Set(known);
}

/** A comma list of networks such as `10.0.0.0/8`, or single addresses. */
export function networks(reader: Reader, variable: string): readonly string[] | null {
  const value = reader.text(variable);
  if (value === null) {
    return null;
  }
  const parts = value.split(',').map((part) => part.trim());
  if (!parts.every(isNetwork)) {
    reader.refuse(
      variable,
      'a comma list of addresses or networks in CIDR notation',
      `write for instance ${variable}=10.0.0.0/8,fd00::/8 with the addresses of your proxies, or unset it if there are none`,
    );
    return [];
  }
  return parts;
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) {
    return false;
  }
  const bits = version === 4 ? 32 : 128;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}

/** Addresses with a port where it is not 53, as `127.0.0.1:5353`. */
export function nameServers(reader: Reader, variable: string): readonly string[] | null {
  const value = reader.text(variable);
  if (value === null) return null;
  const parts = value.split(',').map((part) => part.trim());
  if (parts.every((part) => isIP(part.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1')) !== 0))
    return parts;
  reader.refuse(
    variable,
    'a comma list of addresses of DNS servers, with a port where it is not 53',
    `write for instance ${variable}=9.9.9.9,[2620:fe::fe]:53, or unset it to use those of the machine`,
  );
  return null;
}

/** A comma list of host names, lower case. */
export function hosts(reader: Reader, variable: string): readonly string[] | null {
  const value = reader.text(variable);
  if (value === null) return null;
  const parts = value.split(',').map((part) => part.trim().toLowerCase());
  if (parts.every((part) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(part))) return parts;
  reader.refuse(
    variable,
    'a comma list of host names',
    `write for instance ${variable}=app.shop.example,go.shop.example, without scheme and path`,
  );
  return null;
}
