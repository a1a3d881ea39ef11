export const PAYMENTS = '/api/v1/express-payments';
export const OFFER = `${PAYMENTS}/offer`;
