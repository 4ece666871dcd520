"""The null builder and the null data source: parts that do nothing by themselves."""
