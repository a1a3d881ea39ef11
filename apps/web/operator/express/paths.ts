export const EXPRESS = '/api/v1/express-payments';
export const DESK = `${EXPRESS}/desk`;
export const EXPOSURE = `${EXPRESS}/exposure`;
export const SETTINGS = `${EXPRESS}/settings`;
