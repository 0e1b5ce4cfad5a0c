"""One kind of data as another: cells to numbers, pixels as columns."""
