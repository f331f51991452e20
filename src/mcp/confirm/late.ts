/** What stands for an answer of a user who has not answered within the time for it. */
export const LATE = 'late';
