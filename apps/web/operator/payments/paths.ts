export const PAYMENTS = '/api/v1/advertiser-payments';
export const PREVIEW = `${PAYMENTS}/preview`;
export const DUE = `${PAYMENTS}/due`;
