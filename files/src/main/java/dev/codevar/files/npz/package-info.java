/** numpy's files, npz and npy, read and written as streams: an array need not fit into memory, nor into 4 GB. */
@org.jspecify.annotations.NullMarked
package dev.codevar.files.npz;
