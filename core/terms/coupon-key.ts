/**
 * A coupon's code as it is compared, wherever one is: what buyers type differs in case, in width of letters and in blanks around it. Codes
 * are kept and shown as they were written.
 */
export function couponKey(code: string): string {
  return code.normalize('NFKC').trim().toLowerCase();
}
