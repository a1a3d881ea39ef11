/** The critical indicators of the own traffic. */
export const words = {
  quality: {
    title: 'Traffic quality',
    lead: 'The same figures as your advertisers see: how the traffic of each ad space turned into orders on one day.',
    day: 'Day',
    dayHint: 'Today, if left empty.',
    nothing: 'No traffic yet',
    nothingHint: 'As soon as somebody follows one of your links, the indicators of each program appear here.',
    indicators: 'The two critical indicators',
    lowCr: 'Conversion below {{limit}} on a day with more than {{clicks}} clicks.',
    noActions: 'No order on a day with more than {{clicks}} clicks.',
    follows:
      'When one is crossed, you get a notice on the next day, and the advertiser sees it as well. Nothing stops by itself: people look at the traffic, and abnormal traffic (rule 3) can end in a sanction, to which you may object.',
    period: '{{day}}, as a calendar day of {{zone}}',
    none: 'No traffic on this day.',
    adSpace: 'Ad space',
    clicks: 'Clicks',
    actions: 'Orders',
    conversion: 'Conversion',
    sales: 'Sales',
    newCustomers: 'New customers',
    lowCrShort: 'At least {{limit}}',
    noActionsShort: 'At least one order',
    tooFew: 'too few clicks to tell',
    crossed: 'crossed',
    fine: 'fine',
  },
};
