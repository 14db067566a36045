"""What the benchmarks of the API share: made-up editions, servers in processes of their own, load from outside."""
