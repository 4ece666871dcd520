"""The post-processor that writes down what was built."""
