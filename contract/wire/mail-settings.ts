import { z } from 'zod';

/** What one may be written about beside the security of one's account. */
export const mailTopics = ['applications', 'conduct', 'orders', 'programs'] as const;
export const mailTopic = z.enum(mailTopics);
export type MailTopic = z.infer<typeof mailTopic>;

export const mailSetting = z.strictObject({ topic: mailTopic, wanted: z.boolean() });
export type MailSetting = z.infer<typeof mailSetting>;

export const mailSettings = z.object({
  topics: z.array(mailSetting).describe('Those that there are mails about for such an organisation.'),
});
export type MailSettings = z.infer<typeof mailSettings>;

/** The token of the link that stands in each mail one can switch off. */
export const unsubscription = z.strictObject({ token: z.string().max(400) });

export const unsubscribed = z.object({ topic: mailTopic });
export type Unsubscribed = z.infer<typeof unsubscribed>;
