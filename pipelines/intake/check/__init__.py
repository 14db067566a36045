"""One file from bytes to judged and sealed rows, in a child process with limits."""
