/** A daemon that ran in this process for another file has left its mask for new files; each file begins with the usual one. */
process.umask(0o022);
