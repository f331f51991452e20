/** Whether a request of this method changes nothing, so that nobody has to look what it did. */
export const isRead = (method: string): boolean => /^(GET|HEAD|OPTIONS)$/.test(method);
