// The rivals that never look at the row: the share of each class, or the mean.
export const majority = ({ prior }) => Array.from(prior);
export const mean = (arrays) => Array.from(arrays.mean);
