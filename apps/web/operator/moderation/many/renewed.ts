/** What loads again after a verdict on many: queues, badges, programs. */
export const RENEWED = ['/api/v1/moderation', '/api/v1/program'];
