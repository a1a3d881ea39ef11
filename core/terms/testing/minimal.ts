/** The shortest complete program: one version `V1` with the interval given, and `rules` before its last one. */
export function minimal(interval: string, rules = '', head = ''): string {
  return `program demo "Demo"
time zone UTC
orders in USD
${head}version V1 ${interval} {
  clicks last within 72 hours
  reward in USD
  round half even
  confirm on "goods received"
  ${rules}
  rule all: pay 2.50% as PAID_RATE
}
`;
}
